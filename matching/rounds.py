"""Assignment by rounds: what serves where the flow cannot be solved.

Rounds over all scored candidates of a tenant. Everybody of a priority group
gets what is owed first, one by one, so that nobody has a second before the
others have a first; then everybody else; then what is left goes up to each
person's most. A posting takes no more people than its capacity. Employers that
already have many lose a little in each further round, and a person's list
holds few postings of one employer while others are to be had. Ties go to the
lower posting id, then to the lower person id. The result lacks some 7% of the
relevance that a flow finds on the same edges (decision 0011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.claims import People, Places, Terms
from matching.conversion import FloatArray, IntArray
from matching.ranker import Score
from matching.scoring import Edges
from matching.selection import place_in_row


def by_rounds(edges: Edges, people: People, places: Places, terms: Terms) -> IntArray:
    """Choose edges round by round.

    Returns
    -------
    int64 array of row numbers of the edges chosen, in no order
    """
    state = _State.of(edges, people, places, terms.exposure)
    for limit, target in _phases(people, terms.per_employer):
        state.fill(target, limit)
    return np.concatenate([np.zeros(0, np.int64), *state.chosen])


def _phases(people: People, per_employer: int) -> Iterator[tuple[int, IntArray]]:
    """Yield (limit an employer, how many each may now have)."""
    first = people.priority
    owed, most = people.claims, people.most
    no_limit = int(most.max(initial=0))
    for limit in (per_employer, max(no_limit, per_employer)):
        for group in (first, ~first):
            for step in range(1, int(owed.max(initial=0)) + 1):
                yield limit, np.where(group, np.minimum(owed, step), 0)
    for group in (first, ~first):
        for step in range(1, no_limit + 1):
            yield per_employer, np.where(group, np.minimum(most, step), 0)


@dataclass
class _State:
    """Rounds in progress; arrays over edges, people, places, employers, (person, employer)."""

    person: IntArray
    posting: IntArray
    employer: IntArray
    kin: IntArray  # number of the edge's (person, employer) pair
    rank: FloatArray
    free: IntArray
    given: IntArray
    load: IntArray
    room: IntArray
    kin_given: IntArray
    open: NDArray[np.bool_]
    exposure: float
    chosen: list[IntArray] = field(default_factory=list)

    @classmethod
    def of(cls, edges: Edges, people: People, places: Places, exposure: float) -> _State:
        person = np.searchsorted(people.ids, edges.seekers)
        posting = np.searchsorted(places.ids, edges.postings)
        employers, employer_of = np.unique(places.employers, return_inverse=True)
        employer = employer_of[posting]
        kin, kin_of = np.unique(person * max(1, len(employers)) + employer, return_inverse=True)
        room = np.bincount(employer_of, weights=places.capacity, minlength=len(employers))
        return cls(
            person=person,
            posting=posting,
            employer=employer,
            kin=kin_of,
            rank=edges.rank,
            free=places.capacity.copy(),
            given=np.zeros(len(people.ids), np.int64),
            load=np.zeros(len(employers), np.int64),
            room=np.maximum(room, 1).astype(np.int64),
            kin_given=np.zeros(len(kin), np.int64),
            open=np.ones(len(edges), np.bool_),
            exposure=exposure,
        )

    def fill(self, target: IntArray, limit: int) -> None:
        """Give to everybody below their target until nothing more can be given."""
        wanted = np.flatnonzero(self.open & (self.given < target)[self.person])
        while len(wanted):
            possible = (self.free[self.posting[wanted]] > 0) & (
                self.kin_given[self.kin[wanted]] < limit
            )
            wanted = wanted[possible & (self.given < target)[self.person[wanted]]]
            taken = self._accept(self._propose(wanted))
            self._give(taken)
            wanted = wanted[self.open[wanted]]

    def _propose(self, edges: IntArray) -> tuple[IntArray, Score]:
        """Return each person's best edge among those given, and its worth now."""
        full = self.load / self.room
        worth = self.rank[edges] * (1 - self.exposure * np.minimum(full[self.employer[edges]], 1))
        order = np.lexsort((self.posting[edges], -worth, self.person[edges]))
        best = order[place_in_row(self.person[edges][order]) == 0]
        return edges[best], worth[best]

    def _accept(self, proposed: tuple[IntArray, Score]) -> IntArray:
        """Return the proposals that their postings have room for, the worthiest first."""
        edges, worth = proposed
        posting = self.posting[edges]
        order = np.lexsort((self.person[edges], -worth, posting))
        fits = place_in_row(posting[order]) < self.free[posting[order]]
        return edges[order[fits]]

    def _give(self, edges: IntArray) -> None:
        np.subtract.at(self.free, self.posting[edges], 1)
        np.add.at(self.given, self.person[edges], 1)
        np.add.at(self.load, self.employer[edges], 1)
        np.add.at(self.kin_given, self.kin[edges], 1)
        self.open[edges] = False
        self.chosen.append(edges)
