"""Query builders: pure, one small function a clause, boosts as named constants."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from language.education import Education
from search.criteria import Near, PostingCriteria, Sort
from search.documents import VECTOR
from search.terms import FloatArray, numbers, words

Clause = dict[str, Any]

POSTING_FIELDS = (
    "title^4",
    "occupation_words^3",
    "skill_words^2",
    "place_words^1.5",
    "employer_words",
    "body",
)
# Of up to two words all must be there, of more three quarters.
_WORDS_NEEDED = "2<75%"
_BODY_SHARE = 0.3

VECTOR_BOOST = 8.0
VECTOR_FLOOR = 0.55  # cosine below which texts of this model are mostly unrelated jobs
_NEIGHBOURS, _VISITED = 50, 100

FRESH_SCALE, FRESH_DECAY, FRESH_WEIGHT = "14d", 0.7, 0.3
NEAR_SCALE, NEAR_DECAY, NEAR_WEIGHT = "10km", 0.6, 0.5

_NEWEST: dict[str, tuple[Clause, ...]] = {
    "postings": ({"published_at": "desc"}, {"posting_id": "desc"}),
}


@dataclass(frozen=True)
class Query:
    """A search without its scope: `execute` adds who may see what."""

    kind: str
    scoring: Clause | None = None
    filters: tuple[Clause, ...] = ()
    functions: tuple[Clause, ...] = ()
    knn: Clause | None = None
    after: tuple[Clause, ...] = ()
    """Filters on hits that leave what is counted as it is."""
    counts: Clause | None = None
    fold: str | None = None
    """Field of which each value is shown once; with `follow` it is only read along."""
    follow: tuple[Any, ...] | None = None
    """Sort values of the hit after which to go on; empty at the beginning of a list."""
    named: bool = False
    """Whether hits tell what each named clause gave to their score."""
    sort: tuple[Any, ...] = ()
    offset: int = 0
    limit: int = 20
    distance_at: int | None = field(default=None)
    """Position of the distance among the sort values."""


def postings_query(criteria: PostingCriteria) -> Query:
    """Return the query for published postings that meet `criteria`."""
    filters = [
        *valid_on(criteria.on),
        *in_place(criteria.place_code),
        *of_occupation(criteria.occupation_code),
        *paying(criteria.pay_from_fen),
        *open_to(criteria.education),
        *within(criteria.near),
        *without(criteria.without_conditions),
        *exactly("reserved", criteria.reserved),
    ]
    return _query("postings", criteria, POSTING_FIELDS, filters, [*fresh(), *close(criteria.near)])


def _query(
    kind: str,
    criteria: PostingCriteria,
    fields: tuple[str, ...],
    filters: list[Clause],
    functions: list[Clause],
) -> Query:
    by_score = criteria.sort is Sort.RELEVANCE
    nearest = criteria.sort is Sort.NEAREST and criteria.near is not None
    return Query(
        kind=kind,
        scoring=containing(criteria.words, fields),
        filters=tuple(filters),
        functions=tuple(functions) if by_score else (),
        knn=resembling(criteria.vector) if by_score else None,
        sort=_order(kind, criteria.sort, criteria.near),
        offset=criteria.offset,
        limit=criteria.limit,
        distance_at=0 if nearest else None,
    )


def _order(kind: str, sort: Sort, near: Near | None) -> tuple[Any, ...]:
    newest = _NEWEST[kind]
    if sort is Sort.NEAREST and near is not None:
        distance = {"location": _point(near), "order": "asc", "unit": "km"}
        return ({"_geo_distance": distance}, *newest)
    return ("_score", *newest) if sort is Sort.RELEVANCE else newest


def containing(text: str, fields: tuple[str, ...]) -> Clause | None:
    """Documents that hold the words, in whatever fields together; None for no words."""
    cut = words(text)
    if not cut:
        return None
    return {
        "multi_match": {
            "query": cut,
            "fields": list(fields),
            "type": "cross_fields",
            "minimum_should_match": _WORDS_NEEDED,
            "tie_breaker": _BODY_SHARE,
        }
    }


def resembling(vector: FloatArray | None) -> Clause | None:
    """Documents whose vector is near enough to mean the same."""
    if vector is None:
        return None
    return {
        "field": VECTOR,
        "query_vector": numbers(vector),
        "k": _NEIGHBOURS,
        "num_candidates": _VISITED,
        "similarity": VECTOR_FLOOR,
        "boost": VECTOR_BOOST,
    }


def valid_on(day: date) -> list[Clause]:
    """Postings valid on the day; an open end does not exclude."""
    return [
        range_or_open("valid_from", {"lte": day.isoformat()}),
        range_or_open("valid_to", {"gte": day.isoformat()}),
    ]


def in_place(code: int | None) -> list[Clause]:
    """Anything that lies in the division."""
    return exactly("place", None if code is None else str(code))


def of_occupation(code: str | None) -> list[Clause]:
    """Anything in the occupation, or in the group of occupations."""
    return exactly("occupation", code)


def paying(fen: int | None) -> list[Clause]:
    """Postings whose upper monthly figure is not known to lie below `fen`."""
    return [] if fen is None else [range_or_open("pay_high_fen", {"gte": fen})]


def open_to(education: Education | None) -> list[Clause]:
    """Postings that ask for no more than `education`."""
    if education is None:
        return []
    return [{"range": {"education_rank": {"lte": education.rank}}}]


def educated(education: Education | None) -> list[Clause]:
    """Candidates with at least `education`."""
    if education is None:
        return []
    return [{"range": {"education_rank": {"gte": education.rank}}}]


def within(near: Near | None) -> list[Clause]:
    """Documents no farther than the distance asked for; an unknown place does not count."""
    if near is None or near.within_km is None:
        return []
    return [{"geo_distance": {"distance": f"{near.within_km}km", "location": _point(near)}}]


def without(conditions: tuple[str, ...]) -> list[Clause]:
    """Postings that name none of the conditions."""
    if not conditions:
        return []
    return [{"bool": {"must_not": [{"terms": {"conditions": list(conditions)}}]}}]


def exactly(name: str, value: str | None) -> list[Clause]:
    """Documents whose keyword field holds the value; all, where none is asked."""
    return [] if value is None else [{"term": {name: value}}]


def fresh(at: datetime | None = None) -> list[Clause]:
    """A little more for what is new, seen from an instant: now, if none is given."""
    origin = at.isoformat() if at else "now"
    decay = {"origin": origin, "scale": FRESH_SCALE, "decay": FRESH_DECAY}
    return [{"exp": {"published_at": decay}, "weight": FRESH_WEIGHT}]


def close(near: Near | None) -> list[Clause]:
    """A little more for what is near."""
    if near is None:
        return []
    decay = {"origin": _point(near), "scale": NEAR_SCALE, "decay": NEAR_DECAY}
    return [{"gauss": {"location": decay}, "weight": NEAR_WEIGHT}]


def range_or_open(name: str, bounds: Clause) -> Clause:
    """Documents whose number or day lies within bounds, or is not known."""
    unknown = {"bool": {"must_not": [{"exists": {"field": name}}]}}
    return {"bool": {"should": [{"range": {name: bounds}}, unknown], "minimum_should_match": 1}}


def _point(near: Near) -> Clause:
    return {"lat": near.lat, "lon": near.lon}
