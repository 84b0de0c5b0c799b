"""Searches that people keep, as the index is asked for them again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from language.education import Education
from language.places import UnknownPlaceError, place
from search.criteria import Near, Sort
from search.execution import Scope, execute
from search.jobs import Asked, Choices, job_query
from search.jobs.asking import worded

MOST = 200
_AT_ONCE = 10_000


def state_of(words: str, choices: Choices, *, everywhere: bool) -> dict[str, Any]:
    """Return what a search asks for as JSON: words, choices made, whether in all tenants."""
    made = {name: value for name, value in asdict(choices).items() if name in choices.made}
    return {"words": words, "choices": made, "everywhere": everywhere}


def looks_everywhere(state: Mapping[str, Any]) -> bool:
    """Tell whether a search looks through all tenants."""
    return bool(state["everywhere"])


def new_postings(
    tenant_id: int,
    state: Mapping[str, Any],
    among: Sequence[int],
    home: Near | None,
    at: datetime,
    on: date,
) -> list[int]:
    """Return which postings `among` some the search finds, the newest first; `MOST` at most.

    The very search of the job list by newest: what a person would see there. Call it outside
    any Work. Raises SearchUnavailable.
    """
    choices = _choices(state["choices"])
    point = home or _middle_of(choices.place or tenant_id)
    asked = Asked(on=on, at=at, choices=choices, point=point, sort=Sort.NEWEST, limit=MOST)
    query = job_query(worded(asked, state["words"]))
    scope = Scope.marketplace() if looks_everywhere(state) else Scope.within(tenant_id)
    found: list[int] = []
    for start in range(0, len(among), _AT_ONCE):
        named = {"terms": {"posting_id": list(among[start : start + _AT_ONCE])}}
        found += execute(scope, replace(query, filters=(*query.filters, named))).ids
    return found[:MOST]


def _choices(made: Mapping[str, Any]) -> Choices:
    """Read choices back; what this version does not know is left out."""
    known = {each.name for each in fields(Choices)}
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in made.items() if k in known
    }
    if values.get("education") is not None:
        values["education"] = Education(values["education"])
    return Choices(**values)


def _middle_of(code: int) -> Near | None:
    try:
        found = place(code)
    except UnknownPlaceError:
        return None
    return Near(found.lat, found.lon)
