"""What the assignment learns of the postings, kept for the sum at the end of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray
from matching.exposure import Reach
from matching.packing import pack, unpack
from matching.prices import Prices
from matching.sets import Sets, members_in


@dataclass(frozen=True)
class Market:
    """Open postings as the assignment met them.

    Attributes
    ----------
    ids : int64 array (m,), ascending
    prices : float64 array (m,), best ranks that one more place at each would be worth
    unreached : int64 array, ids of those that were scored for nobody
    """

    ids: IntArray
    prices: Prices
    unreached: IntArray

    @classmethod
    def of(cls, postings: PostingColumns, prices: Prices, reach: Reach) -> Market:
        """Put together what is known of m postings."""
        return cls(postings.ids, prices, postings.ids[reach.open & ~reach.reached])

    @classmethod
    def unknown(cls) -> Market:
        """Return what is known where nothing was kept."""
        none = np.zeros(0, np.int64)
        return cls(none, np.zeros(0), none)

    def to_bytes(self) -> bytes:
        """Return it as a chunk keeps it."""
        return pack(**vars(self))

    @classmethod
    def from_bytes(cls, packed: bytes) -> Market:
        """Return what `to_bytes` returned."""
        return cls(**unpack(packed))

    def prices_of(self, postings: PostingColumns) -> Prices:
        """Return the prices of postings as they are now, (m,); 0 where there was none."""
        prices = np.zeros(len(postings))
        k, row = members_in(postings.ids, self.ids)
        prices[row] = self.prices[k]
        return prices

    def reached_by(self, reach: Reach, people: SeekerColumns, seen: Sets) -> IntArray:
        """Return ids of unreached postings that some of these people might have had."""
        reach.reached |= ~reach.among(self.unreached)
        before = reach.reached.copy()
        reach.look(people, seen)
        return reach.ids[reach.reached & ~before]
