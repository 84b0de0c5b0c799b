"""Sets of small things (skills, certificates, days, ids) for many rows, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """Words numbered from 0 in sorted order, so that numbers do not depend on row order."""

    numbers: dict[str, int]

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]]) -> Vocabulary:
        """Number every word that occurs in the rows."""
        return cls({word: i for i, word in enumerate(sorted(set(chain.from_iterable(rows))))})

    def __len__(self) -> int:
        return len(self.numbers)

    def numbers_in(self, other: Vocabulary) -> IntArray:
        """Return each word's number in another vocabulary; -1 where it has none."""
        return np.array([other.numbers.get(word, -1) for word in self.numbers], np.int64)

    def known(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of the words that are known, ascending, once each."""
        return sorted({self.numbers[word] for word in words if word in self.numbers})


@dataclass(frozen=True)
class Sets:
    """One set of numbers per row, compressed: row r is `members[starts[r]:starts[r + 1]]`.

    `starts` is int64 (rows + 1), `members` int64, ascending within a row.
    """

    starts: IntArray
    members: IntArray

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Sets:
        """Build from one sorted sequence of distinct numbers per row."""
        sizes = np.fromiter((len(row) for row in rows), np.int64, len(rows))
        starts = np.concatenate(([0], np.cumsum(sizes)))
        members = np.fromiter(chain.from_iterable(rows), np.int64, int(starts[-1]))
        return cls(starts, members)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def sizes(self) -> IntArray:
        """Number of members of each row."""
        return np.diff(self.starts)

    def rows(self, part: slice) -> Sets:
        """Return the rows of a contiguous slice."""
        start, stop, _ = part.indices(len(self))
        starts = self.starts[start : stop + 1]
        return Sets(starts - starts[0], self.members[starts[0] : starts[-1]])

    def take(self, rows: IntArray) -> Sets:
        """Return the sets of some rows, in the order asked."""
        starts = np.concatenate(([0], np.cumsum(self.sizes[rows])))
        return Sets(starts, self.expand(rows)[1])

    def renumbered(self, numbers: IntArray) -> Sets:
        """Return the sets with `numbers[member]` for each member; -1 leaves it out."""
        row, member = np.repeat(np.arange(len(self)), self.sizes), numbers[self.members]
        row, member = row[member >= 0], member[member >= 0]
        starts = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(self)))))
        return Sets(starts, member[np.lexsort((member, row))])

    @classmethod
    def joined(cls, parts: Sequence[Sets]) -> Sets:
        """Return the rows of several, one after the other."""
        sizes = np.concatenate([part.sizes for part in parts])
        starts = np.concatenate(([0], np.cumsum(sizes)))
        return cls(starts, np.concatenate([part.members for part in parts]))

    def expand(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Return (k, member) for every member of every asked row; k indexes `rows`."""
        return expand_ranges(self.starts[rows], self.sizes[rows], self.members)

    def dense(self, width: int) -> NDArray[np.float32]:
        """Return the sets as a 0/1 matrix of shape (rows, width)."""
        matrix = np.zeros((len(self), width), np.float32)
        matrix[np.repeat(np.arange(len(self)), self.sizes), self.members] = 1
        return matrix

    def bits(self, width: int) -> NDArray[np.uint8]:
        """Return the sets as packed bits, uint8 of shape (rows, ceil(width / 8))."""
        packed = np.zeros((len(self), width // 8 + 1), np.uint8)
        rows = np.repeat(np.arange(len(self)), self.sizes)
        bit = np.left_shift(np.uint8(1), (self.members & 7).astype(np.uint8))
        np.bitwise_or.at(packed, (rows, self.members >> 3), bit)
        return packed


def taken(column: object, rows: IntArray) -> object:
    """Return some rows of a column of arrays or sets; anything else as it is."""
    if isinstance(column, Sets):
        return column.take(rows)
    return column[rows] if isinstance(column, np.ndarray) else column


def expand_ranges(starts: IntArray, sizes: IntArray, values: IntArray) -> tuple[IntArray, IntArray]:
    """Return (k, value) for each value in `values[starts[k]:starts[k] + sizes[k]]`, in order."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, values[starts[owner] + offset]


def count_shared(
    left_bits: NDArray[np.uint8], i: IntArray, right: Sets, j: IntArray
) -> NDArray[np.float32]:
    """Count, for each pair, the members of right's row j that left's row i holds too.

    Parameters
    ----------
    left_bits : what `Sets.bits` returned for the left side
    i, j : int64 arrays of shape (pairs,)

    Returns
    -------
    float32 array of shape (pairs,)
    """
    pair, member = right.expand(j)
    held = (left_bits[i[pair], member >> 3] >> (member & 7).astype(np.uint8)) & 1
    return np.bincount(pair, weights=held, minlength=len(j)).astype(np.float32)


def members_in(sorted_values: IntArray, keys: IntArray) -> tuple[IntArray, IntArray]:
    """Return (k, position) for every place where `keys[k]` stands in the sorted values."""
    first = np.searchsorted(sorted_values, keys, "left")
    sizes = np.searchsorted(sorted_values, keys, "right") - first
    owner = np.repeat(np.arange(len(keys)), sizes)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, first[owner] + offset
