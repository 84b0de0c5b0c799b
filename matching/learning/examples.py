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
        """Return all rows of several parts; their lists must be numbered apart.

        Raises ValueError without a part.
        """
        return cls(
            **{
                field.name: np.concatenate([getattr(part, field.name) for part in parts])
                for field in fields(cls)
            }
        )
