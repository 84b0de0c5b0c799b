"""A posting or a profile as files and forms give it, made a typed structure.

Input is one row of the file contract: every value as people write it, or missing.
An explicit list is complete; a missing one is read from the text.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from language.certificates import find_certificates, plain_certificate
from language.cleaning import plain_line, plain_text
from language.conditions import Condition, find_conditions
from language.education import (
    Education,
    find_education_floor,
    parse_education,
    parse_education_floor,
)
from language.experience import find_years, parse_years
from language.lawfulness import Finding, find_unlawful
from language.occupations import guess_occupations
from language.openings import find_openings, parse_openings
from language.pay import Pay, find_pay, parse_pay
from language.places import Place, find_place
from language.skills import find_skills, plain_skill

Raw = Mapping[str, Any]
T = TypeVar("T")
_MARKED_POSITION = ("county", "township")
_LATITUDES, _LONGITUDES = (-90.0, 90.0), (-180.0, 180.0)


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, WGS 84, and what they are: `exact`, or the centroid of a county."""

    lat: float
    lon: float
    precision: str


@dataclass(frozen=True, slots=True)
class UnderstoodPosting:
    """What one posting says; None and empty mean not known."""

    title: str
    text: str
    company: str
    tags: tuple[str, ...]
    occupations: tuple[tuple[str, float], ...]
    pay: Pay
    place: Place | None
    position: Position | None
    education_floor: Education | None
    experience_years: float | None
    openings: int | None
    conditions: tuple[Condition, ...]
    certificates: tuple[str, ...]
    preferred_certificates: tuple[str, ...]
    skills: tuple[str, ...]
    reserved: str | None
    valid_from: date | None
    valid_to: date | None
    age_text: str
    findings: tuple[Finding, ...]  # offsets count in title, line break, text


@dataclass(frozen=True, slots=True)
class UnderstoodProfile:
    """What one seeker says; `certificates` None means not known, () means none."""

    wants: tuple[str, ...]
    occupations: tuple[tuple[str, ...], ...]
    about: str
    skills: tuple[str, ...]
    certificates: tuple[str, ...] | None
    education: Education | None
    experience_years: float | None
    birth_on: date | None
    place: Place | None
    position: Position | None
    max_km: float | None
    min_pay_fen: int | None
    min_pay_hard: bool
    excludes: tuple[Condition, ...]
    groups: tuple[str, ...]
    hidden_from: tuple[str, ...]
    declined: tuple[str, ...]


def understand_posting(raw: Raw) -> UnderstoodPosting:
    """Read one posting row of the file contract."""
    title, text = plain_line(_text(raw, "title")), plain_text(_text(raw, "text"))
    tags = tuple(plain_line(tag) for tag in _listed(raw, "tags") or ())
    whole = "\n".join(part for part in (title, text, " ".join(tags)) if part)
    wanted = find_certificates(whole)
    listed_certificates = _listed(raw, "certificates")
    place = find_place(_text(raw, "place"))
    return UnderstoodPosting(
        title=title,
        text=text,
        company=plain_line(_text(raw, "company")),
        tags=tags,
        occupations=tuple(guess_occupations(title, text)),
        pay=_pay(raw, whole),
        place=place,
        position=_position(raw, place),
        education_floor=parse_education_floor(_text(raw, "education"))
        or find_education_floor(whole),
        experience_years=_known(parse_years(_text(raw, "experience")), find_years(whole)),
        openings=_known(parse_openings(_text(raw, "openings")), find_openings(whole)),
        conditions=_conditions(_listed(raw, "conditions"), whole),
        certificates=_certificates(listed_certificates, wanted.required),
        preferred_certificates=() if listed_certificates is not None else wanted.preferred,
        skills=tuple(find_skills(whole)),
        reserved=_text(raw, "reserved") or None,
        valid_from=parse_day(_text(raw, "valid_from")),
        valid_to=parse_day(_text(raw, "valid_to")),
        age_text=plain_line(_text(raw, "age")),
        findings=tuple(find_unlawful(f"{title}\n{text}")),
    )


