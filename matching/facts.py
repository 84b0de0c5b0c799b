"""What matching knows about one posting and one person: plain rows, storable as JSON.

The facts of both sides are kept with every recommendation, so that it can be
computed again later. They hold no name, phone number or identity number.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, Self

from language.conditions import Condition
from language.education import Education

EDUCATION_LEVELS = tuple(level.value for level in Education)
"""Education codes, lowest first; the index is the level."""

CONDITIONS = tuple(condition.value for condition in Condition)
"""Working conditions; the index is the bit."""

GROUPS = (
    "unemployed_graduate",
    "employment_difficulty",
    "poverty_household",
    "disabled",
    "zero_employment_household",
    "returning_migrant",
)
"""Priority groups; the index is the bit."""

RESERVED_FOR: dict[str, tuple[str, ...]] = {
    "public_welfare": ("employment_difficulty", "zero_employment_household"),
    "graduate_internship": ("unemployed_graduate",),
    "poverty_workshop": ("poverty_household",),
}
"""Kind of reserved posting → the groups it is open to."""

PRECISIONS = ("county", "township", "exact")
"""How exactly a place is known, coarsest first."""


class JsonRow:
    """A frozen dataclass of dates, numbers, words and tuples that goes to JSON and back."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; fields at their defaults are left out."""
        values = [(name, getattr(self, name), default) for name, default in _defaults(type(self))]  # type: ignore[arg-type]  # a class can be hashed
        return {name: _plain(value) for name, value, default in values if value != default}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        """Rebuild the facts from what `to_json` returned; unknown keys are ignored."""
        types = {field.name: str(field.type) for field in fields(cls)}  # type: ignore[arg-type]  # subclasses are dataclasses
        known = {name: _typed(types[name], row[name]) for name in row if name in types}
        return cls(**known)


@cache
def _defaults(kind: type[JsonRow]) -> list[tuple[str, Any]]:
    return [(field.name, field.default) for field in fields(kind)]  # type: ignore[arg-type]  # subclasses are dataclasses


@dataclass(frozen=True, slots=True)
class PostingFacts(JsonRow):
    """A posting as matching sees it; None is "not known" everywhere.

    Pay is fen a month (all notations already converted); `education_floor`
    "none" says that the posting asks for none. Validity days are inclusive.
    """

    id: int
    employer_id: int = 0
    employer_name: str = ""
    title: str = ""
    occupation_code: str | None = None
    pay_low_fen: int | None = None
    pay_high_fen: int | None = None
    place_code: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    education_floor: str | None = None
    experience_years: float | None = None
    openings: int | None = None
    conditions: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    reserved: str | None = None
    published: bool = True
    published_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    text_hash: str | None = None


@dataclass(frozen=True, slots=True)
class SeekerFacts(JsonRow):
    """A person as matching sees them; None is "not known" everywhere.

    `wants` are occupation codes, first wish first. `certificates` and
    `skills` that are present are complete: an empty tuple means none. Groups
    are those that hold on the day of the run.
    """

    id: int
    wants: tuple[str, ...] = ()
    birth_on: date | None = None
    education: str | None = None
    experience_years: float | None = None
    skills: tuple[str, ...] | None = None
    certificates: tuple[str, ...] | None = None
    excludes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    place_code: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    max_km: float | None = None
    min_pay_fen: int | None = None
    min_pay_hard: bool = False
    hidden_from: tuple[str, ...] = ()
    declined: tuple[int, ...] = ()
    personalised: bool = True
    text_hash: str | None = None


def birth_day(text: str) -> date:
    """Return the day of birth of a day or a bare year; a year counts as its 31 December.

    Raises ValueError when the text is neither.
    """
    if text.isdigit() and len(text) == 4:  # noqa: PLR2004  # a year is four digits
        return date(int(text), 12, 31)
    return date.fromisoformat(text)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _typed(annotation: str, value: Any) -> Any:
    if value is None:
        return None
    if annotation.startswith("date"):
        return date.fromisoformat(value)
    return tuple(value) if annotation.startswith("tuple") else value
