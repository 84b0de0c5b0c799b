"""The request for a search of the pool: pure, one small function a clause."""

from typing import Any

from search.documents import GONE, TENANT
from search.pool.criteria import Facet, PoolCriteria
from search.pool.scoring import containing, wanting
from search.queries import Clause, close, educated, exactly, in_place, of_occupation, within
from search.queries import resembling as _resembling

VALUES = 12
"""Values a facet offers at most."""
_OCCUPATIONS = r"\d-\d{2}-\d{2}-\d{2}"  # the classification's own level, not the groups above


def pool_request(tenant_id: int, criteria: PoolCriteria) -> dict[str, Any]:
    """Return the request: always within the tenant, never of people who hide.

    A facet's own choice is left out of its counts, so that they say what another choice
    would bring.
    """
    always = [*_visible(tenant_id), *_within_reach(criteria), *_not_counted(criteria)]
    chosen = facet_clauses(criteria)
    narrowed = [clause for clauses in chosen.values() for clause in clauses]
    request: dict[str, Any] = {
        "query": _scored(criteria, always),
        "post_filter": {"bool": {"filter": narrowed}},
        "from_": criteria.offset,
        "size": criteria.limit,
        "sort": _order(criteria),
        "track_total_hits": True,
        "source": False,
        "aggs": {facet: _facet(facet, chosen, criteria) for facet in Facet} | _total(narrowed),
    }
    if criteria.vector is not None:
        knn = _resembling(criteria.vector)
        request["knn"] = {**(knn or {}), "filter": [*always, *narrowed]}
    return request


def facet_clauses(criteria: PoolCriteria) -> dict[Facet, list[Clause]]:
    """Return the clauses of each facet that something was chosen of."""
    return {
        Facet.OCCUPATION: of_occupation(criteria.occupation_code),
        Facet.PLACE: in_place(criteria.place_code),
        Facet.EDUCATION: educated(criteria.education),
        Facet.HOURS: _free_at(criteria.hours),
        Facet.SKILLS: [c for item in criteria.skills for c in exactly("skills", item)],
        Facet.CERTIFICATES: [
            c for item in criteria.certificates for c in exactly("certificates", item)
        ],
    }


def _visible(tenant_id: int) -> list[Clause]:
    return [{"term": {GONE: False}}, {"term": {TENANT: tenant_id}}]


def _within_reach(criteria: PoolCriteria) -> list[Clause]:
    clauses: list[Clause] = []
    if criteria.hidden:
        hidden: Clause = {"terms": {"seeker_id": sorted(criteria.hidden)}}
        clauses.append({"bool": {"must_not": [hidden]}})
    if criteria.only is not None:
        clauses.append({"terms": {"seeker_id": sorted(criteria.only)}})
    return clauses


def _not_counted(criteria: PoolCriteria) -> list[Clause]:
    """What narrows the search without being a facet."""
    experienced: list[Clause] = []
    if criteria.experience_years is not None:
        experienced = [{"range": {"experience_years": {"gte": criteria.experience_years}}}]
    return [*within(criteria.near), *experienced]


def _free_at(hours: str | None) -> list[Clause]:
    """People who named these hours; who named none takes any."""
    if hours is None:
        return []
    any_hours: Clause = {"bool": {"must_not": [{"exists": {"field": "hours"}}]}}
    named: Clause = {"term": {"hours": hours}}
    return [{"bool": {"should": [named, any_hours], "minimum_should_match": 1}}]


def _scored(criteria: PoolCriteria, filters: list[Clause]) -> Clause:
    asked = [
        clause for clause in (containing(criteria.words), wanting(criteria.occupations)) if clause
    ]
    matching: Clause = {"bool": {"filter": filters, "must": asked}}
    nearness = close(criteria.near)
    if not nearness:
        return matching
    base: Clause = {"filter": {"match_all": {}}, "weight": 1}
    return {
        "function_score": {
            "query": matching,
            "functions": [base, *nearness],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _order(criteria: PoolCriteria) -> list[Any]:
    newest = {"seeker_id": "desc"}
    if criteria.nearest_first and criteria.near is not None:
        point = {"lat": criteria.near.lat, "lon": criteria.near.lon}
        return [{"_geo_distance": {"location": point, "order": "asc", "unit": "km"}}, newest]
    return ["_score", newest]


def _facet(facet: Facet, chosen: dict[Facet, list[Clause]], criteria: PoolCriteria) -> Clause:
    others = [c for name, clauses in chosen.items() if name is not facet for c in clauses]
    return {
        "filter": {"bool": {"filter": others}},
        "aggs": {"values": {"terms": _terms(facet, criteria)}},
    }


def _terms(facet: Facet, criteria: PoolCriteria) -> Clause:
    if facet is Facet.OCCUPATION:
        return {"field": "occupation", "include": _OCCUPATIONS, "size": VALUES}
    if facet is Facet.PLACE:
        counties = [str(code) for code in criteria.counties]
        return {"field": "place", "include": counties, "size": max(1, len(counties))}
    field = "education_rank" if facet is Facet.EDUCATION else facet.value
    return {"field": field, "size": VALUES}


def _total(narrowed: list[Clause]) -> dict[str, Clause]:
    """Count what the page lists: the query under all that was chosen."""
    return {"found": {"filter": {"bool": {"filter": narrowed}}}}
