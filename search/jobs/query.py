"""The one request of a job search: words, understanding and vectors together."""

from typing import Any

from search.criteria import Near, Sort
from search.jobs.asked import Asked, Variant
from search.jobs.choices import chosen
from search.jobs.meaning import around, hard_wishes, literal, soft_wishes, the_work
from search.queries import Clause, Query, close, fresh, resembling, valid_on

VECTOR = "vector"
NEIGHBOURS, VISITED = 300, 300
VECTOR_FLOOR = 0.5  # everyday words are farther from titles than titles from each other
VECTOR_BOOST = 60.0  # from the floor to the same: as much as an occupation and its name
DIRECT_WEIGHT = 0.05
_NEWEST: tuple[Any, ...] = ({"published_at": "desc"}, {"posting_id": "desc"})
_PAY: tuple[Any, ...] = (
    {"pay_low_fen": {"order": "desc", "missing": "_last"}},
    {"pay_high_fen": {"order": "desc", "missing": "_last"}},
)


def job_query(asked: Asked, variant: Variant = Variant.WHOLE) -> Query:
    """Return the query for what is asked: on any index with the mapping of `search.postings`.

    Postings match that hold the words as typed, or that meet what was understood: the hard
    wishes, and the work by words or occupation. By relevance, those whose vector is near join
    them. Choices made by hand are a filter after all that, so that counts of other choices
    are counts of the same matches.
    """
    by_score = asked.sort is Sort.RELEVANCE
    lexical = variant is not Variant.VECTORS
    return Query(
        kind="postings",
        scoring=_matching(asked, widely=by_score) if lexical else {"match_none": {}},
        filters=tuple(valid_on(asked.on)),
        functions=tuple(_functions(asked)) if by_score and lexical else (),
        knn=_neighbours(asked, variant) if by_score else None,
        after=tuple(chosen(asked.choices, asked.point)),
        sort=_order(asked.sort, asked.point),
        offset=asked.offset,
        limit=asked.limit,
        distance_at=0 if _is_nearest(asked) else None,
    )


def _matching(asked: Asked, *, widely: bool) -> Clause | None:
    understood = asked.understood
    if understood is None:
        return None
    work = the_work(understood, widely=widely)
    meant = {
        "bool": {
            "filter": hard_wishes(understood, asked.point),
            "must": [work or {"match_all": {}}],
        }
    }
    either = {"bool": {"should": [*literal(understood), meant], "minimum_should_match": 1}}
    near = [] if understood.places else around(asked.around)
    return {"bool": {"must": [either], "should": [*soft_wishes(understood), *near]}}


def _neighbours(asked: Asked, variant: Variant) -> Clause | None:
    """Postings near in meaning, of those that meet the hard wishes."""
    clause = None if variant is Variant.LEXICAL else resembling(asked.vector)
    if clause is None:
        return None
    wishes = hard_wishes(asked.understood, asked.point) if asked.understood else []
    clause |= {"k": NEIGHBOURS, "num_candidates": VISITED, "filter": wishes, "_name": VECTOR}
    clause |= {"boost": VECTOR_BOOST, "similarity": VECTOR_FLOOR}
    if variant is Variant.VECTORS:
        clause.pop("similarity")
    return clause


def _functions(asked: Asked) -> list[Clause]:
    """A little more for what is new, what is near, and what the employer itself posted."""
    direct = {"filter": {"term": {"direct": True}}, "weight": DIRECT_WEIGHT}
    return [*fresh(asked.at), *close(asked.point), direct]


def _is_nearest(asked: Asked) -> bool:
    return asked.sort is Sort.NEAREST and asked.point is not None


def _order(sort: Sort, point: Near | None) -> tuple[Any, ...]:
    if sort is Sort.NEAREST and point is not None:
        where = {"lat": point.lat, "lon": point.lon}
        return ({"_geo_distance": {"location": where, "order": "asc", "unit": "km"}}, *_NEWEST)
    if sort is Sort.PAY:
        return (*_PAY, *_NEWEST)
    return ("_score", *_NEWEST) if sort is Sort.RELEVANCE else _NEWEST
