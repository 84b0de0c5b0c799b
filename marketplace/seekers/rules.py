"""Pure policy: what a profile may hold and what it still lacks. No session."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import Any

from language.classification import UnknownOccupationError, occupation
from language.cleaning import plain_line, plain_text
from language.places import UnknownPlaceError, place
from marketplace.seekers.errors import (
    FigureOutOfRange,
    ListTooLong,
    OccupationUnknown,
    PlaceUnknown,
    TextTooLong,
)
from marketplace.seekers.identity import checked_name, checked_phone
from marketplace.seekers.models import HomePrecision, Seeker
from marketplace.seekers.sections import (
    About,
    Certificates,
    Change,
    ContactDetails,
    Home,
    Limits,
    PayFloor,
    Schooling,
    Section,
    Skills,
    Wants,
)
from runtime.messages import N_

MOST_WANTS, MOST_ITEMS, LONGEST_ITEM = 10, 100, 60
LONGEST_ABOUT, LONGEST_ADDRESS = 5000, 200
FARTHEST_KM, MOST_PAY_YUAN, MOST_YEARS = 3000, 1_000_000, 70
FEN = 100
READY = (Section.WANTS, Section.PLACE)
Spot = tuple[float | None, float | None, HomePrecision | None]
LABELS = {
    "max_km": N_("最远距离（公里）"),
    "min_pay_fen": N_("最低月薪（元）"),
    "experience_years": N_("工作年限"),
    "lat": N_("纬度"),
    "lon": N_("经度"),
    "wants": N_("想找的工作"),
    "skills": N_("会做的事"),
    "certificates": N_("证书"),
    "hidden_from": N_("不想让其看到我的单位"),
    "about": N_("自我介绍"),
    "address": N_("住址"),
}


def employer_key(name: str) -> str:
    """Return the form in which two spellings of an employer's name are equal."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@singledispatch
def checked(change: Change) -> Change:
    """Return a part of a profile in its normal form. Raises an Invalid that names the field."""
    return change


@checked.register
def _(change: Wants) -> Wants:
    wants = [replace(want, title=plain_line(want.title)) for want in change.wants]
    kept = tuple({want.title: want for want in wants if want.title}.values())
    check_list("wants", [want.title for want in kept], MOST_WANTS)
    for want in kept:
        check_occupation(want.occupation_code)
    return Wants(kept)


@checked.register
def _(change: Home) -> Home:
    check_range("max_km", change.max_km, 0, FARTHEST_KM)
    check_range("lat", change.lat, -90, 90)
    check_range("lon", change.lon, -180, 180)
    check_place(change.place_code)
    return change


@checked.register
def _(change: PayFloor) -> PayFloor:
    yuan = None if change.min_pay_fen is None else change.min_pay_fen / FEN
    check_range("min_pay_fen", yuan, 0, MOST_PAY_YUAN)
    return replace(change, min_pay_hard=change.min_pay_hard and change.min_pay_fen is not None)


@checked.register
def _(change: Schooling) -> Schooling:
    check_range("experience_years", change.experience_years, 0, MOST_YEARS)
    return change


@checked.register
def _(change: Skills) -> Skills:
    return Skills(checked_list("skills", change.skills))


@checked.register
def _(change: Certificates) -> Certificates:
    return Certificates(checked_list("certificates", change.certificates))


@checked.register
def _(change: Limits) -> Limits:
    hidden = checked_list("hidden_from", change.hidden_from) or ()
    return Limits(tuple(sorted(set(change.excludes))), hidden)


@checked.register
def _(change: ContactDetails) -> ContactDetails:
    return ContactDetails(
        name=checked_name(change.name),
        phone=checked_phone(change.phone),
        address=checked_text("address", plain_line(change.address), LONGEST_ADDRESS),
    )


@checked.register
def _(change: About) -> About:
    return About(checked_text("about", plain_text(change.about), LONGEST_ABOUT))


def checked_list(field: str, items: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the items cleaned and without repeats; None stays None. Raises ListTooLong."""
    if items is None:
        return None
    kept = tuple(dict.fromkeys(filter(None, map(plain_line, items))))
    check_list(field, kept, MOST_ITEMS)
    return kept


def check_list(field: str, items: Iterable[str], most: int) -> None:
    """Raise ListTooLong for too many items or one that is too long."""
    lengths = [len(item) for item in items]
    if len(lengths) > most or max(lengths, default=0) > LONGEST_ITEM:
        raise ListTooLong(field=field, label=LABELS[field], most=most, length=LONGEST_ITEM)


def checked_text(field: str, text: str, most: int) -> str:
    """Return the text. Raises TextTooLong."""
    if len(text) > most:
        raise TextTooLong(field=field, label=LABELS[field], most=most, length=len(text))
    return text


def check_range(field: str, value: float | None, low: float, high: float) -> None:
    """Raise FigureOutOfRange for a number beyond the bounds, or not a number."""
    if value is not None and not low <= value <= high:
        raise FigureOutOfRange(field=field, label=LABELS[field], minimum=low, maximum=high)


def check_place(code: int | None) -> None:
    """Raise PlaceUnknown for a code that no division has."""
    if code is not None:
        locate(code)


def check_occupation(code: str | None) -> None:
    """Raise OccupationUnknown for a code that the classification lacks."""
    try:
        if code is not None:
            occupation(code)
    except UnknownOccupationError:
        raise OccupationUnknown(field="wants", code=code) from None


def locate(code: int) -> Spot:
    """Return latitude, longitude and precision of a place's centre.

    A place coarser than a county has none: its centre would mislead. Raises PlaceUnknown.
    """
    try:
        found = place(code)
    except UnknownPlaceError:
        raise PlaceUnknown(field="place_code") from None
    if found.level not in {"county", "township"}:
        return None, None, None
    return found.lat, found.lon, HomePrecision(found.precision)


def home_columns(home: Home) -> dict[str, Any]:
    """Return the row's columns of a home: coordinates that were given are exact."""
    spot: Spot = (home.lat, home.lon, HomePrecision.EXACT)
    if home.lat is None or home.lon is None:
        spot = locate(home.place_code) if home.place_code else (None, None, None)
    lat, lon, precision = spot
    return {
        "place_code": home.place_code,
        "max_km": home.max_km,
        "lat": lat,
        "lon": lon,
        "precision": precision,
    }


def missing_fields(seeker: Seeker) -> list[Section]:
    """Return the parts a person has not told yet, the most useful first."""
    told = {
        Section.WANTS: bool(seeker.wants),
        Section.PLACE: seeker.lat is not None,
        Section.EDUCATION: seeker.education is not None,
        Section.PAY: seeker.min_pay_fen is not None,
        Section.LIMITS: bool(seeker.excludes),
        Section.SKILLS: seeker.skills is not None,
        Section.CERTIFICATES: seeker.certificates is not None,
        Section.HOURS: seeker.hours is not None,
        Section.CONTACT: seeker.phone_enc is not None,
        Section.ABOUT: bool(seeker.about),
    }
    answered = set(seeker.section_versions) - set(READY)
    return [part for part in Section if not told[part] and part not in answered]


def is_ready(seeker: Seeker) -> bool:
    """Tell whether the profile says enough to recommend postings."""
    return bool(seeker.wants) and seeker.lat is not None
