"""Features of what the posting offers: pay, conditions, age of the posting, openings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns import PostingColumns
from matching.conversion import FIRST_DAY, OPEN_PAY_FEN, FloatArray
from matching.facts import CONDITIONS
from matching.features.pairs import Pairs
from matching.features.registry import feature

HARD_CONDITIONS = (
    "night_shift",
    "rotating_shift",
    "heavy_lifting",
    "long_standing",
    "heights",
    "dust",
    "noise",
    "dormitory_only",
    "travel",
    "outdoors",
)
_HARD_BITS = np.uint16(sum(1 << CONDITIONS.index(condition) for condition in HARD_CONDITIONS))


@feature(direction=1, good="pay_meets", weak="pay_below", posting_silent="pay_not_stated")
def pay_fit(pairs: Pairs) -> FloatArray:
    """Middle of the monthly pay offered over the pay wished for, (pairs,).

    An open end counts as the end that is stated. NaN where nothing is stated
    or wished for.
    """
    middle, wish = middle_pay(pairs.postings)[pairs.j], pairs.seekers.min_pay_fen[pairs.i]
    fit = middle / np.where(wish > 0, wish, np.nan)
    return fit.astype(np.float32)


def middle_pay(postings: PostingColumns) -> NDArray[np.float64]:
    """Middle of each posting's monthly pay in fen, (m,); NaN where nothing is stated."""
    low, high = postings.pay_low_fen.astype(np.float64), postings.pay_high_fen.astype(np.float64)
    low, high = np.where(low == 0, high, low), np.where(high == OPEN_PAY_FEN, low, high)
    stated = (low < OPEN_PAY_FEN) & (high > 0)
    return np.where(stated, (low + high) / 2, np.nan)


@feature(direction=-1, weak="hard_conditions")
def hard_conditions(pairs: Pairs) -> FloatArray:
    """Number of demanding conditions that the posting names, (pairs,)."""
    named = pairs.postings.conditions[pairs.j] & _HARD_BITS
    count: FloatArray = np.bitwise_count(named).astype(np.float32)
    return count


@feature(direction=-1, good="new_posting", weak="old_posting")
def age_days(pairs: Pairs) -> FloatArray:
    """Days since the posting was published, (pairs,); NaN where that is not known."""
    return posting_age_days(pairs.postings, pairs.day)[pairs.j]


def posting_age_days(postings: PostingColumns, day: int) -> FloatArray:
    """Days since each posting was published, (m,); NaN where that is not known."""
    published = postings.published_on
    age = np.maximum(day - published.astype(np.float64), 0)
    return np.where(published == FIRST_DAY, np.nan, age).astype(np.float32)


@feature(direction=1, good="many_openings", posting_silent="openings_not_stated")
def openings(pairs: Pairs) -> FloatArray:
    """Number of people the posting looks for, (pairs,); NaN where that is not known."""
    return pairs.postings.openings[pairs.j]
