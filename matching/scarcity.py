"""Which work a city lacks: who wants an occupation, what places there are, what one more is worth.

Three shortages look alike from outside and call for different help: no posting at all,
postings whose places are too few (one more has a price), and places nobody who wants
the work can take, for distance, schooling or pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from marketplace.seekers import SeekerWant
from matching.claims import Places
from matching.columns import PostingColumns
from matching.conversion import OCCUPATION_LEVELS, IntArray, prefix_column
from matching.exposure import Given
from matching.prices import Prices
from matching.sets import members_in
from tenants.work import Work

LEVELS = (3, 4)
"""Levels of the classification that are summed up: 小类 and 细类."""

KEPT = 40
"""Occupations kept for each level, those first that most people want in vain."""

LEAST_PRICE = 0.005
"""Less than this a place more is not worth speaking of, in best ranks."""

_SPAN = 10**OCCUPATION_LEVELS * 10**OCCUPATION_LEVELS  # above any code as a number


class Shortage(StrEnum):
    """What stands between people and the work they want."""

    NO_POSTING = "no_posting"
    TOO_FEW_PLACES = "too_few_places"
    CONDITIONS = "conditions"

    @classmethod
    def of(cls, row: dict[str, Any]) -> Shortage:
        """Return the shortage of an occupation as `scarcity` gives it."""
        if not row["postings"]:
            return cls.NO_POSTING
        return cls.TOO_FEW_PLACES if row["price"] >= LEAST_PRICE else cls.CONDITIONS


@dataclass(frozen=True)
class Wishes:
    """Occupations that people want: a person and a code's prefixes each, (wishes,), (wishes, 4)."""

    seekers: IntArray
    occupations: IntArray

    def of(self, seeker_ids: IntArray) -> Wishes:
        """Return the wishes of some people."""
        keep = np.isin(self.seekers, seeker_ids)
        return Wishes(self.seekers[keep], self.occupations[keep])


def wishes_in(work: Work) -> Wishes:
    """Return the occupations wanted by the people of the tenant."""
    rows = work.session.execute(
        select(SeekerWant.occupation_code, func.array_agg(SeekerWant.seeker_id))
        .where(SeekerWant.tenant_id == work.tenant_id, SeekerWant.occupation_code.is_not(None))
        .group_by(SeekerWant.occupation_code)
    ).all()
    people = [np.array(seekers, np.int64) for _, seekers in rows]
    codes = prefix_column([code for code, _ in rows]).astype(np.int64)
    sizes = [len(each) for each in people]
    return Wishes(np.concatenate([np.zeros(0, np.int64), *people]), np.repeat(codes, sizes, axis=0))


def scarcity(
    wishes: Wishes, given: Given, postings: PostingColumns, places: Places, prices: Prices
) -> dict[str, list[dict[str, Any]]]:
    """Return, for each level, the occupations that most people want and were not recommended.

    Parameters
    ----------
    wishes : of the people in the run
    given : what the run recommended
    postings, places : m open postings and what they can take
    prices : float64 array (m,), best ranks that one more place at each would be worth

    Returns
    -------
    dict of lists
        By level ("3", "4"): `code`; `wanting` people and how many of them were `met` by a
        recommendation of the occupation; `postings`, `openings`, `places`; `price`, the mean
        over the places, None where there are no postings
    """
    k, row = members_in(postings.ids, given.postings)
    seekers = given.seekers[k]
    openings = np.maximum(np.nan_to_num(postings.openings, nan=1), 1)
    found = {}
    for level in LEVELS:
        offered = postings.occupations[:, level - 1].astype(np.int64)
        wanted = _pairs(wishes.seekers, wishes.occupations[:, level - 1])
        asked = _asked(wanted, _pairs(seekers, offered[row]))
        found[str(level)] = [
            {
                "code": _code(code),
                "wanting": wanting,
                "met": met,
                **_offer(np.flatnonzero(offered == code), openings, places.capacity, prices),
            }
            for code, wanting, met in asked
        ]
    return found


def _asked(wanted: IntArray, got: IntArray) -> list[tuple[int, int, int]]:
    """Return (code, people who want it, people who got it), most in vain first.

    Both are (person, code) pairs as `_pairs` gives them.
    """
    codes, which = np.unique(wanted % _SPAN, return_inverse=True)
    met = np.bincount(which[members_in(got, wanted)[0]], minlength=len(codes))
    wanting = np.bincount(which, minlength=len(codes))
    first = np.lexsort((codes, -wanting, met - wanting))[:KEPT]
    first = first[met[first] < wanting[first]]
    columns = (codes[first].tolist(), wanting[first].tolist(), met[first].tolist())
    return list(zip(*columns, strict=True))


def _offer(rows: IntArray, openings: Prices, capacity: IntArray, prices: Prices) -> dict[str, Any]:
    """Return what the postings of an occupation have to give."""
    weight = np.maximum(capacity[rows], 1)
    return {
        "postings": len(rows),
        "openings": int(openings[rows].sum()),
        "places": int(capacity[rows].sum()),
        "price": round(float(np.average(prices[rows], weights=weight)), 4) if len(rows) else None,
    }


def _pairs(seekers: IntArray, codes: IntArray) -> IntArray:
    """Return each (person, code) once, ascending, as one number; unknown codes are left out."""
    known = codes >= 0
    pairs: IntArray = np.sort(seekers[known] * _SPAN + codes[known])
    new: NDArray[np.bool_] = np.diff(pairs, prepend=-1) != 0
    return pairs[new]


def _code(number: int) -> str:
    """Return 60501 as "6-05-01"."""
    text = str(number)
    return "-".join([text[0], *(text[n : n + 2] for n in range(1, len(text), 2))])
