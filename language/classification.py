"""The occupational classification of China (2022): codes, titles, levels."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from language.resources import rows

DETAILED_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Occupation:
    """One class: level 1 大类, 2 中类, 3 小类, 4 细类 (the occupation itself)."""

    code: str
    title: str
    level: int
    parent: str | None


class UnknownOccupationError(LookupError):
    """No class has this code."""


def occupation(code: str) -> Occupation:
    """Class of a code. Raises UnknownOccupationError."""
    found = table().get(code)
    if found is None:
        raise UnknownOccupationError(code)
    return found


def occupations(level: int = DETAILED_LEVEL, parent: str | None = None) -> list[Occupation]:
    """Classes of a level in order of code, those below `parent` when given."""
    return [
        found
        for found in table().values()
        if found.level == level and (parent is None or found.code.startswith(f"{parent}-"))
    ]


def occupation_distance(first: Iterable[str], second: Iterable[str]) -> int | None:
    """Steps apart of the two nearest codes, or None when a side names none.

    0 the same occupation, 1 the same 小类, 2 the same 中类, 3 the same 大类, 4 otherwise.
    """
    others = list(second)
    steps = [_steps(one, other) for one in first for other in others]
    return min(steps) if steps else None


def _steps(first: str, second: str) -> int:
    pairs = list(zip(first.split("-"), second.split("-"), strict=False))
    shared = next((i for i, (one, other) in enumerate(pairs) if one != other), DETAILED_LEVEL)
    return DETAILED_LEVEL - shared


@cache
def table() -> dict[str, Occupation]:
    """All classes by code."""
    return {
        r["code"]: Occupation(r["code"], r["title"], int(r["level"]), r["parent"] or None)
        for r in rows("occupations")
    }
