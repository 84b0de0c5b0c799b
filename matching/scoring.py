"""Scoring candidates: features, both answers, and the best of each person kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray, day_number
from matching.features import Pairs, feature_array
from matching.plain import plain_rank, plain_value
from matching.ranker import Ranker, Scores
from matching.retrieval import Candidates
from matching.selection import best_of_row

KEPT = 50
"""Scored candidates kept for each person until the cycle is assigned."""


@dataclass(frozen=True)
class Edges:
    """Scored candidates: what assignment chooses from.

    Attributes
    ----------
    seekers, postings : int64 arrays of shape (edges,), ids, best first within a person
    rank : float32 array of shape (edges,), what assignment adds up
    """

    seekers: IntArray
    postings: IntArray
    rank: FloatArray

    def __len__(self) -> int:
        return len(self.seekers)

    def of(self, keep: NDArray[np.bool_]) -> Edges:
        """Return the edges marked."""
        return Edges(self.seekers[keep], self.postings[keep], self.rank[keep])

    @classmethod
    def joined(cls, parts: Sequence[Edges]) -> Edges:
        """Return all edges of several parts, in their order."""
        ids, floats = np.zeros(0, np.int64), np.zeros(0, np.float32)
        return cls(
            np.concatenate([ids, *(part.seekers for part in parts)]),
            np.concatenate([ids, *(part.postings for part in parts)]),
            np.concatenate([floats, *(part.rank for part in parts)]),
        )


def score_pairs(pairs: Pairs, ranker: Ranker) -> tuple[FloatArray, Scores]:
    """Return the features of the pairs, (pairs, features), and the ranker's answers."""
    features = feature_array(pairs)
    return features, ranker.score(features)


def score_candidates(
    seekers: SeekerColumns,
    postings: PostingColumns,
    candidates: Candidates,
    as_of: date,
    ranker: Ranker,
    kept: int = KEPT,
) -> Edges:
    """Score every candidate and keep each person's best.

    People who switched personalisation off keep the order of their plain list;
    no answer about them is computed.
    """
    i, j = candidates.i, candidates.j
    rank = np.empty(len(i), np.float32)
    personal = seekers.personalised[i]
    known = candidates.similarity[personal]
    pairs = Pairs(seekers, postings, i[personal], j[personal], day_number(as_of), known)
    rank[personal] = score_pairs(pairs, ranker)[1].rank
    value = plain_value(seekers, postings, i[~personal], j[~personal])
    rank[~personal] = plain_rank(i[~personal], j[~personal], value, ranker.levels.good)
    return _best(seekers.ids[i], postings.ids[j], rank, kept)


def _best(seekers: IntArray, postings: IntArray, rank: FloatArray, kept: int) -> Edges:
    keep: NDArray[np.bool_] = best_of_row(seekers, rank, kept)
    seekers, postings, rank = seekers[keep], postings[keep], rank[keep]
    order = np.lexsort((postings, -rank, seekers))
    return Edges(seekers[order], postings[order], rank[order])
