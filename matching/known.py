"""The pairs that are known of some people: more than a run needs, and how far down they reach.

Of each person the best pairs are known down to a floor, by worth and by text. What changes is
taken out, what is new put in; the floor stays, so that the best are the true ones as long as
enough stand above it. Order within a kind: the higher worth first, then the lower row of the
posting, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.conversion import FloatArray, IntArray
from matching.ranker import Score

Mask = NDArray[np.bool_]

BOTTOMLESS = 2**31 - 1
"""The floor's row where all that a person may get is known."""


@dataclass(frozen=True)
class Floors:
    """Down to where the pairs of each person are known: this pair, and all before it.

    Attributes
    ----------
    worth : float array (n,), -inf where all are known
    column : int64 array (n,), the row of the posting
    """

    worth: NDArray[np.floating]
    column: IntArray

    @classmethod
    def none(cls, people: int, kind: type[np.floating]) -> Floors:
        """Return the floors of people of whom everything is known."""
        return cls(np.full(people, -np.inf, kind), np.full(people, BOTTOMLESS, np.int64))

    def above(self, i: IntArray, j: IntArray, worth: NDArray[np.floating]) -> Mask:
        """Mark the pairs that stand on their person's floor or above it; never those of -inf."""
        floor = self.worth[i]
        on = (worth == floor) & (j <= self.column[i]) & (worth > -np.inf)
        above: Mask = (worth > floor) | on
        return above

    def take(self, rows: IntArray) -> Floors:
        """Return the floors of some people."""
        return Floors(self.worth[rows], self.column[rows])

    @classmethod
    def joined(cls, parts: list[Floors]) -> Floors:
        """Return the floors of several groups of people, in their order."""
        worth = np.concatenate([part.worth for part in parts])
        return cls(worth, np.concatenate([part.column for part in parts]))


