"""Who may get how much, and what there is to give: the terms of an assignment."""

from __future__ import annotations

from dataclasses import dataclass

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
