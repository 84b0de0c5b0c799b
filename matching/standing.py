"""What a run leaves of its people, so that the next one need only look at what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray
from matching.keys import Changes, PeopleKeys
from matching.known import BOTTOMLESS, Floors, Known
from matching.packing import pack, unpack
from matching.sets import Sets


@dataclass(frozen=True)
class Standing:
    """Some people as one run saw them, and their best pairs with the postings of that run.

    Attributes
    ----------
    ids : int64 array (n,), ascending
    keys : of what was known of each
    seen : rows of the postings that each had seen, ascending
    known : the pairs, in rows of the postings of that run
    """

    ids: IntArray
    keys: PeopleKeys
    seen: Sets
    known: Known

    def moved(self, by: Changes) -> Standing:
        """Return it in rows of other postings; what changed since is left out."""
        known = self.known
        stayed = replace(
            known,
            j=by.rows[known.j],
            by_value=_moved(known.by_value, by.last),
            by_text=_moved(known.by_text, by.last),
        )
        stayed = stayed.without(stayed.j < 0)
        return replace(self, seen=self.seen.renumbered(by.rows), known=stayed)

    def without(self, fresh: NDArray[np.bool_]) -> Standing:
        """Return it without the pairs of some postings, marked."""
        gone = fresh[self.known.j]
        return replace(self, known=self.known.without(gone)) if gone.any() else self

    def same_people(
        self, ids: IntArray, keys: PeopleKeys, seen: Sets, postings: int
    ) -> tuple[IntArray, IntArray]:
        """Return who is as they were, as rows of `ids` and rows here, both ascending.

        Those who have seen more count as the same, those who have seen less do not. `seen` are
        rows of so many postings.
        """
        if not len(self.ids):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        here = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        same = (self.ids[here] == ids) & keys.same_as(self.keys.take(here))
        row, column = self.seen.expand(here)
        forgot = ~np.isin(row * postings + column, _pairs(seen, postings))
        same[row[forgot]] = False
        rows = np.flatnonzero(same)
        return rows, here[rows]

    def to_bytes(self) -> bytes:
        """Return it as it is kept, some 2 kB a person."""
        known = self.known
        return pack(
            ids=self.ids,
            facts=self.keys.facts,
            groups=self.keys.groups,
            declined=self.keys.declined,
            age=self.keys.age,
            seen_sizes=self.seen.sizes.astype(np.int32),
            seen=self.seen.members.astype(np.int32),
            sizes=known.sizes.astype(np.int32),
            columns=known.j.astype(np.int32),
            value=known.value,
            similarity=known.similarity,
            rank=known.rank,
            value_floor=known.by_value.worth,
            value_column=known.by_value.column.astype(np.int32),
            text_floor=known.by_text.worth,
            text_column=known.by_text.column.astype(np.int32),
        )

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Return what `to_bytes` returned."""
        kept = unpack(packed)
        keys = PeopleKeys(kept["facts"], kept["groups"], kept["declined"], kept["age"])
        known = Known(
            i=np.repeat(np.arange(len(kept["sizes"])), kept["sizes"]),
            j=kept["columns"].astype(np.int64),
            value=kept["value"],
            similarity=kept["similarity"],
            rank=kept["rank"],
            by_value=Floors(kept["value_floor"], kept["value_column"].astype(np.int64)),
            by_text=Floors(kept["text_floor"], kept["text_column"].astype(np.int64)),
        )
        return cls(kept["ids"], keys, _sets(kept["seen_sizes"], kept["seen"]), known)

    @classmethod
    def of_nobody(cls) -> Self:
        """Return what is known where nothing is."""
        none = np.zeros(0, np.int64)
        keys = PeopleKeys(
            none.astype(np.uint64), none.astype(np.uint8), none.astype(np.uint64),
            none.astype(np.int8),
        )  # fmt: skip
        return cls(none, keys, Sets.of([]), Known.of_nobody())

    @classmethod
    def joined(cls, parts: list[Standing]) -> Standing:
        """Return the people of several, whose ids ascend from one to the next."""
        if len(parts) == 1:
            return parts[0]
        whole = cls.of_nobody()
        for part in parts:
            whole = whole._and(part)
        return whole

    def _and(self, other: Standing) -> Standing:
        ours, theirs = np.arange(len(self.ids)), np.arange(len(other.ids)) + len(self.ids)
        return Standing(
            np.concatenate((self.ids, other.ids)),
            self.keys.with_people(other.keys),
            Sets.joined([self.seen, other.seen]),
            Known.of_both(self.known, ours, other.known, theirs),
        )


def _moved(floors: Floors, last: IntArray) -> Floors:
    """Return floors in rows of other postings: at the last that is not after the one they had."""
    bottomless = floors.column == BOTTOMLESS
    at = last[np.where(bottomless, 0, floors.column)] if len(last) else floors.column
    return replace(floors, column=np.where(bottomless, BOTTOMLESS, at))


def _pairs(sets: Sets, width: int) -> IntArray:
    row, member = sets.expand(np.arange(len(sets)))
    return row * width + member


def _sets(sizes: NDArray[np.int32], members: NDArray[np.int32]) -> Sets:
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    return Sets(starts, members.astype(np.int64))
