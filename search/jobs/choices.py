"""Filters for conditions chosen by hand, one by one."""

from search.criteria import Near
from search.jobs.asked import Choices
from search.queries import (
    Clause,
    exactly,
    in_place,
    of_occupation,
    open_to,
    paying,
    within,
    without,
)


def chosen(choices: Choices, point: Near | None) -> list[Clause]:
    """Return the filters of all choices made."""
    return [
        *in_place(choices.place),
        *of_occupation(choices.occupation),
        *paying(choices.pay_from_fen),
        *open_to(choices.education),
        *no_farther(choices.within_km, point),
        *exactly("reserved", choices.reserved),
        *(clause for benefit in choices.benefits for clause in exactly("benefits", benefit)),
        *without(choices.without_conditions),
    ]


def no_farther(km: float | None, point: Near | None) -> list[Clause]:
    """Postings within a distance of the person; without a point the choice says nothing."""
    return [] if km is None or point is None else within(Near(point.lat, point.lon, km))
