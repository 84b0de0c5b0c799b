"""What an employer writes in a posting, before it becomes a row."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from language.classification import UnknownOccupationError
from language.occupations import occupation
from language.pay import parse_pay
from language.places import UnknownPlaceError, place
from marketplace.postings.errors import OccupationUnknown, PlaceUnknown
from marketplace.postings.models import ContentColumns, Precision, Reserved
from runtime.errors import together

MARKED = ("county", "township")  # a whole city is no spot: its centre would mislead


@dataclass(frozen=True)
class PostingContent:
    """The content of a posting. None and "" mean "not written".

    `pay_text` is what the employer wrote; the structured figures are read from it.
    """

    title: str
    duties: str = ""
    requirements: str = ""
    occupation_code: str | None = None
    pay_text: str = ""
    place_code: int | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    education_floor: str | None = None
    experience_years: float | None = None
    openings: int | None = None
    conditions: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    reserved: Reserved | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def of(cls, row: ContentColumns) -> Self:
        """Read the content back from a row, for showing and editing.

        Coordinates that we derived from the place are left out: only exact ones were written.
        """
        values: dict[str, Any] = {}
        for field in fields(cls):
            value = getattr(row, field.name)
            values[field.name] = tuple(value) if isinstance(value, list) else value
        if row.precision is not Precision.EXACT:
            values |= {"lat": None, "lon": None}
        return cls(**values)


def columns_of(content: PostingContent) -> dict[str, Any]:
    """Return the row's columns: pay read from its text, coordinates from the place.

    Coordinates that were given are exact; otherwise they are a centre, and the precision says
    so: no township has published coordinates of its own, it shares its county's. Raises
    PlaceUnknown, OccupationUnknown; Several for both.
    """
    together(lambda: _check_occupation(content.occupation_code), lambda: _place_columns(content))
    values = {field.name: getattr(content, field.name) for field in fields(content)}
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
    return values | _pay_columns(content.pay_text) | _place_columns(content)


def _pay_columns(pay_text: str) -> dict[str, Any]:
    pay = parse_pay(pay_text)
    return {
        "pay_low_fen": pay.low_fen,
        "pay_high_fen": pay.high_fen,
        "pay_basis": pay.basis,
        "pay_months": pay.months,
        "pay_negotiable": pay.negotiable,
    }


def _place_columns(content: PostingContent) -> dict[str, Any]:
    if content.lat is not None and content.lon is not None:
        return {"precision": Precision.EXACT}
    if content.place_code is None:
        return {"precision": None}
    try:
        known = place(content.place_code)
    except UnknownPlaceError:
        raise PlaceUnknown(field="place_code") from None
    if known.level not in MARKED:
        return {"precision": None}
    return {"lat": known.lat, "lon": known.lon, "precision": Precision.COUNTY}


def _check_occupation(code: str | None) -> None:
    if code is None:
        return
    try:
        occupation(code)
    except UnknownOccupationError:
        raise OccupationUnknown(field="occupation_code") from None
