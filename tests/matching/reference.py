"""The contract's hard rules once more, one pair at a time, sharing nothing with matching."""

from __future__ import annotations

import math
from datetime import date

from matching.facts import PostingFacts, SeekerFacts

SCHOOLING = ["none", "primary", "junior", "secondary", "college", "bachelor", "master", "doctor"]


def full_years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1, math.sqrt(h)))


def _closed(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    late = p.valid_to is not None and day > p.valid_to
    early = p.valid_from is not None and day < p.valid_from
    return late or early or not p.published


def _underage(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    if s.birth_on is None:
        return False
    age = full_years(s.birth_on, day)
    hard = {"night_shift", "heavy_lifting", "heights", "dust"} & set(p.conditions)
    return age < 16 or (age < 18 and bool(hard))


def _reserved(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    needs = {
        None: None,
        "public_welfare": {"employment_difficulty", "zero_employment_household"},
        "graduate_internship": {"unemployed_graduate"},
        "poverty_workshop": {"poverty_household"},
    }[p.reserved]
    return needs is not None and not needs & set(s.groups)


def _education(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    if s.education is None or p.education_floor is None:
        return False
    return SCHOOLING.index(s.education) < SCHOOLING.index(p.education_floor)


def _certificate(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    return s.certificates is not None and bool(set(p.certificates) - set(s.certificates))


def _excluded(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    return bool(set(s.excludes) & set(p.conditions))


def _distance(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    known = None not in (s.max_km, s.lat, s.lon, p.lat, p.lon)
    return known and kilometres(s.lat, s.lon, p.lat, p.lon) > s.max_km


def _pay(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    if not s.min_pay_hard or s.min_pay_fen is None or p.pay_high_fen is None:
        return False
    return s.min_pay_fen > p.pay_high_fen


def _hidden(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    return p.employer_name in s.hidden_from


def _declined(s: SeekerFacts, p: PostingFacts, day: date) -> bool:
    return p.id in s.declined


IN_ORDER = {
    "closed": _closed,
    "underage": _underage,
    "reserved": _reserved,
    "education": _education,
    "certificate": _certificate,
    "excluded": _excluded,
    "distance": _distance,
    "pay": _pay,
    "hidden": _hidden,
    "declined": _declined,
}


def first_failing(seeker: SeekerFacts, posting: PostingFacts, day: date) -> str:
    """Return the first failing rule of the contract, or "ok"."""
    for name, fails in IN_ORDER.items():
        if fails(seeker, posting, day):
            return name
    return "ok"
