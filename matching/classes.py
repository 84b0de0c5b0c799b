"""Rows of postings that are alike in one way: what is worked out for one holds for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray
from matching.sets import Sets


@dataclass(frozen=True)
class Classes:
    """Rows that are alike: a row of each class, and the class of each row."""

    rows: IntArray
    which: IntArray

    @classmethod
    def of(cls, values: NDArray[Any]) -> Classes:
        """Return the classes of equal values."""
        _, rows, which = np.unique(values, return_index=True, return_inverse=True)
        return cls(rows, which)

    def crossed(self, other: Classes) -> Classes:
        """Return the classes of rows that are alike in both ways."""
        both = self.which * len(other.rows) + other.which
        _, rows, which = np.unique(both, return_index=True, return_inverse=True)
        return Classes(rows, which)


@dataclass(frozen=True)
class Requirements:
    """Rows that demand certificates, ascending, the demands, and which of them each row has."""

    rows: IntArray
    demands: Sets
    which: IntArray
