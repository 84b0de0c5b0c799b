"""Reading back what an index holds: ids, versions and routing, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from search.client import client, reachable
from search.documents import GONE, GONE_AT, TENANT, routing_of
from search.indices import Target

_PAGE = 5000
_KEEP_ALIVE = "2m"


@dataclass(frozen=True)
class Entry:
    """One document as the index holds it; `gone` marks a tombstone."""

    id: str
    routing: str | None
    version: int
    seq_no: int
    primary_term: int
    gone: bool


def living(target: Target, tenant_id: int) -> Iterator[Entry]:
    """Yield the tenant's documents, tombstones apart, on whatever shard they lie."""
    return _scan(target, [{"term": {GONE: False}}, {"term": {TENANT: tenant_id}}])


def strangers(target: Target, tenant_ids: Sequence[int]) -> Iterator[Entry]:
    """Yield documents that belong to none of the tenants."""
    known = {"terms": {TENANT: list(tenant_ids)}}
    return _scan(target, [{"term": {GONE: False}}, {"bool": {"must_not": [known]}}])


def tombstones(target: Target, before: str) -> Iterator[Entry]:
    """Yield tombstones written before an instant (ISO 8601)."""
    return _scan(target, [{"term": {GONE: True}}, {"range": {GONE_AT: {"lt": before}}}])


def entries(target: Target, tenant_id: int, names: Sequence[str]) -> dict[str, Entry]:
    """Return documents by id, tombstones too, as the very last write left them."""
    if not names:
        return {}
    with reachable():
        answer = client().mget(
            index=target.name,
            ids=list(names),
            routing=routing_of(tenant_id),
            source_includes=[GONE],
        )
    return {raw["_id"]: _entry(raw) for raw in answer["docs"] if raw.get("found")}


def _scan(target: Target, filters: list[dict[str, Any]]) -> Iterator[Entry]:
    query = {"bool": {"filter": filters}}
    after: list[Any] | None = None
    with _point_in_time(target) as pit:
        while True:
            with reachable():
                answer = client().search(
                    pit={"id": pit, "keep_alive": _KEEP_ALIVE},
                    query=query,
                    sort=["_shard_doc"],
                    search_after=after,
                    size=_PAGE,
                    source_includes=[GONE],
                    version=True,
                    seq_no_primary_term=True,
                    track_total_hits=False,
                )
            hits = answer["hits"]["hits"]
            yield from map(_entry, hits)
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]


@contextmanager
def _point_in_time(target: Target) -> Iterator[str]:
    """Hold a consistent view of the index while pages are read."""
    with reachable():
        client().indices.refresh(index=target.name)
        pit: str = client().open_point_in_time(index=target.name, keep_alive=_KEEP_ALIVE)["id"]
    try:
        yield pit
    finally:
        with reachable():
            client().close_point_in_time(id=pit)


def _entry(hit: Mapping[str, Any]) -> Entry:
    return Entry(
        id=hit["_id"],
        routing=hit.get("_routing"),
        version=hit["_version"],
        seq_no=hit["_seq_no"],
        primary_term=hit["_primary_term"],
        gone=bool(hit["_source"][GONE]),
    )
