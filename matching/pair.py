"""One pair of person and posting, asked for the values that the words of a reason need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from language.certificates import held_certificates, plain_certificate
from matching.eligibility import HAZARDOUS
from matching.facts import PostingFacts, SeekerFacts
from matching.features.terms import HARD_CONDITIONS
from matching.features.work import CLOSENESS
from matching.wider import is_wider

Values = dict[str, Any]

_NAMED_AT_MOST = 3
_SAME_KM = 1.0
_NOTHING = (None, ())
_SAID_IN = {
    "distance_km": ("lat", "place_code"),
    "pay_fit": ("pay_low_fen", "pay_high_fen"),
    "openings": ("openings",),
    "occupation_closeness": ("occupation_code",),
    "skills_overlap": ("skills",),
    "certificates_held": ("certificates",),
    "education_fit": ("education_floor",),
    "experience_fit": ("experience_years",),
}
"""Fields in which a posting says what a feature needs."""
_NEAR_CLOSENESS = float(CLOSENESS[-2])


@dataclass(frozen=True)
class Pair:
    """The facts of both sides and the features of the pair (NaN where not known)."""

    seeker: SeekerFacts
    posting: PostingFacts
    features: dict[str, float]

    @property
    def same_work(self) -> bool:
        """Whether the posting is of an occupation the person wants, on all levels."""
        return self.features["occupation_closeness"] == 1

    @property
    def near_work(self) -> bool:
        """Whether the posting's occupation shares all levels but the last with a wish."""
        return self.features["occupation_closeness"] >= _NEAR_CLOSENESS

    @property
    def wider_work(self) -> bool:
        """Whether the posting is outside what is wanted, and the person brings something along."""
        names = ("occupation_closeness", "skills_overlap", "certificates_held")
        return bool(is_wider(*(self.features[name] for name in names)))

    @property
    def brings_skill(self) -> bool:
        """Whether the person has a skill, or a certificate, that the posting asks for."""
        return self.features["skills_overlap"] > 0 or self.features["certificates_held"] > 0

    @property
    def same_area(self) -> bool:
        """Whether home and work are the same place, as far as one of them is only roughly known."""
        rough = {self.posting.precision, self.seeker.precision} != {"exact"}
        return rough and self.features["distance_km"] < _SAME_KM

    @property
    def asks_education(self) -> bool:
        """Whether the posting asks for any schooling."""
        return self.posting.education_floor not in {None, "none"}

    @property
    def asks_experience(self) -> bool:
        """Whether the posting asks for any years of experience."""
        return bool(self.posting.experience_years)

    @property
    def hazardous(self) -> bool:
        """Whether nobody under 18 may do the work."""
        return any(condition in HAZARDOUS for condition in self.posting.conditions)

    def posting_silent(self, feature: str) -> bool:
        """Whether a feature is not known because the posting does not say."""
        return all(getattr(self.posting, name) in _NOTHING for name in _SAID_IN[feature])

    def values(self, code: str) -> Values:
        """Return the values that the text of a reason code needs."""
        return _VALUES[code](self) if code in _VALUES else {}


def _way(pair: Pair) -> Values:
    return {"km": round(pair.features["distance_km"], 1)}


def _pay(pair: Pair) -> Values:
    ends = (pair.posting.pay_low_fen, pair.posting.pay_high_fen)
    pay = [end for end in ends if end is not None]
    return {"pay": pay, "wish": [pair.seeker.min_pay_fen]}


def _schooling(pair: Pair) -> Values:
    return {"floor": pair.posting.education_floor, "have": pair.seeker.education}


def _experience(pair: Pair) -> Values:
    return {"years": pair.posting.experience_years, "have": pair.seeker.experience_years}


def _skills(*, held: bool) -> Callable[[Pair], Values]:
    def values(pair: Pair) -> Values:
        have = set(pair.seeker.skills or ())
        return {"skills": _some(s for s in pair.posting.skills if (s in have) is held)}

    return values


def _certificates(*, held: bool) -> Callable[[Pair], Values]:
    def values(pair: Pair) -> Values:
        have = set(held_certificates(pair.seeker.certificates or ()))
        asked = pair.posting.certificates
        return {"certificates": _some(c for c in asked if (plain_certificate(c) in have) is held)}

    return values


def _brought(pair: Pair) -> list[str]:
    """Skills that the person has and the posting names, then certificates that it demands."""
    skills, certificates = (each(held=True)(pair) for each in (_skills, _certificates))
    return _some([*skills["skills"], *certificates["certificates"]])


def _some(words: Any) -> list[str]:
    return list(words)[:_NAMED_AT_MOST]


_VALUES: dict[str, Callable[[Pair], Values]] = {
    "wanted_work": lambda pair: {"work": pair.posting.occupation_code},
    "near_work": lambda pair: {"work": pair.posting.occupation_code},
    "wider_work": lambda pair: {"skills": _brought(pair)},
    "near_home": _way,
    "far_home": _way,
    "pay_meets": _pay,
    "pay_below": _pay,
    "skills_held": _skills(held=True),
    "skills_missing": _skills(held=False),
    "skills_unknown": _skills(held=False),
    "certificates_held": _certificates(held=True),
    "certificates_missing": _certificates(held=False),
    "certificates_unknown": _certificates(held=False),
    "education_meets": _schooling,
    "education_below": _schooling,
    "education_unknown": _schooling,
    "overqualified": _schooling,
    "experience_meets": _experience,
    "experience_short": _experience,
    "experience_unknown": _experience,
    "new_posting": lambda pair: {"days": pair.features["age_days"]},
    "old_posting": lambda pair: {"days": pair.features["age_days"]},
    "many_openings": lambda pair: {"openings": pair.posting.openings},
    "hard_conditions": lambda pair: {
        "conditions": [c for c in pair.posting.conditions if c in HARD_CONDITIONS]
    },
    "reserved_for_you": lambda pair: {"kind": pair.posting.reserved},
    "reserved": lambda pair: {"kind": pair.posting.reserved},
    "education": _schooling,
    "certificate": _certificates(held=False),
    "excluded": lambda pair: {
        "conditions": [c for c in pair.posting.conditions if c in pair.seeker.excludes]
    },
    "distance": lambda pair: {**_way(pair), "limit": pair.seeker.max_km},
    "pay": _pay,
}
