"""Where searches of the pool reach Elasticsearch; always within one tenant."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as changed
from typing import Any

from elasticsearch import NotFoundError

from search.client import client, reachable
from search.documents import parse_document_id, routing_of
from search.indices import alias_of, compares_vectors, ensure
from search.kinds import CANDIDATES
from search.pool.criteria import Facet, PoolCriteria
from search.pool.queries import pool_request


@dataclass(frozen=True)
class PoolHits:
    """Whose cards to read again, how many there are, and how many each choice would bring.

    Counts are exact here: whoever shows them puts them into bands (`marketplace.pool.at_least`).
    """

    ids: tuple[int, ...]
    total: int
    facets: dict[Facet, dict[str, int]]


def search_pool(tenant_id: int, criteria: PoolCriteria) -> PoolHits:
    """Search the cards of a tenant's people: ids and counts only.

    Call it outside any Work, and read every hit again from PostgreSQL before showing it.
    Raises SearchUnavailable.
    """
    if criteria.vector is not None and not compares_vectors(CANDIDATES.name):
        criteria = changed(criteria, vector=None)
    try:
        answer = _search(tenant_id, criteria)
    except NotFoundError:
        ensure(CANDIDATES.name, CANDIDATES.properties)
        answer = _search(tenant_id, criteria)
    keys = (parse_document_id(raw["_id"]) for raw in answer["hits"]["hits"])
    found = answer["aggregations"]
    return PoolHits(
        ids=tuple(key[1] for key in keys if key is not None and key[0] == tenant_id),
        total=found["found"]["doc_count"],
        facets={facet: _counts(found[facet]) for facet in Facet},
    )


def _search(tenant_id: int, criteria: PoolCriteria) -> Mapping[str, Any]:
    with reachable():
        answer = client().search(
            index=alias_of(CANDIDATES.name),
            routing=routing_of(tenant_id),
            **pool_request(tenant_id, criteria),
        )
    return answer.body  # type: ignore[no-any-return]  # the client types bodies as Any


def _counts(facet: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): bucket["doc_count"] for bucket in facet["values"]["buckets"]}
