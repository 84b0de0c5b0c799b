"""An assignment asked for with names of any kind: numbered, chosen, named again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.claims import People, Places
from matching.conversion import IntArray
from matching.rerank import Assignment, assign
from matching.scoring import Edges

ENOUGH = 3


@dataclass(frozen=True)
class AssignmentTables:
    """People, postings and scored pairs by row number.

    Attributes
    ----------
    seekers, postings : row numbers of each edge's ends, (edges,)
    scores : float64 (edges,)
    owed, most, priority : (people,)
    capacity : (postings,)
    """

    seekers: Sequence[int]
    postings: Sequence[int]
    scores: Sequence[float]
    owed: Sequence[int]
    priority: Sequence[bool]
    most: Sequence[int]
    capacity: Sequence[int]

    def chosen(self) -> Assignment:
        """Choose; every posting counts as an employer of its own, so that scores alone decide."""
        numbers = np.arange(len(self.capacity))
        edges = Edges(
            np.array(self.seekers, np.int64),
            np.array(self.postings, np.int64),
            self._ranks(),
        )
        candidates = np.bincount(edges.seekers, minlength=len(self.owed))
        people = People(
            np.arange(len(self.owed)),
            np.array(self.priority, np.bool_),
            np.array(self.owed, np.int64),
            np.minimum(np.array(self.most, np.int64), candidates),
        )
        places = Places(numbers, np.array(self.capacity, np.int64), numbers)
        return assign(edges, people, places, exposure=0.0)

    def _ranks(self) -> NDArray[np.float32]:
        """Scores as shares of the largest: any size of score fits, only their ratios count."""
        scores = np.array(self.scores, np.float64)
        largest = float(np.abs(scores).max(initial=0.0))
        return (scores / largest if largest else scores).astype(np.float32)

    def summary(self, rows: IntArray) -> dict[str, float]:
        """Sum up the edges chosen: relevance, people served, with three or more, postings."""
        given = _counts(self.seekers, rows, len(self.owed))
        scores: NDArray[np.float64] = np.array(self.scores, np.float64)
        return {
            "relevance": round(float(scores[rows].sum()), 6),
            "served": int((given > 0).sum()),
            "three_or_more": int((given >= ENOUGH).sum()),
            "postings_reached": int((_counts(self.postings, rows, len(self.capacity)) > 0).sum()),
        }


def _counts(ends: Sequence[int], rows: IntArray, length: int) -> IntArray:
    return np.bincount(np.array(ends, np.int64)[rows], minlength=length)