def understand_profile(raw: Raw) -> UnderstoodProfile:
    """Read one profile row of the file contract."""
    wants = tuple(plain_line(want) for want in _listed(raw, "wants") or ())
    about = plain_text(_text(raw, "about"))
    place = find_place(_text(raw, "place"))
    listed_skills = _listed(raw, "skills")
    listed_certificates = _listed(raw, "certificates")
    certificates = None if listed_certificates is None else _certificates(listed_certificates, ())
    return UnderstoodProfile(
        wants=wants,
        occupations=tuple(tuple(code for code, _ in guess_occupations(want)) for want in wants),
        about=about,
        skills=_skills(listed_skills, " ".join((about, *wants))),
        certificates=certificates,
        education=parse_education(_text(raw, "education")),
        experience_years=parse_years(_text(raw, "experience_years")),
        birth_on=parse_birth(_text(raw, "birth")),
        place=place,
        position=_position(raw, place),
        max_km=_number(raw, "max_km"),
        min_pay_fen=_whole(raw, "min_pay_fen"),
        min_pay_hard=_flag(raw, "min_pay_hard"),
        excludes=_conditions(_listed(raw, "excludes") or [], ""),
        groups=tuple(_listed(raw, "groups") or ()),
        hidden_from=tuple(plain_line(name) for name in _listed(raw, "hidden_from") or ()),
        declined=tuple(_listed(raw, "declined") or ()),
    )


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_day(text: str) -> date | None:
    """A day as people write it: 2026-11-24, 2026/11/24, 2026年11月24日, 20261124."""
    match = _DAY.match(text.strip()) or _COMPACT_DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_birth(text: str) -> date | None:
    """Day of birth; a year alone counts as its 31 December."""
    year = re.fullmatch(r"\s*((?:19|20)\d{2})(?:\.0)?\s*年?\s*", text)
    return date(int(year[1]), 12, 31) if year else parse_day(text)


def _text(raw: Raw, field: str) -> str:
    value = raw.get(field)
    return "" if value is None else str(value)


_LIST_SEPARATORS = re.compile(r"[,，、;；|\n]+")


def _listed(raw: Raw, field: str) -> list[str] | None:
    """A list as JSON gives it, or as one cell of a table does; None when missing."""
    value = raw.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    entries = _LIST_SEPARATORS.split(value) if isinstance(value, str) else list(value)
    return [str(entry).strip() for entry in entries if str(entry).strip()]


def _number(raw: Raw, field: str) -> float | None:
    try:
        number = float(_text(raw, field))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _whole(raw: Raw, field: str) -> int | None:
    number = _number(raw, field)
    return None if number is None else round(number)


def _flag(raw: Raw, field: str) -> bool:
    return _text(raw, field).strip().lower() in {"true", "1", "yes", "是", "1.0"}


def _known(first: T | None, second: T | None) -> T | None:
    return second if first is None else first


def _pay(raw: Raw, whole: str) -> Pay:
    written = _text(raw, "pay")
    if written.strip():
        return parse_pay(written)
    return find_pay(whole) or parse_pay("")


def _position(raw: Raw, place: Place | None) -> Position | None:
    """Coordinates given, else the county's centroid; a whole city is no position."""
    lat, lon = _number(raw, "lat"), _number(raw, "lon")
    if lat is not None and lon is not None and _on_earth(lat, lon):
        return Position(lat, lon, "exact")
    if place is None or place.level not in _MARKED_POSITION:
        return None
    return Position(place.lat, place.lon, place.precision)


def _on_earth(lat: float, lon: float) -> bool:
    return _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]


def _conditions(listed: list[str] | None, text: str) -> tuple[Condition, ...]:
    if listed is None:
        return tuple(find_conditions(text))
    known = {condition.value: condition for condition in Condition}
    named = [[known[entry]] if entry in known else find_conditions(entry) for entry in listed]
    return tuple(dict.fromkeys(condition for group in named for condition in group))


def _certificates(listed: list[str] | None, found: tuple[str, ...]) -> tuple[str, ...]:
    if listed is None:
        return found
    return tuple(dict.fromkeys(plain_certificate(name) for name in listed))


def _skills(listed: list[str] | None, text: str) -> tuple[str, ...]:
    if listed is None:
        return tuple(find_skills(text))
    return tuple(dict.fromkeys(plain_skill(entry) for entry in listed))
