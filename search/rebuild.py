"""Building an index anew while writes go on, and moving the alias to it.

Register the new index → from then on every write goes to both → backfill from PostgreSQL with
versions, page by page → compare → move the alias. Killed anywhere, the next call goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from search import indices, writing
from search.client import SearchUnavailable
from search.indices import FLAT, GRAPH, Target
from search.kinds import Kind
from search.models import IndexStage
from search.reconciliation import settle
from tenants.access import Actor
from tenants.registry import list_tenants
from tenants.work import begin

PAGE = 400
GRAPH_FROM = 200_000
"""Documents from which a graph answers faster than reading all vectors, for all it costs to
build."""

Progress = Callable[[int, int], None]
"""Called with a tenant's id and how many of its documents were written."""


@dataclass(frozen=True)
class Rebuilt:
    """A finished rebuild."""

    index: str
    documents: int
    seconds: float


def rebuild(kind: Kind, progress: Progress = lambda _tenant, _written: None) -> Rebuilt:
    """Build the index of `kind` anew and make it the live one. Raises SearchUnavailable."""
    started = monotonic()
    target = _started(kind)
    tenant_ids = [tenant.id for tenant in list_tenants(None)]
    for tenant_id in tenant_ids:
        progress(tenant_id, _backfill(kind, tenant_id, target))
    for tenant_id in tenant_ids:
        settle(kind, tenant_id, target)
    indices.promote(target)
    indices.remove_retired(kind.name)
    return Rebuilt(target.name, indices.count(target), monotonic() - started)


def _started(kind: Kind) -> Target:
    """The index under construction: the one a killed rebuild left, if it is still fit."""
    target = indices.register(
        kind.name, kind.properties, IndexStage.BUILDING, vector_kind=_vector_kind(kind)
    )
    if not indices.is_current(target, kind.properties):
        indices.drop(target.name)
        return _started(kind)
    indices.create(target, kind.properties)
    return target


def _vector_kind(kind: Kind) -> str:
    live = indices.ensure(kind.name, kind.properties)
    return GRAPH if indices.count(live) >= GRAPH_FROM else FLAT


def _backfill(kind: Kind, tenant_id: int, target: Target) -> int:
    """Write the tenant's rows from where the last call came to; return how many."""
    place = indices.read_progress(target).get(str(tenant_id), 0)
    written = 0
    while place != "done":
        with begin(Actor.system(tenant_id), read_only=True) as work:
            ids = [row_id for row_id, _ in kind.versions(work, place, PAGE)]
            batch = writing.read(work, kind, ids, [target])
        if writing.send(batch).again:
            raise SearchUnavailable
        written += len(ids)
        place = ids[-1] if len(ids) == PAGE else "done"
        indices.save_progress(target, {str(tenant_id): place})
    return written
