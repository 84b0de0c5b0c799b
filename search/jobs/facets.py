"""Facets: how many matching postings each choice would leave, exact under all other choices.

Counts are of postings, not of folded groups: they add up to what a person may open. An option
of a facet that takes one value counts what choosing it instead would leave; one of a facet
that takes several, what choosing it as well would leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from language.conditions import Condition
from language.education import Education
from search.jobs.asked import Asked, Choices
from search.jobs.choices import chosen, no_farther
from search.queries import Clause, open_to, paying, without

PAY_FLOORS_FEN = tuple(yuan * 100 for yuan in (3000, 4000, 5000, 6000, 8000, 10000))
DISTANCES_KM = (5, 10, 20, 50)
LEVELS = (
    Education.JUNIOR,
    Education.SECONDARY,
    Education.COLLEGE,
    Education.BACHELOR,
    Education.MASTER,
)
_MOST_VALUES = 1000  # more than any field counted here has: so that counts of shards are whole
_GROUPS = "[0-9]-[0-9]{2}"

Counts = dict[str, dict[str, int]]
"""Postings by facet (the name of the choice) and option."""


@dataclass(frozen=True)
class Offered:
    """Which options are counted: the divisions shown, and whatever else is fixed."""

    places: tuple[int, ...] = ()


def facet_counts(asked: Asked, offered: Offered) -> Clause:
    """Return aggregations over the matches, the choices made not yet taken into account."""
    choices, point = asked.choices, asked.point
    options = _fixed(asked) | _stored(offered)
    counted = {
        name: {
            "filter": _all(chosen(_beside(choices, name), point)),
            "aggs": {"by": options[name]},
        }
        for name in options
    }
    return counted | {"dropped": {"filters": {"filters": _dropped(asked)}}}


def read_counts(answer: Mapping[str, Any]) -> Counts:
    """Return the counts of an answer; of a choice made, under `dropped`, those without it."""
    return {
        name: _read(found["buckets"] if name == "dropped" else found["by"]["buckets"])
        for name, found in answer.items()
    }


def _read(buckets: Any) -> dict[str, int]:
    if isinstance(buckets, Mapping):
        return {key: bucket["doc_count"] for key, bucket in buckets.items()}
    return {str(bucket["key"]): bucket["doc_count"] for bucket in buckets}


def _fixed(asked: Asked) -> dict[str, Clause]:
    """Options we name ourselves."""
    found = {
        "pay_from_fen": {str(fen): _all(paying(fen)) for fen in PAY_FLOORS_FEN},
        "education": {level.value: _all(open_to(level)) for level in LEVELS},
        "without_conditions": {each.value: _all(without((each.value,))) for each in Condition},
    }
    if asked.point is not None:
        distances = {str(km): _all(no_farther(km, asked.point)) for km in DISTANCES_KM}
        found["within_km"] = distances
    return {name: {"filters": {"filters": options}} for name, options in found.items()}


def _stored(offered: Offered) -> dict[str, Clause]:
    """Options that are values of a field."""
    found: dict[str, Clause] = {
        "occupation": _values("occupation", include=_GROUPS),
        "reserved": _values("reserved"),
        "benefits": _values("benefits"),
    }
    if offered.places:
        found["place"] = _values("place", include=[str(code) for code in offered.places])
    return found


def _values(field: str, **only: Any) -> Clause:
    return {"terms": {"field": field, "size": _MOST_VALUES, **only}}


def _beside(choices: Choices, name: str) -> Choices:
    """The choices under which a facet's options count: all others, and what adds up."""
    return choices if isinstance(getattr(choices, name), tuple) else _without(choices, name)


def _without(choices: Choices, name: str) -> Choices:
    empty: Any = () if isinstance(getattr(choices, name), tuple) else None
    return replace(choices, **{name: empty})


def _dropped(asked: Asked) -> dict[str, Clause]:
    """For each choice made, what would be left without it; `all`: without any."""
    without_one = {
        name: _all(chosen(_without(asked.choices, name), asked.point))
        for name in asked.choices.made
    }
    return without_one | {"all": _all([])}


def _all(clauses: list[Clause]) -> Clause:
    return {"bool": {"filter": clauses}} if clauses else {"match_all": {}}
