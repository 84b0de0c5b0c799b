"""The order in which a list is shown: neighbours of almost equal rank are drawn by lot.

Who looks how far down a list, and what the ranker cannot tell apart, is learnt
from what people do with pairs that chance has ordered. Only the order shown
changes, by less than two percent of a rank: never who gets which posting. The
lot is a hash of run and person, so that a list can be drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.conversion import FloatArray, IntArray
from matching.selection import place_in_row

NEAR_TIE = 0.02
"""Neighbours may be drawn where the lower rank is less than this share below the upper."""

_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_BEGINS = 0  # what is asked of the hash: where a person's pairs begin; then, one a place, whether


@dataclass(frozen=True)
class Shown:
    """Places as shown, 1 for the first.

    Attributes
    ----------
    place : int64 array (pairs,)
    drawn : bool array (pairs,), the place was drawn
    propensity : float64 array (pairs,), chance with which the pair stands at its place
    """

    place: IntArray
    drawn: NDArray[np.bool_]
    propensity: NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """What decides the lots of one run; `share` of the near-ties are swapped.

    `cycle_id` is the run's number, or what a push's cause comes to: its number is given last.
    """

    tenant_id: int
    cycle_id: int
    share: float

    def shown(self, seekers: IntArray, rank: FloatArray, may: NDArray[np.bool_]) -> Shown:
        """Draw the order of lists.

        Parameters
        ----------
        seekers : int64 array (pairs,), a person's pairs together, best first
        rank : float32 array (pairs,)
        may : bool array (pairs,), lists that may be drawn; plain lists may not
        """
        place = place_in_row(seekers) + 1
        upper = self._uppers(seekers, rank, may, place)
        swapped = upper & (self._chance(seekers, place) < self.share)
        shown = place + swapped
        shown[1:] -= swapped[:-1]
        drawn = upper.copy()
        drawn[1:] |= upper[:-1]
        moved = shown != place
        chance = np.where(moved, self.share, 1 - self.share)
        return Shown(shown, drawn, np.where(drawn, chance, 1.0))

    def _uppers(
        self, seekers: IntArray, rank: FloatArray, may: NDArray[np.bool_], place: IntArray
    ) -> NDArray[np.bool_]:
        """Mark the upper of each pair that is drawn: places 1, 3, … or 2, 4, … of a person."""
        begins = 1 + (self._chance(seekers, np.full_like(place, _BEGINS)) < 1 / 2)
        near = np.zeros(len(rank), np.bool_)
        near[:-1] = (seekers[1:] == seekers[:-1]) & (rank[1:] > rank[:-1] * (1 - NEAR_TIE))
        marked: NDArray[np.bool_] = near & may & ((place - begins) % 2 == 0) & (self.share > 0)
        return marked

    def _chance(self, seekers: IntArray, asked: IntArray) -> NDArray[np.float64]:
        """Return a number from 0 to 1 for each person and what is asked, the same every time."""
        mixed = _mixed(np.full(len(seekers), self.tenant_id, np.uint64))
        for part in (np.uint64(self.cycle_id), seekers.astype(np.uint64), asked.astype(np.uint64)):
            mixed = _mixed(mixed ^ part)
        chance: NDArray[np.float64] = (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return chance


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread 64 bits evenly over 64 bits (Steele, Lea, Flood, "SplitMix", 2014)."""
    mixed = numbers + np.uint64(_STEP)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_FIRST)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_SECOND)
    return mixed ^ (mixed >> np.uint64(31))
