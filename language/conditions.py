"""Working conditions named in running text, in the contract's words."""

import re
from enum import StrEnum
from functools import cache

from language.cleaning import fold
from language.negation import is_denied
from language.resources import rows


class Condition(StrEnum):
    """A condition of work a person may exclude."""

    NIGHT_SHIFT = "night_shift"
    ROTATING_SHIFT = "rotating_shift"
    HEAVY_LIFTING = "heavy_lifting"
    LONG_STANDING = "long_standing"
    HEIGHTS = "heights"
    DUST = "dust"
    NOISE = "noise"
    DORMITORY_ONLY = "dormitory_only"
    TRAVEL = "travel"
    OUTDOORS = "outdoors"
    FINE_VISION = "fine_vision"
    FINE_HEARING = "fine_hearing"


def find_conditions(text: str) -> list[Condition]:
    """Conditions the text states and does not deny, in the order of `Condition`."""
    plain = fold(text)
    return [c for c, pattern in _patterns().items() if _states(plain, pattern)]


def condition_spans(plain: str, *, denied: bool = False) -> list[tuple[int, int, Condition]]:
    """Where folded text states a condition; with `denied`, where it rules one out."""
    return [
        (*match.span(), condition)
        for condition, pattern in _patterns().items()
        for match in pattern.finditer(plain)
        if is_denied(plain, *match.span()) is denied
    ]


def _states(plain: str, pattern: re.Pattern[str]) -> bool:
    return any(not is_denied(plain, *match.span()) for match in pattern.finditer(plain))


@cache
def _patterns() -> dict[Condition, re.Pattern[str]]:
    return {Condition(r["condition"]): re.compile(r["pattern"]) for r in rows("conditions")}
