"""What a ranker learns from: rows of delivered lists, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from matching.conversion import FloatArray, IntArray
from matching.features import NAMES

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Examples:
    """Postings as they stood on the lists of people, one row a posting on a list.

    Attributes
    ----------
    features : float32 array of shape (rows, features), columns in the order of `NAMES`
    lists : int64 array (rows,), the delivered list that a row belongs to
    place : int64 array (rows,), 1 for the first, as the list was shown
    propensity : float64 array (rows,), chance with which the posting stood at that
        place; 1 where nothing was drawn
    drawn : bool array (rows,), the place was drawn between this posting and its neighbour
    opened : bool array (rows,), the person looked at the posting
    applied : bool array (rows,), the person wanted it: interested, applied, accepted
    decided : bool array (rows,), the person wanted it and the outcome is known
    hired : bool array (rows,), the person was hired
    kept : bool array (rows,), the person was hired and is still there some months later
    tenant : int64 array (rows,), tenant of the list
    day : int32 array (rows,), days since 1970 on which the list was made
    groups : uint8 array (rows,), bits of `facts.GROUPS`; for the figures of a model card
        alone, nothing is learned from them
    """

    features: FloatArray
    lists: IntArray
    place: IntArray
    propensity: NDArray[np.float64]
    drawn: Flags
    opened: Flags
    applied: Flags
    decided: Flags
    hired: Flags
    kept: Flags
    tenant: IntArray
    day: NDArray[np.int32]
    groups: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Raise ValueError when the arrays are not of one length, or features do not fit."""
        if self.features.ndim != 2 or self.features.shape[1] != len(NAMES):  # noqa: PLR2004
            raise ValueError(f"features must have {len(NAMES)} columns")
        if any(len(getattr(self, field.name)) != len(self) for field in fields(self)):
            raise ValueError("all arrays must have one length")

    def __len__(self) -> int:
        return len(self.place)

    def of(self, rows: Flags | IntArray) -> Examples:
        """Return the rows marked, or numbered, in their order."""
        return Examples(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Examples]) -> Examples:
        """Return all rows of several parts; lists of different parts are different lists.

        Raises ValueError without a part.
        """
        joined = {
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(cls)
        }
        return cls(**(joined | {"lists": _numbered_apart([part.lists for part in parts])}))

    @classmethod
    def nothing(cls) -> Examples:
        """Return no examples."""
        none, flags = np.zeros(0, np.int64), np.zeros(0, np.bool_)
        return cls(
            features=np.zeros((0, len(NAMES)), np.float32),
            lists=none,
            place=none,
            propensity=np.zeros(0),
            drawn=flags,
            opened=flags,
            applied=flags,
            decided=flags,
            hired=flags,
            kept=flags,
            tenant=none,
            day=np.zeros(0, np.int32),
            groups=np.zeros(0, np.uint8),
        )


def _numbered_apart(parts: Sequence[IntArray]) -> IntArray:
    numbers, first = [], 0
    for part in parts:
        known, number = np.unique(part, return_inverse=True)
        numbers.append(number.astype(np.int64) + first)
        first += len(known)
    return np.concatenate(numbers)
