"""What a chunk hands to the assignment: its people, their best postings, what barred the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray
from matching.eligibility import Rule
from matching.packing import pack, unpack
from matching.scoring import Edges


@dataclass(frozen=True)
class Scored:
    """The people of one chunk or several.

    Both answers are left out: the assignment adds up their product, and what it
    chooses is scored again on the facts of that moment.

    Attributes
    ----------
    seekers : int64 array (n,), ids, ascending
    personalised : bool array (n,)
    barred : int64 array (n, 11), postings by `Rule`; zero but for people with too few
    edges : scored candidates of these people
    wider : bool array (edges,), which lie outside what is wanted, with something brought along
    """

    seekers: IntArray
    personalised: NDArray[np.bool_]
    barred: NDArray[np.int64]
    edges: Edges
    wider: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Iterable[Scored]) -> Scored:
        """Return all people of several chunks, in their order."""
        rows = [cls._nobody(), *parts]
        return cls(
            np.concatenate([part.seekers for part in rows]),
            np.concatenate([part.personalised for part in rows]),
            np.concatenate([part.barred for part in rows]),
            Edges.joined([part.edges for part in rows]),
            np.concatenate([part.wider for part in rows]),
        )

    @classmethod
    def _nobody(cls) -> Scored:
        none = np.zeros(0, np.int64)
        barred = np.zeros((0, len(Rule)), np.int64)
        nobody = none.astype(np.bool_)
        return cls(none, nobody, barred, Edges.joined([]), nobody)

    def to_bytes(self) -> bytes:
        """Return it as a chunk keeps it."""
        return pack(
            seekers=self.seekers,
            personalised=self.personalised,
            barred=self.barred,
            edge_ends=np.searchsorted(self.edges.seekers, self.seekers, "right"),
            edge_postings=self.edges.postings,
            edge_rank=self.edges.rank,
            edge_wider=self.wider,
        )

    @classmethod
    def from_bytes(cls, packed: bytes) -> Scored:
        """Return what `to_bytes` returned."""
        kept = unpack(packed)
        sizes = np.diff(kept["edge_ends"], prepend=0)
        seekers = np.repeat(kept["seekers"], sizes)
        edges = Edges(seekers, kept["edge_postings"], kept["edge_rank"])
        people = (kept["seekers"], kept["personalised"], kept["barred"])
        return cls(*people, edges, kept["edge_wider"])

    def barred_by(self, row: int) -> dict[str, int]:
        """Return how many postings each rule barred a person from, later rules first."""
        counts = self.barred[row].tolist()
        return {rule.code: counts[rule] for rule in reversed(Rule) if rule and counts[rule]}
