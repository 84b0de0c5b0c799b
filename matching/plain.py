"""The plain list: for people who switched personalisation off, the newest postings near home.

Only eligibility, the day of publication and the way to work count; no wish,
text or answer of the person does.
"""

from __future__ import annotations

import numpy as np

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray
from matching.geography import DIAMETER_KM, straight_km
from matching.ranker import Score
from matching.selection import place_in_row

NEARBY_KM = 20.0
"""What counts as near home."""

_NEARBY_STRAIGHT_KM = float(straight_km(np.array(NEARBY_KM)))


def plain_value(
    seekers: SeekerColumns, postings: PostingColumns, i: IntArray, j: IntArray
) -> Score:
    """Order number of pairs: the nearby first, then the newest, then the nearest.

    Parameters
    ----------
    i, j : int64 arrays of shape (pairs,)

    Returns
    -------
    float64 array of shape (pairs,), higher is better
    """
    apart = seekers.units[i] - postings.units[j]
    km = np.sqrt((apart**2).sum(axis=1)) * (DIAMETER_KM / 2)  # through the earth: the same order
    km = np.nan_to_num(km, nan=DIAMETER_KM)
    nearby = np.where(km <= _NEARBY_STRAIGHT_KM, 2.0**32, 0.0)
    value: Score = nearby + postings.published_on[j] - km / (DIAMETER_KM + 1)
    return value


def plain_rank(i: IntArray, j: IntArray, value: Score, first: float) -> Score:
    """Return what each place on a plain list is worth in assignment, float64 (pairs,).

    `first` is the worth of the first, about that of a good personal match.
    """
    order = np.lexsort((j, -value, i))
    rank = np.empty(len(i))
    rank[order] = first / (1 + place_in_row(i[order]))
    return rank
