"""Why a posting fits a person, and where it does not: codes with values.

The three features that raise the pair's rank most are its reasons, those that
lower it or are not known its weak points. Membership in a priority group moves
no score; where a rule of policy prefers the person, a reason says so openly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any

from matching.conversion import FloatArray
from matching.facts import PostingFacts, SeekerFacts
from matching.features import FEATURES, NAMES, Feature
from matching.pair import Pair
from matching.wider import WIDER

MOST = 3
"""How many reasons and how many weak points are given."""

_SAID_BY = {
    "text_close": {"wanted_work", "near_work"},
    "text_far": {"other_work"},
    "skills_held": {"wider_work"},
    "certificates_held": {"wider_work"},
}

_MAY_BE_SILENT = [item for item in FEATURES if item.posting_silent or item.person_silent]
_LEAST_MOVE = 0.05
_NEW_DAYS, _NEAR_KM = 14, 20.0


@dataclass(frozen=True)
class Reason:
    """A reason code with the values its text needs, both as JSON keeps them."""

    code: str
    values: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the reason as a record keeps it."""
        return {"code": self.code, "values": self.values}


@dataclass(frozen=True)
class Account:
    """What speaks for a pair and what against it, the weightiest first."""

    good: list[Reason]
    weak: list[Reason]


def account_of(
    seeker: SeekerFacts,
    posting: PostingFacts,
    values: FloatArray,
    moved: FloatArray,
    *,
    served_first: bool = False,
) -> Account:
    """Give the account of one pair.

    Parameters
    ----------
    seeker, posting : the facts of both sides
    values : float32 array (features,), as `feature_array` gives a row
    moved : float32 array (features,), as `Ranker.contributions` gives a row
    served_first : the cycle gave this place because the person comes first
    """
    pair = Pair(seeker, posting, dict(zip(NAMES, values.tolist(), strict=True)))
    by_rule = _by_rule(pair, served_first=served_first)
    if not seeker.personalised:
        return Account(_reasons(pair, [*by_rule, *_plain(pair)]), [])
    gains = moved.tolist()
    wider = _wider(pair)
    good = [code for code in _told_once([*wider, *_for_it(pair, gains)]) if code not in WIDER]
    told = [*wider, *by_rule, *good[: MOST - len(wider)]]
    return Account(_reasons(pair, told), _reasons(pair, _weak(pair, gains)))


def _for_it(pair: Pair, gains: list[float]) -> list[str]:
    """Codes of the features that raise the rank, the strongest first."""
    rows = [n for n, gain in enumerate(gains) if gain > _LEAST_MOVE]
    rows.sort(key=gains.__getitem__, reverse=True)
    return [code for n in rows if (code := _good(pair, FEATURES[n])) is not None]


def _wider(pair: Pair) -> list[str]:
    """Return the mark of a posting outside what the person wants: by what they bring along."""
    if not pair.wider_work:
        return []
    return ["wider_work" if pair.brings_skill else "wider_field"]


def _against(gains: list[float]) -> list[str]:
    """Codes of the features that lower the rank, the strongest first."""
    rows = [n for n, gain in enumerate(gains) if gain < -_LEAST_MOVE]
    rows.sort(key=gains.__getitem__)
    return [code for n in rows if (code := FEATURES[n].weak) is not None]


def _weak(pair: Pair, gains: list[float]) -> list[str]:
    """Rules that could not be checked first, then what lowers the rank, then what is not known."""
    against = _told_once(_against(gains))
    unknown = [item for item in _MAY_BE_SILENT if isnan(pair.features[item.name])]
    silent = [code for item in unknown if (code := _silent(pair, item)) is not None]
    codes = [*_unchecked(pair), *against[: MOST - 1], *silent, *against]
    return list(dict.fromkeys(codes))[:MOST]


def _good(pair: Pair, feature: Feature) -> str | None:
    match feature.good:
        case "wanted_work" if not pair.same_work:
            return "near_work" if pair.near_work else None
        case "near_home" if pair.same_area:
            return "same_area"
        case "education_meets" if not pair.asks_education:
            return "no_education_asked"
        case "experience_meets" if not pair.asks_experience:
            return "no_experience_asked"
    return feature.good


def _silent(pair: Pair, feature: Feature) -> str | None:
    """Return the code of a value that is not known, by whose silence it is."""
    return feature.posting_silent if pair.posting_silent(feature.name) else feature.person_silent


def _unchecked(pair: Pair) -> list[str]:
    """Return what a hard rule asks and the person has not told."""
    seeker, posting = pair.seeker, pair.posting
    codes = {
        "birth_unknown": seeker.birth_on is None and pair.hazardous,
        "education_unknown": seeker.education is None and pair.asks_education,
        "certificates_unknown": seeker.certificates is None and bool(posting.certificates),
        "pay_not_stated": seeker.min_pay_hard and posting.pay_high_fen is None,
    }
    return [code for code, holds in codes.items() if holds]


def _by_rule(pair: Pair, *, served_first: bool) -> list[str]:
    codes = {"reserved_for_you": pair.posting.reserved is not None, "served_first": served_first}
    return [code for code, holds in codes.items() if holds]


def _plain(pair: Pair) -> list[str]:
    """Return the reasons of a plain list: nothing about the person but the way to work."""
    near = pair.features["distance_km"] <= _NEAR_KM
    codes = {
        "plain_list": True,
        "same_area": near and pair.same_area,
        "near_home": near and not pair.same_area,
        "new_posting": pair.features["age_days"] <= _NEW_DAYS,
    }
    return [code for code, holds in codes.items() if holds]


def _told_once(codes: list[str]) -> list[str]:
    """Leave out what only says again, in vaguer words, what another code says."""
    return [code for code in codes if code not in _SAID_BY or _SAID_BY[code].isdisjoint(codes)]


def _reasons(pair: Pair, codes: list[str]) -> list[Reason]:
    return [Reason(code, pair.values(code)) for code in codes]
