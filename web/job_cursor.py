"""A place in a list of jobs as an address holds it: sealed, for this list only, for a day."""

import hashlib
from datetime import datetime
from typing import Any

from search.execution import Scope
from search.jobs.asked import Asked
from search.jobs.pages import Place
from web.security import open_value, seal_value

_PURPOSE = "jobs"
_KEPT_S = 86_400
_PRINT_BYTES = 9


def sealed(place: Place | None, scope: Scope, asked: Asked) -> str:
    """Return the place as text; empty for none. Whoever changes a character gets nowhere."""
    if place is None:
        return ""
    held = {
        "of": _print_of(scope, asked),
        "page": place.page,
        "at": place.at.isoformat(),
        "seen": place.seen,
        "folded": place.folded,
        "view": place.view,
        "starts": place.starts,
    }
    return seal_value(_PURPOSE, held)


def opened(text: str, scope: Scope, asked: Asked) -> Place | None:
    """Return the place; None for a text we did not seal, an old one, or one of another list."""
    held: Any = open_value(_PURPOSE, text, _KEPT_S)
    if not isinstance(held, dict) or held.get("of") != _print_of(scope, asked):
        return None
    return Place(
        page=held["page"],
        at=datetime.fromisoformat(held["at"]),
        seen=tuple(held["seen"]),
        folded=held["folded"],
        view=held["view"],
        starts=tuple(map(tuple, held["starts"])),
    )


def _print_of(scope: Scope, asked: Asked) -> str:
    """What tells one list from another: words, choices, order, region, point, page size."""
    words = asked.understood.literal if asked.understood else ""
    told = (scope, words, asked.choices, asked.sort, asked.point, asked.limit)
    return hashlib.blake2b(repr(told).encode(), digest_size=_PRINT_BYTES).hexdigest()
