"""The one place where searches reach Elasticsearch, and where the tenant filter is added."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from elasticsearch import NotFoundError

from search.client import client, reachable
from search.documents import GONE, TENANT, parse_document_id, routing_of
from search.indices import alias_of, compares_vectors, ensure
from search.kinds import KINDS
from search.queries import Clause, Query

_SHARED = frozenset({"postings"})
"""Indices that may be searched over all tenants: the shared marketplace, never people."""


@dataclass(frozen=True)
class Scope:
    """Whose documents a search may see; made by `within` or `marketplace`, never by hand."""

    tenant_id: int | None

    @classmethod
    def within(cls, tenant_id: int) -> Self:
        """See one tenant's documents."""
        return cls(tenant_id)

    @classmethod
    def marketplace(cls) -> Self:
        """See the published postings of all tenants; other indices refuse it."""
        return cls(None)


@dataclass(frozen=True)
class Hit:
    """One answer: which row to read again, how well it fits, how far it is if that was asked."""

    tenant_id: int
    id: int
    score: float | None
    distance_km: float | None = None


@dataclass(frozen=True)
class Hits:
    """A page of answers and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int

    @property
    def ids(self) -> list[int]:
        """Row ids in their order, to be read again from PostgreSQL."""
        return [hit.id for hit in self.hits]


def execute(scope: Scope, query: Query) -> Hits:
    """Run `query` over what `scope` may see: the tenant filter is always added.

    Call it outside any Work, and read every hit again from PostgreSQL before showing it.
    Raises SearchUnavailable.
    """
    if scope.tenant_id is None and query.kind not in _SHARED:
        raise ValueError(f"{query.kind} never cross tenants")
    if query.knn is not None and not compares_vectors(query.kind):
        query = replace(query, knn=None)
    try:
        answer = _search(scope, query)
    except NotFoundError:
        kind = KINDS[query.kind]
        ensure(kind.name, kind.properties)
        answer = _search(scope, query)
    found = answer["hits"]
    hits = (_hit(raw, query.distance_at) for raw in found["hits"])
    return Hits(tuple(hit for hit in hits if hit), found["total"]["value"])


def _search(scope: Scope, query: Query) -> Mapping[str, Any]:
    routing = None if scope.tenant_id is None else routing_of(scope.tenant_id)
    with reachable():
        answer = client().search(index=alias_of(query.kind), routing=routing, **body(scope, query))
    return answer.body  # type: ignore[no-any-return]  # the client types bodies as Any


def body(scope: Scope, query: Query) -> dict[str, Any]:
    """Return the whole request: the caller's clauses under the scope's filters."""
    filters = [*_visible(scope), *query.filters]
    request: dict[str, Any] = {
        "query": _scored({"bool": _matching(query, filters)}, query.functions),
        "from_": query.offset,
        "size": query.limit,
        "track_total_hits": True,
        "source": False,
    }
    if query.knn is not None:
        request["knn"] = {**query.knn, "filter": filters}
    if query.sort:
        request["sort"] = list(query.sort)
    return request


def _visible(scope: Scope) -> list[Clause]:
    living: Clause = {"term": {GONE: False}}
    if scope.tenant_id is None:
        return [living]
    return [living, {"term": {TENANT: scope.tenant_id}}]


def _matching(query: Query, filters: list[Clause]) -> Clause:
    return {"filter": filters} | ({"must": [query.scoring]} if query.scoring else {})


def _scored(clause: Clause, functions: tuple[Clause, ...]) -> Clause:
    """Weigh the score by 1 plus what the functions add."""
    if not functions:
        return clause
    whole: Clause = {"match_all": {}}
    base = {"filter": whole, "weight": 1}
    return {
        "function_score": {
            "query": clause,
            "functions": [base, *functions],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _hit(raw: Mapping[str, Any], distance_at: int | None) -> Hit | None:
    key = parse_document_id(raw["_id"])
    if key is None:
        return None
    distance = None if distance_at is None else _finite(raw["sort"][distance_at])
    return Hit(key[0], key[1], raw.get("_score"), distance)


def _finite(value: Any) -> float | None:
    """A distance; Elasticsearch sorts an unknown place as "Infinity"."""
    return None if isinstance(value, str) or value == float("inf") else float(value)
