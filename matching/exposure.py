"""How a run spread its recommendations over postings and employers: nobody left out unseen.

An orphan is an open posting that somebody could have been recommended, and nobody was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from marketplace.recommendations import NewRecommendation, Recommendation
from matching.claims import Places
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray, day_number
from matching.eligibility import Rule, first_failing_rule
from matching.outcome import gini
from matching.sets import Sets, members_in
from tenants.work import Work

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Given:
    """What a run has recorded: a person, a posting and a rank each, (recommendations,)."""

    seekers: IntArray
    postings: IntArray
    scores: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[NewRecommendation]) -> Given:
        """Return what is about to be recorded."""
        return cls(
            np.array([row.seeker_id for row in rows], np.int64),
            np.array([row.posting_id for row in rows], np.int64),
            np.array([row.score_rank for row in rows], np.float64),
        )

    @property
    def by_seeker(self) -> dict[int, int]:
        """How many recommendations each person has."""
        return _tally(self.seekers)

    @property
    def by_posting(self) -> dict[int, int]:
        """How many people each posting was recommended to."""
        return _tally(self.postings)

    def mean_scores(self) -> dict[int, float]:
        """Mean rank of what each person was recommended."""
        ids, row, count = np.unique(self.seekers, return_inverse=True, return_counts=True)
        means = np.bincount(row, self.scores, len(ids)) / count
        return dict(zip(ids.tolist(), means.tolist(), strict=True))


def given_in(work: Work, cycle_id: int) -> Given:
    """Return what a run has recorded so far."""
    seekers, postings, scores = work.session.execute(
        select(
            func.array_agg(Recommendation.seeker_id),
            func.array_agg(Recommendation.posting_id),
            func.array_agg(Recommendation.score_rank),
        ).where(Recommendation.tenant_id == work.tenant_id, Recommendation.cycle_id == cycle_id)
    ).one()
    return Given(
        np.array(seekers or (), np.int64),
        np.array(postings or (), np.int64),
        np.array(scores or (), np.float64),
    )


class Reach:
    """Which of a tenant's open postings somebody could be recommended, found out on the way.

    What a person was scored for is known; what nobody was scored for is held against the
    rules while the people are in memory anyhow. Blocks may be looked at by several threads.
    """

    def __init__(self, postings: PostingColumns, day: date) -> None:
        """Begin with no posting known to be within reach."""
        number = day_number(day)
        valid = (postings.valid_from <= number) & (postings.valid_to >= number)
        self.open: Mask = postings.published & valid
        self.reached: Mask = np.zeros(len(postings), np.bool_)
        self._postings = replace(postings, vectors=postings.vectors[:, :0])
        self._day = day

    @property
    def ids(self) -> IntArray:
        """Ids of the postings, ascending."""
        return self._postings.ids

    def among(self, posting_ids: IntArray) -> Mask:
        """Mark the postings that are among some."""
        marked: Mask = np.isin(self.ids, posting_ids)
        return marked

    def found(self, posting_ids: IntArray) -> None:
        """Take postings that were scored for somebody as within reach."""
        self.reached[members_in(self._postings.ids, posting_ids)[1]] = True

    def look(self, people: SeekerColumns, seen: Sets) -> None:
        """Find out which of the other postings some of these people may have."""
        rows = np.flatnonzero(self.open & ~self.reached)
        if not len(rows):
            return
        left = self._postings.take(rows)
        fits = first_failing_rule(people, left, self._day) == Rule.OK
        person, posting = seen.expand(np.arange(len(people)))
        k, column = members_in(left.ids, posting)
        fits[person[k], column] = False
        self.reached[rows[fits.any(axis=0)]] = True


def exposure(given: Given, places: Places, reach: Reach) -> dict[str, object]:
    """Return the figures of a run's exposure, over its open postings and their employers.

    Returns
    -------
    dict
        `open` postings, `coverage` (share of them recommended to anybody), `orphans`, `full`
        (postings with all places taken), `max_load` (most places taken of a posting's own,
        1 = all), the Gini coefficient over postings and over employers, 0 where all have the
        same; and `employers`, with how many of them `employers_reached`
    """
    _, row = members_in(places.ids, given.postings)
    taken = np.bincount(row, minlength=len(places.ids))[reach.open]
    capacity = places.capacity[reach.open]
    employers, employer = np.unique(places.employers[reach.open], return_inverse=True)
    by_employer = np.bincount(employer, taken, len(employers)).astype(np.int64)
    return {
        "open": len(taken),
        "coverage": _share(taken > 0),
        "orphans": int((reach.reached[reach.open] & (taken == 0)).sum()),
        "full": int(((taken >= capacity) & (taken > 0)).sum()),
        "max_load": round(float((taken / np.maximum(capacity, 1)).max(initial=0)), 4),
        "gini": gini(taken),
        "employers": len(employers),
        "employers_reached": int((by_employer > 0).sum()),
        "employers_gini": gini(by_employer),
    }


def _share(marked: Mask) -> float:
    return round(float(marked.mean()), 4) if len(marked) else 0.0


def _tally(ids: IntArray) -> dict[int, int]:
    found, count = np.unique(ids, return_counts=True)
    return dict(zip(found.tolist(), count.tolist(), strict=True))
