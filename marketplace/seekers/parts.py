"""Between a part of a profile and the columns of its row."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from language.conditions import Condition
from marketplace.seekers.models import HomePrecision, Seeker
from marketplace.seekers.rules import home_columns
from marketplace.seekers.sealing import open_contact
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
    Want,
    Wants,
    WorkingHours,
)


def stored_section(seeker: Seeker, section: Section) -> Change:
    """Return a part of the profile as it is stored, for filling its page."""
    return _READERS[section](seeker)


def section_columns(change: Change) -> dict[str, Any]:
    """Return the row's columns of a part; wishes and contact details have none of their own."""
    if isinstance(change, Wants | ContactDetails):
        return {}
    if isinstance(change, Home):
        return home_columns(change)
    values = {field.name: getattr(change, field.name) for field in fields(change)}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def _home(seeker: Seeker) -> Home:
    exact = seeker.precision is HomePrecision.EXACT
    spot = (seeker.lat, seeker.lon) if exact else (None, None)
    return Home(seeker.place_code, seeker.max_km, *spot)


def _limits(seeker: Seeker) -> Limits:
    excludes = tuple(Condition(word) for word in seeker.excludes)
    return Limits(excludes, tuple(seeker.hidden_from))


def _contact(seeker: Seeker) -> ContactDetails:
    contact = open_contact(seeker)
    return ContactDetails(contact.name, contact.phone, contact.address)


def _wants(seeker: Seeker) -> Wants:
    return Wants(tuple(Want(w.title_text, w.occupation_code) for w in seeker.wants))


def _tuple(items: list[str] | None) -> tuple[str, ...] | None:
    return None if items is None else tuple(items)


_READERS: dict[Section, Callable[[Seeker], Change]] = {
    Section.WANTS: _wants,
    Section.PLACE: _home,
    Section.PAY: lambda seeker: PayFloor(seeker.min_pay_fen, seeker.min_pay_hard),
    Section.HOURS: lambda seeker: WorkingHours(seeker.hours),
    Section.EDUCATION: lambda seeker: Schooling(seeker.education, seeker.experience_years),
    Section.SKILLS: lambda seeker: Skills(_tuple(seeker.skills)),
    Section.CERTIFICATES: lambda seeker: Certificates(_tuple(seeker.certificates)),
    Section.LIMITS: _limits,
    Section.CONTACT: _contact,
    Section.ABOUT: lambda seeker: About(seeker.about),
}
