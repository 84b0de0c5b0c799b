"""A person as a row of a file or generator: what it holds, and its normal form. Pure."""

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from language.cleaning import plain_line
from language.conditions import Condition
from language.education import Education
from marketplace.seekers.identity import (
    checked_birth_day,
    checked_id_number,
    checked_name,
    checked_phone,
)
from marketplace.seekers.models import DocumentType, Hours
from marketplace.seekers.parts import section_columns
from marketplace.seekers.rules import LONGEST_ADDRESS, checked, checked_text
from marketplace.seekers.sections import (
    About,
    Certificates,
    Change,
    Home,
    Limits,
    PayFloor,
    Schooling,
    Skills,
    Want,
    Wants,
    WorkingHours,
)
from runtime.errors import ServiceError
from tenants.consents import Purpose
from tenants.secrecy import keyed_hash


@dataclass(frozen=True)
class SeekerRow:
    """One person of a file or generator. None is "not known"; an empty tuple means none.

    `consents` are those the person gave where they registered (the paper form).
    """

    source_key: str
    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    document_type: DocumentType = DocumentType.RESIDENT_ID
    birth_on: date | None = None
    address: str | None = None
    wants: tuple[Want, ...] = ()
    place_code: int | None = None
    lat: float | None = None
    lon: float | None = None
    max_km: float | None = None
    min_pay_fen: int | None = None
    min_pay_hard: bool = False
    hours: Hours | None = None
    education: Education | None = None
    experience_years: float | None = None
    skills: tuple[str, ...] | None = None
    certificates: tuple[str, ...] | None = None
    excludes: tuple[Condition, ...] = ()
    hidden_from: tuple[str, ...] = ()
    about: str = ""
    personalised: bool = True
    consents: frozenset[Purpose] = frozenset({Purpose.RECOMMENDATION})
    account_id: int | None = None


class Taken(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row, and why if it was rejected."""

    taken: Taken
    seeker_id: int | None = None
    error: ServiceError | None = None


@dataclass(frozen=True)
class CheckedRow:
    """A row in its normal form: identity, wishes, and the columns of all other parts."""

    row: SeekerRow
    wants: tuple[Want, ...]
    columns: dict[str, Any]
    digest: str


def checked_row(tenant_id: int, row: SeekerRow, today: date) -> CheckedRow:
    """Check a row by the same rules as a person's own pages. Raises an Invalid.

    People below the age of registration are kept as their source has them; matching
    recommends them nothing.
    """
    number = checked_id_number(row.id_number, row.document_type) if row.id_number else None
    clean = replace(
        row,
        name=checked_name(row.name) if row.name else None,
        phone=checked_phone(row.phone) if row.phone else None,
        id_number=number,
        birth_on=checked_birth_day(row.birth_on, number, row.document_type, today),
        address=_address(row.address),
    )
    parts = [checked(part) for part in _parts(clean)]
    wants = next(part.wants for part in parts if isinstance(part, Wants))
    columns: dict[str, Any] = {}
    for part in parts:
        columns |= section_columns(part)
    return CheckedRow(clean, wants, columns, _digest(tenant_id, row))


def _parts(row: SeekerRow) -> list[Change]:
    return [
        Wants(row.wants),
        Home(row.place_code, row.max_km, row.lat, row.lon),
        PayFloor(row.min_pay_fen, row.min_pay_hard),
        WorkingHours(row.hours),
        Schooling(row.education, row.experience_years),
        Skills(row.skills),
        Certificates(row.certificates),
        Limits(row.excludes, row.hidden_from),
        About(row.about),
    ]


def _address(text: str | None) -> str | None:
    return checked_text("address", plain_line(text), LONGEST_ADDRESS) if text else None


def _digest(tenant_id: int, row: SeekerRow) -> str:
    """Keyed: a bare hash of a name and number could be guessed back."""
    content = [getattr(row, field.name) for field in fields(row)]
    return keyed_hash(tenant_id, "seeker.row", json.dumps(content, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, Want):
        return [value.title, value.occupation_code]
    return sorted(value) if isinstance(value, frozenset) else str(value)
