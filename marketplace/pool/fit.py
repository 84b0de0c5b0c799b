"""Why a person fits a posting, told from the card alone. Pure.

Matching weighs more than a card shows (the least pay, what a person cannot take). Reasons given
to an employer never speak of that: what they say can be read off the card and the posting.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from language.education import Education
from marketplace.postings import Posting
from marketplace.seekers import CandidateRow

GROUP_DIGITS = 7
"""Two occupations with the first seven signs in common ("6-05-01") are of one group."""


class FitCode(StrEnum):
    """What speaks for a person, or is not known or missing."""

    WANTED = "wanted"
    NEAR_WORK = "near_work"
    SKILLS = "skills"
    CERTIFICATES = "certificates"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    CERTIFICATES_MISSING = "certificates_missing"
    SKILLS_MISSING = "skills_missing"
    EDUCATION_UNKNOWN = "education_unknown"
    EDUCATION_BELOW = "education_below"
    EXPERIENCE_SHORT = "experience_short"


@dataclass(frozen=True)
class Fit:
    """One reason with its values, codes and numbers."""

    code: FitCode
    values: dict[str, Any]
    good: bool


def fits_of(card: CandidateRow, posting: Posting) -> list[Fit]:
    """Return what speaks for and against a person at a posting, most telling first."""
    found = [
        _work(card, posting),
        *_held(card.certificates, posting.certificates, C.CERTIFICATES, C.CERTIFICATES_MISSING),
        *_held(card.skills, posting.skills, C.SKILLS, C.SKILLS_MISSING),
        _experience(card, posting),
        _education(card, posting),
    ]
    return [fit for fit in found if fit is not None]


C = FitCode


def _work(card: CandidateRow, posting: Posting) -> Fit | None:
    code = posting.occupation_code
    if code is None:
        return None
    if code in card.wants:
        return Fit(C.WANTED, {"work": code}, good=True)
    near = [want for want in card.wants if want[:GROUP_DIGITS] == code[:GROUP_DIGITS]]
    return Fit(C.NEAR_WORK, {"work": near[0]}, good=True) if near else None


def _held(
    has: tuple[str, ...], asked: list[str], held_code: FitCode, missing_code: FitCode
) -> list[Fit]:
    known = {item.casefold() for item in has}
    held = [item for item in asked if item.casefold() in known]
    missing = [item for item in asked if item.casefold() not in known]
    return [
        Fit(code, {"items": items}, good=good)
        for code, items, good in ((held_code, held, True), (missing_code, missing, False))
        if items
    ]


def _experience(card: CandidateRow, posting: Posting) -> Fit | None:
    asked, has = posting.experience_years, card.experience_years
    if not asked or has is None:
        return None
    if has >= asked:
        return Fit(C.EXPERIENCE, {"years": has}, good=True)
    return Fit(C.EXPERIENCE_SHORT, {"years": has}, good=False)


def _education(card: CandidateRow, posting: Posting) -> Fit | None:
    if posting.education_floor is None or posting.education_floor == Education.NONE:
        return None
    floor = Education(posting.education_floor)
    if card.education is None:
        return Fit(C.EDUCATION_UNKNOWN, {}, good=False)
    enough = Education(card.education).rank >= floor.rank
    return Fit(C.EDUCATION if enough else C.EDUCATION_BELOW, {"level": card.education}, good=enough)
