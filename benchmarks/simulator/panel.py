"""How well a ranker orders people and postings that are on no list: the same panel for all arms.

The panel's people come from the end of the pool, beyond those who ever look for work in a run;
they meet what is open on the first day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.simulator.arms import Arm
from benchmarks.simulator.noise import Floats
from benchmarks.simulator.pool import day_of
from benchmarks.simulator.world import Truth, World
from matching.columns import SeekerColumns
from matching.conversion import FloatArray, IntArray
from matching.ranker import Ranker
from matching.retrieval import find_candidates
from matching.selection import place_in_row

TOP = 10
BINS = 10


@dataclass(frozen=True)
class Quality:
    """What an order and its numbers are worth.

    Attributes
    ----------
    ndcg : nDCG@10 of the true chance of being hired through the list
    calibration : mean distance between the chance of applying that the ranker states and the
        true one, in tenths of the pairs by what is stated, over the true mean
    """

    ndcg: float
    calibration: float


@dataclass(frozen=True)
class Panel:
    """Candidate pairs of people who never look, ascending by person."""

    world: World
    i: IntArray
    j: IntArray
    features: FloatArray

    @classmethod
    def of(cls, world: World) -> Panel:
        """Take the pool's last people and what retrieval finds for them on the first day."""
        return cls.between(world, world.pool.size.spare_to, len(world.pool.people))

    @classmethod
    def between(cls, world: World, first: int, last: int) -> Panel:
        """Take some rows of people and what retrieval finds for them on the first day."""
        pool = world.pool
        rows = np.flatnonzero(pool.arrives <= 0)
        postings = pool.columns.take(rows)
        columns = SeekerColumns.of(
            pool.people[first:last], pool.columns.vocabularies, pool.vectors[first:last]
        )
        found = find_candidates(columns, postings, day_of(0))
        return cls(world, found.i + first, rows[found.j], found.features)

    def truth(self, week: int) -> Truth:
        """Return the chances under a week's laws, all postings as fresh as on the first day."""
        laws_of = 0 if week < self.world.drift_week else self.world.drift_week
        return self.world.truth_under(self.i, self.j, 0, self.world.laws(laws_of))

    def quality(self, arm: Arm, week: int) -> Quality:
        """Measure the ranker that an arm uses in a week."""
        return Quality(1.0, 0.0) if arm.is_truth else self.quality_of(arm.ranker, week)

    def quality_of(self, ranker: Ranker, week: int) -> Quality:
        """Measure a ranker by a week's laws."""
        truth, scores = self.truth(week), ranker.score(self.features)
        ndcg = _ndcg(self.i, scores.rank, truth.rank)
        return Quality(ndcg, _miscalibration(scores.apply, truth.apply))


def _ndcg(rows: IntArray, given: Floats, true: Floats) -> float:
    got, best = _gains(rows, given, true), _gains(rows, true, true)
    known = best > 0
    return float((got[known] / best[known]).mean())


def _gains(rows: IntArray, order_by: Floats, gain: Floats) -> Floats:
    order = np.lexsort((-order_by, rows))
    place = place_in_row(rows[order])
    discount = np.where(place < TOP, 1 / np.log2(place + 2), 0)
    return np.bincount(rows[order], weights=gain[order] * discount).astype(np.float64)


def _miscalibration(stated: Floats, true: Floats) -> float:
    order = np.argsort(stated, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    gaps = [abs(stated[part].mean() - true[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / len(stated) / true.mean())
