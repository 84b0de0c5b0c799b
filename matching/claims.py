"""Who may get how much, and what there is to give: the terms of an assignment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray


@dataclass(frozen=True)
class People:
    """Whom to serve: ids ascending, each with claim, most, and whether they come first."""

    ids: IntArray
    priority: NDArray[np.bool_]
    owed: IntArray
    most: IntArray

    @property
    def claims(self) -> IntArray:
        """What is owed to each, as far as they may have it."""
        return np.minimum(self.owed, self.most)


@dataclass(frozen=True)
class Places:
    """What can be given: posting ids ascending, people each can take, its employer."""

    ids: IntArray
    capacity: IntArray
    employers: IntArray

    def without(self, postings: IntArray) -> Places:
        """Return the places that are left once each posting named has taken one person."""
        known = np.searchsorted(self.ids, postings[np.isin(postings, self.ids)])
        left = self.capacity - np.bincount(known, minlength=len(self.ids))
        return replace(self, capacity=np.maximum(left, 0))


@dataclass(frozen=True)
class Terms:
    """What variety is worth.

    Attributes
    ----------
    per_employer : most postings of one employer on a list while others are to be had
    exposure : share of its rank that an employer with all places taken loses, at most
    """

    per_employer: int
    exposure: float
