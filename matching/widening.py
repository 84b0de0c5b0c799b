"""A share of each list on purpose outside the wanted occupations, after the flow has chosen.

Of a list that is longer than what is owed the last give way to the best wider postings (see
`wider`), until the tenant's share is reached: at postings with places left, within the limit an
employer has on a list, never below a tenth of the person's best rank. What is owed is not touched,
no list gets shorter, and the outcome depends on nothing but the edges and the facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.claims import People, Places
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray
from matching.features import Pairs, work
from matching.rerank import Assignment, listed
from matching.scoring import Edges
from matching.selection import place_in_row
from matching.wider import is_wider

LEAST_OF_BEST = 0.1
"""Least rank of a wider posting, in parts of the person's best.

Another 小类 alone takes that much from a rank. Of the judged pairs with ground those above it fit
at least somewhat in 0.56, however far above, those below it in 0.31 (decision 23).
"""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Widening:
    """How far lists are widened: the share wanted, and the most of one employer on a list."""

    share: float
    per_employer: int


def widened(
    edges: Edges,
    result: Assignment,
    people: People,
    places: Places,
    terms: Widening,
    wider: Mask,
) -> Assignment:
    """Let wider postings take the place of the last of lists.

    Parameters
    ----------
    edges, people, places : what `result` was chosen from
    wider : bool array (edges,), as `marked` gives it
    """
    rows = _asked(edges, result, people, places, terms.share)
    if not len(rows):
        return result
    part = Edges(edges.seekers[rows], edges.postings[rows], edges.rank[rows])
    chosen = np.isin(rows, result.edges)
    lists = _Lists.of(part, chosen, wider[rows], people, terms)
    lists.exchange(_Room.of(edges, part, result, places))
    others = result.edges[~np.isin(result.edges, rows)]
    changed = np.concatenate((others, rows[lists.chosen]))
    return replace(listed(changed, edges, people), prices=result.prices)


def marked(edges: Edges, people: SeekerColumns, postings: PostingColumns) -> Mask:
    """Mark which edges are wider; none of people who are not here or have a plain list."""
    here: Mask = np.isin(edges.seekers, people.ids[people.personalised])
    i = np.searchsorted(people.ids, edges.seekers[here])
    j = np.searchsorted(postings.ids, edges.postings[here])
    pairs = Pairs(people, postings, i, j, day=0)  # the features asked for know no day
    here[here] = is_wider(
        work.occupation_closeness(pairs), work.skills_overlap(pairs), work.certificates_held(pairs)
    )
    return here


def wanted(length: IntArray, share: float) -> IntArray:
    """Return how many of lists of some lengths should be wider."""
    whole: IntArray = np.rint(length * share).astype(np.int64)
    return whole


def _asked(
    edges: Edges, result: Assignment, people: People, places: Places, share: float
) -> IntArray:
    """Return the rows of edges that may come into a list, and of the lists that they may enter."""
    person = np.searchsorted(people.ids, edges.seekers)
    length = np.bincount(person[result.edges], minlength=len(people.ids))
    gives = (length > people.claims) & (wanted(length, share) > 0)
    best = np.zeros(len(people.ids), np.float32)
    np.maximum.at(best, person, edges.rank)
    may = gives[person] & (edges.rank >= LEAST_OF_BEST * best[person])
    may &= _left(edges, result, places)[np.searchsorted(places.ids, edges.postings)] > 0
    chosen = np.zeros(len(edges), np.bool_)
    chosen[result.edges] = True
    may &= ~chosen
    asks = np.bincount(person[may], minlength=len(people.ids)) > 0
    return np.flatnonzero(may | (chosen & asks[person]))


def _left(edges: Edges, result: Assignment, places: Places) -> IntArray:
    """Return how many places each posting has left, (postings,)."""
    posting = np.searchsorted(places.ids, edges.postings[result.edges])
    return places.capacity - np.bincount(posting, minlength=len(places.ids))


@dataclass(frozen=True)
class _Room:
    """Postings as the edges asked about meet them: row and employer of each, places left."""

    posting: IntArray  # (edges,)
    employer: IntArray  # (edges,)
    free: IntArray  # (postings,)

    @classmethod
    def of(cls, edges: Edges, part: Edges, result: Assignment, places: Places) -> _Room:
        posting = np.searchsorted(places.ids, part.postings)
        _, employer = np.unique(places.employers, return_inverse=True)
        return cls(posting, employer[posting], _left(edges, result, places))


@dataclass
class _Lists:
    """Lists as they change; arrays over edges, best first a person, and over people."""

    edges: Edges
    person: IntArray
    chosen: Mask
    wider: Mask
    spare: Mask  # chosen edges that may give way
    missing: IntArray  # how many more of a person's list should be wider
    per_employer: int

    @classmethod
    def of(cls, edges: Edges, chosen: Mask, wider: Mask, people: People, terms: Widening) -> _Lists:
        ids, person = np.unique(edges.seekers, return_inverse=True)
        claims = people.claims[np.searchsorted(people.ids, ids)]
        rows = _best_first(edges, person, np.flatnonzero(chosen))
        spare = np.zeros(len(edges), np.bool_)
        spare[rows] = place_in_row(person[rows]) >= claims[person[rows]]
        length, natural = (
            np.bincount(person[m], minlength=len(ids)) for m in (chosen, chosen & wider)
        )
        missing = wanted(length, terms.share) - natural
        return cls(edges, person, chosen, wider, spare & ~wider, missing, terms.per_employer)

    def exchange(self, room: _Room) -> None:
        """Let each person's best that fits ask, until nobody asks any more."""
        _, kin = np.unique(
            self.person * (room.employer.max() + 1) + room.employer, return_inverse=True
        )
        rows = _best_first(self.edges, self.person, np.flatnonzero(self.wider & ~self.chosen))
        while len(rows):
            last = self._last()
            rows = rows[self._fits(rows, last, room, kin)]
            asking = rows[place_in_row(self.person[rows]) == 0]
            taken = asking[self._first_come(asking, room)]
            self._swap(taken, last[self.person[taken]], room)
            rows = rows[~self.chosen[rows]]

    def _last(self) -> IntArray:
        """Return for each person the lowest that may give way, -1 where nothing may."""
        rows = _best_first(self.edges, self.person, np.flatnonzero(self.spare))
        last = np.full(len(self.missing), -1)
        last[self.person[rows]] = rows  # the last of a person stays
        return last

    def _fits(self, rows: IntArray, last: IntArray, room: _Room, kin: IntArray) -> Mask:
        given = np.bincount(kin[self.chosen], minlength=kin.max() + 1)
        gone = last[self.person[rows]]
        same = kin[gone] == kin[rows]
        fits: Mask = (gone >= 0) & (self.missing[self.person[rows]] > 0)
        fits &= (room.free[room.posting[rows]] > 0) & (given[kin[rows]] - same < self.per_employer)
        return fits

    def _first_come(self, asking: IntArray, room: _Room) -> IntArray:
        """Return the places among `asking` of those that their postings have room for."""
        posting = room.posting[asking]
        order = np.lexsort((self.person[asking], -self.edges.rank[asking], posting))
        held: IntArray = order[place_in_row(posting[order]) < room.free[posting[order]]]
        return held

    def _swap(self, taken: IntArray, gone: IntArray, room: _Room) -> None:
        self.chosen[taken], self.chosen[gone], self.spare[gone] = True, False, False
        np.subtract.at(room.free, room.posting[taken], 1)
        np.add.at(room.free, room.posting[gone], 1)
        self.missing[self.person[taken]] -= 1


def _best_first(edges: Edges, person: IntArray, rows: IntArray) -> IntArray:
    ordered: IntArray = rows[np.lexsort((edges.postings[rows], -edges.rank[rows], person[rows]))]
    return ordered