@dataclass(frozen=True)
class Known:
    """Pairs of n people with postings, all of them eligible.

    Attributes
    ----------
    i, j : int64 arrays (pairs,), rows of people and postings, ascending
    value : float64 array (pairs,), of the first look; of a plain list its order number
    similarity : float32 array (pairs,), of both texts, 0 where one is empty; -inf on a plain list
    rank : float32 array (pairs,), what assignment adds up; without meaning on a plain list
    by_value, by_text : how far down the pairs are known
    """

    i: IntArray
    j: IntArray
    value: Score
    similarity: FloatArray
    rank: FloatArray
    by_value: Floors
    by_text: Floors

    @property
    def people(self) -> int:
        """Number of people, also those without a pair."""
        return len(self.by_value.worth)

    @cached_property
    def sizes(self) -> IntArray:
        """Number of pairs of each person."""
        return np.bincount(self.i, minlength=self.people)

    def enough(self, best: int | IntArray, texts: int) -> Mask:
        """Tell of whom so many of both kinds are known for certain, (n,)."""
        sure = (
            (self.by_value, self.value, best),
            (self.by_text, self.similarity, texts),
        )
        answer = np.ones(self.people, np.bool_)
        for floors, worth, most in sure:
            above = np.bincount(self.i[floors.above(self.i, self.j, worth)], minlength=self.people)
            answer &= (above >= most) | np.isneginf(floors.worth)
        return answer

    def trimmed(self, who: Mask, best: int, texts: int) -> Known:
        """Keep so many of both kinds for some people, and raise their floors to the last."""
        rows = np.flatnonzero(who)
        if not len(rows):
            return self
        long, rest = self.of_people(rows), np.flatnonzero(~who)
        keep = np.zeros(len(long.i), np.bool_)
        floors = []
        for known, worth, most in (
            (long.by_value, long.value, best),
            (long.by_text, long.similarity, texts),
        ):
            sure = known.above(long.i, long.j, worth)
            marked = best_marks(long.sizes, np.where(sure, worth, -np.inf), most)
            keep |= marked
            floors.append(long._raised(known, marked, worth, most))
        trimmed = replace(long._of(keep), by_value=floors[0], by_text=floors[1])
        return Known.of_both(trimmed, rows, self.of_people(rest), rest)

    def _raised(
        self, known: Floors, marked: Mask, worth: NDArray[np.floating], most: int
    ) -> Floors:
        """Return the floors at the last of the marked, where a person has `most` of them."""
        i, j, worth = self.i[marked], self.j[marked], worth[marked]
        count = np.bincount(i, minlength=self.people)
        full = count >= most
        last = np.lexsort((j, -worth, i))[(np.cumsum(count) - 1)[full]]
        raised = Floors(known.worth.copy(), known.column.copy())
        raised.worth[full], raised.column[full] = worth[last], j[last]
        return raised

    def of_people(self, rows: IntArray) -> Known:
        """Return the pairs of some people, rows ascending; they are numbered anew."""
        number = np.full(self.people, -1, np.int64)
        number[rows] = np.arange(len(rows))
        kept = self._of(number[self.i] >= 0)
        floors = self.by_value.take(rows), self.by_text.take(rows)
        return replace(kept, i=number[kept.i], by_value=floors[0], by_text=floors[1])

    def without(self, gone: Mask) -> Known:
        """Return the pairs that are not marked; the floors stay."""
        return self._of(~gone)

    def with_pairs(self, other: Known) -> Known:
        """Return the pairs of both, for the same people; these floors stay."""
        i, j = np.concatenate((self.i, other.i)), np.concatenate((self.j, other.j))
        order = np.argsort(i * (BOTTOMLESS + 1) + j, kind="stable")
        return replace(
            self,
            i=i[order],
            j=j[order],
            value=np.concatenate((self.value, other.value))[order],
            similarity=np.concatenate((self.similarity, other.similarity))[order],
            rank=np.concatenate((self.rank, other.rank))[order],
        )

    @classmethod
    def of_both(cls, first: Known, rows: IntArray, second: Known, others: IntArray) -> Known:
        """Return the pairs of two groups of people, who stand in these rows together."""
        people = np.concatenate((rows, others))
        where = np.argsort(people)
        floors = [
            Floors.joined([getattr(first, name), getattr(second, name)]).take(where)
            for name in ("by_value", "by_text")
        ]
        placed = replace(first, i=rows[first.i], by_value=floors[0], by_text=floors[1])
        return placed.with_pairs(replace(second, i=others[second.i]))

    @classmethod
    def of_nobody(cls) -> Known:
        """Return no pairs of no people."""
        ids, wide, small = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.float32)
        floors = Floors.none(0, np.float64), Floors.none(0, np.float32)
        return cls(ids, ids, wide, small, small, *floors)

    def _of(self, keep: Mask) -> Known:
        parts = {name: getattr(self, name)[keep] for name in _PAIRS}
        return replace(self, **parts)


_PAIRS = ("i", "j", "value", "similarity", "rank")


def best_marks(sizes: IntArray, worth: NDArray[np.floating], most: int) -> Mask:
    """Mark what `selection.best_of_row` marks, for many short rows at once; -inf never.

    Parameters
    ----------
    sizes : int64 array (n,), pairs of each row
    worth : float array (pairs,), row after row
    """
    width = int(sizes.max(initial=0))
    if width <= most:
        return worth > -np.inf
    table, there = as_table(sizes, worth)
    bound = np.partition(table, width - most, axis=1)[:, width - most, None]
    keep = table > bound
    level = (table == bound) & (bound > -np.inf)
    ties = np.flatnonzero(level.sum(axis=1) > 1)
    left = most - keep[ties].sum(axis=1, keepdims=True)
    level[ties] &= np.cumsum(level[ties], axis=1) <= left
    marked: Mask = (keep | level)[there]
    return marked


def as_table(sizes: IntArray, worth: NDArray[np.floating]) -> tuple[NDArray[np.floating], Mask]:
    """Return pairs as a table, a row a person, -inf where it has no more; and where it has."""
    there = np.arange(sizes.max(initial=0)) < sizes[:, None]
    table = np.full(there.shape, -np.inf, worth.dtype)
    table[there] = worth
    return table, there
