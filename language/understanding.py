"""A posting or a profile as files and forms give it, made a typed structure.

Input is one row of the file contract: every value as people write it, or missing.
An explicit list is complete; a missing one is read from the text.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from language.certificates import find_certificates, plain_certificate
from language.cleaning import plain_line, plain_text
from language.conditions import Condition, find_conditions
from language.education import (
    Education,
    find_education_floor,
    parse_attained,
    parse_education_floor,
)
from language.experience import find_years, parse_years
from language.fields import (
    Raw,
    flag_of,
    list_of,
    number_of,
    parse_birth,
    parse_day,
    text_of,
    whole_of,
)
from language.lawfulness import Finding, find_unlawful
from language.occupations import guess_occupations
from language.openings import find_openings, parse_openings
from language.pay import Pay, find_pay, parse_pay
from language.places import Place, find_place
from language.skills import find_skills, plain_skill, sorted_skills
from language.work_terms import WorkTerms, find_work_terms

T = TypeVar("T")
_AS_LIKELY = 0.5
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
    skills: tuple[str, ...]  # the preferred ones among them
    preferred_skills: tuple[str, ...]
    reserved: str | None
    valid_from: date | None
    valid_to: date | None
    age_text: str
    terms: WorkTerms
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
    title, text = plain_line(text_of(raw, "title")), plain_text(text_of(raw, "text"))
    tags = tuple(plain_line(tag) for tag in list_of(raw, "tags") or ())
    whole = "\n".join(part for part in (title, text, " ".join(tags)) if part)
    wanted = find_certificates(whole)
    skills, wished = sorted_skills(whole)
    listed_certificates = list_of(raw, "certificates")
    place = find_place(text_of(raw, "place"))
    return UnderstoodPosting(
        title=title,
        text=text,
        company=plain_line(text_of(raw, "company")),
        tags=tags,
        occupations=tuple(guess_occupations(title, text)),
        pay=_pay(raw, whole),
        place=place,
        position=_position(raw, place),
        education_floor=parse_education_floor(text_of(raw, "education"))
        or find_education_floor(whole),
        experience_years=_known(parse_years(text_of(raw, "experience")), find_years(whole)),
        openings=_known(parse_openings(text_of(raw, "openings")), find_openings(whole)),
        conditions=_conditions(list_of(raw, "conditions"), whole),
        certificates=_certificates(listed_certificates, wanted.required),
        preferred_certificates=() if listed_certificates is not None else wanted.preferred,
        skills=tuple(skills),
        preferred_skills=tuple(wished),
        reserved=text_of(raw, "reserved") or None,
        valid_from=parse_day(text_of(raw, "valid_from")),
        valid_to=parse_day(text_of(raw, "valid_to")),
        age_text=plain_line(text_of(raw, "age")),
        terms=find_work_terms(whole),
        findings=tuple(find_unlawful(f"{title}\n{text}")),
    )


def understand_profile(raw: Raw) -> UnderstoodProfile:
    """Read one profile row of the file contract."""
    wants = tuple(plain_line(want) for want in list_of(raw, "wants") or ())
    about = plain_text(text_of(raw, "about"))
    place = find_place(text_of(raw, "place"))
    listed_skills = list_of(raw, "skills")
    listed_certificates = list_of(raw, "certificates")
    certificates = None if listed_certificates is None else _certificates(listed_certificates, ())
    return UnderstoodProfile(
        wants=wants,
        occupations=tuple(_wanted_codes(want) for want in wants),
        about=about,
        skills=_skills(listed_skills, " ".join((about, *wants))),
        certificates=certificates,
        education=parse_attained(text_of(raw, "education")),
        experience_years=parse_years(text_of(raw, "experience_years")),
        birth_on=parse_birth(text_of(raw, "birth")),
        place=place,
        position=_position(raw, place),
        max_km=number_of(raw, "max_km"),
        min_pay_fen=whole_of(raw, "min_pay_fen"),
        min_pay_hard=flag_of(raw, "min_pay_hard"),
        excludes=_conditions(list_of(raw, "excludes") or [], ""),
        groups=tuple(list_of(raw, "groups") or ()),
        hidden_from=tuple(plain_line(name) for name in list_of(raw, "hidden_from") or ()),
        declined=tuple(list_of(raw, "declined") or ()),
    )


def _wanted_codes(want: str) -> tuple[str, ...]:
    """Occupations a wish likely means; a distant second reading is no wish."""
    guesses = guess_occupations(want)
    return tuple(code for code, p in guesses if p >= _AS_LIKELY * guesses[0][1])


def _known(first: T | None, second: T | None) -> T | None:
    return second if first is None else first


def _pay(raw: Raw, whole: str) -> Pay:
    written = text_of(raw, "pay")
    if written.strip():
        return parse_pay(written)
    return find_pay(whole) or parse_pay("")


def _position(raw: Raw, place: Place | None) -> Position | None:
    """Coordinates given, else the county's centroid; a whole city is no position."""
    lat, lon = number_of(raw, "lat"), number_of(raw, "lon")
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
