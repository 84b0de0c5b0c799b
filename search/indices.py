"""The physical indices behind each alias: made, registered, found, swapped, removed.

`index_state` says which exist. Writes go to every registered index of an alias, each through a
write alias of its own, so that a missing index is an error and never made by accident with a
guessed mapping. Reads go through the alias, which is moved in one step.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from elasticsearch import BadRequestError
from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert

from language.encoder import encoder
from runtime.clock import now
from runtime.settings import settings
from search.client import client, reachable
from search.documents import GONE, SHARED_PROPERTIES, VECTOR
from search.models import IndexStage, IndexState
from tenants.work import Work, begin_platform

# Real deletes happen to day-old tombstones only; remember them longer than any replay.
GC_DELETES = "12h"
_SETTINGS: dict[str, Any] = {
    "number_of_shards": 2,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    "gc_deletes": GC_DELETES,
}
_MODEL_KNOWN_SECONDS = 60
log = structlog.get_logger()
FLAT, GRAPH = "int8_flat", "int8_hnsw"


@dataclass(frozen=True)
class Target:
    """One index to write to. Vectors of another model than its own never go in."""

    name: str
    alias: str
    model_version: str
    mapping_version: str
    stage: IndexStage

    @property
    def write_alias(self) -> str:
        """The name that writes use."""
        return f"{self.name}-write"


def alias_of(kind: str) -> str:
    """Return the name under which searches find the index of `kind`."""
    return f"{settings().index_prefix}-{kind}"


def read_targets(work: Work, kind: str) -> list[Target]:
    """Return the indices that a write to `kind` must reach. Read it before the rows: a row
    read earlier than the registration of a new index could be written there too late.
    """
    return [_target(row) for row in work.session.scalars(_registered(kind))]


def registered(kind: str) -> list[Target]:
    """Return the indices of `kind` that are live or being built, live first."""
    with begin_platform() as session:
        return [_target(row) for row in session.scalars(_registered(kind))]


def _registered(kind: str) -> Select[IndexState]:
    stages = (IndexStage.LIVE, IndexStage.BUILDING)
    return (
        select(IndexState)
        .where(IndexState.alias == alias_of(kind), IndexState.stage.in_(stages))
        .order_by(IndexState.stage.desc(), IndexState.name)
    )


def _target(row: IndexState) -> Target:
    return Target(row.name, row.alias, row.model_version, row.mapping_version, row.stage)


def register(
    kind: str, properties: Mapping[str, Any], stage: IndexStage, *, vector_kind: str = FLAT
) -> Target:
    """Register an index of `kind` for `stage`, or return the one that already is."""
    alias = alias_of(kind)
    values = {
        "name": f"{alias}-{uuid4().hex[:12]}",
        "alias": alias,
        "stage": stage,
        "model_version": encoder().version,
        "mapping_version": mapping_version(properties),
        "vector_kind": vector_kind,
        "progress": {},
        "created_at": now(),
    }
    with begin_platform() as session:
        session.execute(insert(IndexState).values(**values).on_conflict_do_nothing())
        query = select(IndexState).where(IndexState.alias == alias, IndexState.stage == stage)
        return _target(session.scalars(query).one())


def ensure(kind: str, properties: Mapping[str, Any]) -> Target:
    """Return the live index of `kind`, registered and made if it is not there."""
    found = [target for target in registered(kind) if target.stage is IndexStage.LIVE]
    target = found[0] if found else register(kind, properties, IndexStage.LIVE)
    create(target, properties)
    return target


def create(target: Target, properties: Mapping[str, Any]) -> None:
    """Make the physical index if it is missing; a live one also takes the alias. Repeatable."""
    with begin_platform() as session:
        vector_kind = session.get_one(IndexState, target.name).vector_kind
    with reachable():
        try:
            client().indices.create(
                index=target.name,
                settings={"index": _SETTINGS},
                mappings=mapping(properties, vector_kind),
                aliases={target.write_alias: {}},
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
    if target.stage is IndexStage.LIVE:
        point_alias(target)


def mapping(properties: Mapping[str, Any], vector_kind: str) -> dict[str, Any]:
    """Return the strict mapping of an index with `properties` and the shared fields.

    The vector stays out of `_source`: it is read from PostgreSQL, and indexing is faster.
    """
    vector = {
        "type": "dense_vector",
        "dims": 512,
        "index": True,
        "similarity": "dot_product",
        "index_options": {"type": vector_kind},
    }
    return {
        "dynamic": "strict",
        "_source": {"excludes": [VECTOR]},
        "_routing": {"required": True},
        "properties": {**SHARED_PROPERTIES, **properties, VECTOR: vector},
    }


def mapping_version(properties: Mapping[str, Any]) -> str:
    """Return a hash over everything that decides how documents are held."""
    held = json.dumps([mapping(properties, FLAT), _SETTINGS], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:12]


def is_current(target: Target, properties: Mapping[str, Any]) -> bool:
    """Tell whether an index was made for this code and this model."""
    made_for = (target.mapping_version, target.model_version)
    return made_for == (mapping_version(properties), encoder().version)


def compares_vectors(kind: str) -> bool:
    """Tell whether vectors of this process' model may be compared with the live index's.

    After another model was adopted they may not, until `pes reindex` has run: searches go by
    words until then. The registry is asked once a minute.
    """
    made_for = _live_model(alias_of(kind), int(monotonic() // _MODEL_KNOWN_SECONDS))
    return made_for in {None, encoder().version}


@lru_cache(maxsize=8)
def _live_model(alias: str, _minute: int) -> str | None:
    """The model of the live index; None where none is registered yet."""
    query = select(IndexState.model_version).where(
        IndexState.alias == alias, IndexState.stage == IndexStage.LIVE
    )
    with begin_platform() as session:
        made_for = session.scalar(query)
    if made_for not in {None, encoder().version}:
        log.warning("index_of_another_model", index=alias, made_for=made_for)
    return made_for


def point_alias(target: Target) -> None:
    """Move the alias to `target` in one step; searches never see two indices or none."""
    add = {"add": {"index": target.name, "alias": target.alias}}
    with reachable():
        holders = client().indices.get_alias(index=f"{target.alias}-*", name="*")
        removals = [
            {"remove": {"index": name, "alias": target.alias}}
            for name, entry in holders.items()
            if name != target.name and target.alias in entry["aliases"]
        ]
        client().indices.update_aliases(actions=[*removals, add])


def promote(target: Target) -> None:
    """Make a built index the live one, in the index and in the registry. Safe to repeat."""
    point_alias(target)
    with begin_platform() as session:
        built = session.get_one(IndexState, target.name, with_for_update=True)
        if built.stage is not IndexStage.BUILDING:
            return
        session.execute(
            update(IndexState)
            .where(IndexState.alias == target.alias, IndexState.stage == IndexStage.LIVE)
            .values(stage=IndexStage.RETIRED)
        )
        built.stage = IndexStage.LIVE


def remove_retired(kind: str) -> list[str]:
    """Delete indices that nothing reads or writes any more; return their names."""
    retired = (IndexState.alias == alias_of(kind), IndexState.stage == IndexStage.RETIRED)
    with begin_platform() as session:
        names = list(session.scalars(select(IndexState.name).where(*retired)))
    for name in names:
        drop(name)
    return names


def drop(name: str) -> None:
    """Delete an index and its registration. Safe to repeat."""
    with reachable():
        client().indices.delete(index=name, ignore_unavailable=True)
    with begin_platform() as session:
        row = session.get(IndexState, name)
        if row is not None:
            session.delete(row)


def save_progress(target: Target, progress: Mapping[str, Any]) -> None:
    """Remember, for the tenants named, how far the backfill of `target` has come."""
    with begin_platform() as session:
        row = session.get_one(IndexState, target.name, with_for_update=True)
        row.progress = row.progress | dict(progress)


def read_progress(target: Target) -> dict[str, Any]:
    """Return how far the backfill of `target` has come, by tenant."""
    with begin_platform() as session:
        return dict(session.get_one(IndexState, target.name).progress)


def refresh(kind: str) -> None:
    """Make everything written so far visible to searches."""
    with reachable():
        names = [target.name for target in registered(kind)]
        client().indices.refresh(index=names, ignore_unavailable=True)


def count(target: Target) -> int:
    """Return how many documents, tombstones apart, the index holds."""
    with reachable():
        answer = client().count(index=target.name, query={"term": {GONE: False}})
    return int(answer["count"])
