"""Pairs of a person and a posting: row numbers into two tables of columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs: person `i[k]` and posting `j[k]`, on one day.

    `day` counts days since 1970. `known_similarity`, float32 (pairs,), stands
    in for the vectors where a record is computed again without them.
    """

    seekers: SeekerColumns
    postings: PostingColumns
    i: IntArray
    j: IntArray
    day: int
    known_similarity: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.i)

    @cached_property
    def similarity(self) -> FloatArray:
        """Cosine of both texts' vectors, (pairs,); NaN where a text is missing."""
        if self.known_similarity is not None:
            return self.known_similarity
        cosine = pair_similarity(self.seekers.vectors, self.i, self.postings.vectors, self.j)
        cosine[~(self.seekers.has_text[self.i] & self.postings.has_text[self.j])] = np.nan
        return cosine


def pair_similarity(left: FloatArray, i: IntArray, right: FloatArray, j: IntArray) -> FloatArray:
    """Cosine of the vectors of each pair.

    Each pair is summed by itself, in one order: the result does not depend on
    the other pairs of the call, as that of a matrix product would. Fast where
    pairs of one row of `left` stand together.

    Parameters
    ----------
    left, right : float32 arrays of shape (n, d), (m, d)
        Vectors of length 1.
    i, j : int64 arrays of shape (pairs,)

    Returns
    -------
    float32 array of shape (pairs,)
    """
    cosine = np.empty(len(i), np.float32)
    cuts = np.flatnonzero(np.diff(i, prepend=-1, append=-1))
    for start, stop in pairwise(cuts.tolist()):
        part = slice(start, stop)
        np.vecdot(right[j[part]], left[i[start : start + 1]], out=cosine[part])
    return cosine
