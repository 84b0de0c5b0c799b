"""A person's anonymous card as pages show it."""

from dataclasses import dataclass

import numpy as np

from language.occupations import plain_name
from marketplace.postings import Posting
from marketplace.seekers import AGE_LABELS, EDUCATION_LABELS, HOURS_LABELS, CandidateRow
from matching.geography import great_circle_km
from web.place_words import place_words
from web.translate import gettext

FEW = 6
STEPS_KM = (5, 10, 20, 30, 50)


@dataclass(frozen=True)
class CandidateCard:
    """What `ui.candidate_card` needs, in words; never a name, number or address."""

    who: str
    wants: str
    place: str
    distance: str
    education: str
    experience: str
    age: str
    hours: str
    skills: tuple[str, ...]
    certificates: tuple[str, ...]

    @property
    def known_for(self) -> tuple[str, ...]:
        """The few things a list shows of what the person can do, papers first."""
        return (*self.certificates, *self.skills)[:FEW]


def candidate_card(row: CandidateRow, near: Posting | None = None) -> CandidateCard:
    """Put a masked card into words, with the distance to a posting's workplace."""
    hours = [text for each, text in HOURS_LABELS.items() if each == row.hours]
    known = [text for level, text in EDUCATION_LABELS.items() if level == row.education]
    return CandidateCard(
        who=gettext("求职者 %(number)d 号", number=row.id),
        wants=gettext("、").join(_wants(row)) or gettext("未说明"),
        place=place_words(row.place_code),
        distance=_distance(row, near),
        education=gettext(known[0]) if known else "",
        experience=gettext("做过 %(years)g 年", years=row.experience_years)
        if row.experience_years
        else "",
        age=gettext(AGE_LABELS[row.age_band]) if row.age_band else "",
        hours=gettext(hours[0]) if hours else "",
        skills=row.skills,
        certificates=row.certificates,
    )


def _wants(row: CandidateRow) -> list[str]:
    codes = [plain_name(code) for code in row.wants if code]
    return list(dict.fromkeys([*row.want_titles, *codes]))[:3]


def _distance(row: CandidateRow, near: Posting | None) -> str:
    if near is None or None in (row.lat, row.lon, near.lat, near.lon):
        return ""
    home = np.array([[row.lat, row.lon]], dtype=np.float64)
    work = np.array([[near.lat, near.lon]], dtype=np.float64)
    return _step(float(great_circle_km(home, work)[0]))


def _step(km: float) -> str:
    """A home is known to about 5 km: a figure would say more than that, so a step does."""
    reached = [step for step in STEPS_KM if km <= step]
    if reached:
        return gettext("%(km)d 公里以内", km=reached[0])
    return gettext("%(km)d 公里以外", km=STEPS_KM[-1])
