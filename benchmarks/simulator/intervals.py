"""What another order would have brought, from the randomised share alone, with its interval.

While the fixed weights rank, lots decide between some neighbours of almost equal rank. A pair
whose lot fell as the challenger would have ordered it stands for all pairs (inverse
propensity); the world knows the true value, so that the interval can be held against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator.answering import Answers
from benchmarks.simulator.arms import Kind
from benchmarks.simulator.lists import DRAWN_SHARE, Lists
from benchmarks.simulator.noise import Floats
from benchmarks.simulator.pool import Size
from benchmarks.simulator.running import Run
from benchmarks.simulator.world import Truth, World
from matching.learning.comparing import compare
from matching.learning.examples import Examples
from matching.learning.fitting import fit_with_curve
from matching.ranker import FixedWeights, Ranker
from matching.selection import place_in_row

Z = 1.96
"""Standard errors on either side of an estimate: 95% where errors are normal."""


@dataclass(frozen=True)
class Estimate:
    """A value, its interval, and what it is in truth."""

    value: float
    low: float
    high: float
    true: float

    @property
    def covers(self) -> bool:
        """Tell whether the truth lies within the interval."""
        return self.low <= self.true <= self.high


@dataclass(frozen=True)
class Checked:
    """One world's estimates.

    Attributes
    ----------
    value : applications a hundred drawn pairs, had the challenger ordered them
    gain : the same, less what the order of the ranks in use brings
    steepness : how fast looks fade, as the learner sees it
    pairs : number of pairs drawn
    better : what the challenger's order of all lists is truly worth over that of the ranks in
        use: hires to be expected, discounted by place, as a share
    promoted : the product's own comparison on the same lists lets the challenger win
    demoted : it would let the fixed weights win over the challenger
    """

    value: Estimate
    gain: Estimate
    steepness: Estimate
    pairs: int
    better: float
    promoted: bool
    demoted: bool


@dataclass(frozen=True)
class DrawnPairs:
    """Pairs of neighbours between whom lots were drawn; arrays (pairs,).

    Attributes
    ----------
    by_rank, by_challenger : the order shown is that of the ranks in use, of the challenger
    propensity : chance with which the order shown was drawn
    applied : applications for either
    shown, turned : applications to be expected in the order shown, and in the other
    """

    by_rank: NDArray[np.bool_]
    by_challenger: NDArray[np.bool_]
    propensity: Floats
    applied: Floats
    shown: Floats
    turned: Floats

    @classmethod
    def joined(cls, parts: Sequence[DrawnPairs]) -> DrawnPairs:
        """Return all pairs of several weeks."""
        names = [field.name for field in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    def value(self) -> Estimate:
        """Return the applications a hundred pairs in the challenger's order."""
        true = np.where(self.by_challenger, self.shown, self.turned)
        return _of_counts(self.applied * self.by_challenger / self.propensity, true)

    def gain(self) -> Estimate:
        """Return the same, less those in the order of the ranks in use."""
        lean = self.by_challenger.astype(np.float64) - self.by_rank
        weighed = self.applied * lean / self.propensity
        return _of_differences(weighed, lean * (self.shown - self.turned))


def check_intervals(seed: int, size: Size) -> Checked:
    """Log with the fixed weights, learn from the first half, estimate on the second.

    There is no drift: what is to be estimated must not move meanwhile.
    """
    world = World.of(seed, size, drift_week=size.weeks)
    run = Run.of(Kind.FIXED, world)
    weeks = [run.week(number) for number in range(size.weeks)]
    half = size.weeks // 2
    fitted = fit_with_curve(Examples.joined(run.arm.logged[:half]))
    eta, curve = world.before.eta, fitted.curve
    drawn = DrawnPairs.joined([_drawn(*week, fitted.ranker, eta) for week in weeks[half:]])
    reach = Z * curve.error
    steepness = Estimate(
        curve.steepness, curve.steepness - reach, curve.steepness + reach, true=eta
    )
    later = Examples.joined(run.arm.logged[half:])
    truth = np.concatenate([truth.rank for _, truth, _ in weeks[half:]])
    learned, fixed = fitted.ranker, FixedWeights()
    return Checked(
        value=drawn.value(),
        gain=drawn.gain(),
        steepness=steepness,
        pairs=len(drawn.applied),
        better=_worth(learned, later, truth) / _worth(fixed, later, truth) - 1,
        promoted=compare(learned, fixed, later, curve).won,
        demoted=compare(fixed, learned, later, curve).won,
    )


def _worth(ranker: Ranker, examples: Examples, true: Floats) -> float:
    """Return the sum of true chances, discounted by the place that a ranker would give."""
    order = np.lexsort((-ranker.score(examples.features).rank, examples.lists))
    place = place_in_row(examples.lists[order]) + 1
    return float((true[order] / np.log2(place + 1)).sum())


def _drawn(
    lists: Lists, truth: Truth, answers: Answers, challenger: Ranker, eta: float
) -> DrawnPairs:
    upper = np.flatnonzero(lists.drawn)[::2]  # rows ascend by place, so pairs stand together
    lower = upper + 1
    worth = challenger.score(lists.features).rank
    looks = lists.place.astype(np.float64) ** -eta
    return DrawnPairs(
        by_rank=lists.ranked[upper] < lists.ranked[lower],
        by_challenger=worth[upper] >= worth[lower],
        propensity=lists.propensity[upper],
        applied=answers.applied[upper].astype(np.float64) + answers.applied[lower],
        shown=looks[upper] * truth.apply[upper] + looks[lower] * truth.apply[lower],
        turned=looks[upper] * truth.apply[lower] + looks[lower] * truth.apply[upper],
    )


def _of_counts(weighed: Floats, true: Floats) -> Estimate:
    """Return a hundred means of weighed counts with the score interval of rare events.

    Their variance is taken to grow with the value itself: with few answers, errors lean to one
    side, and an interval as wide below as above would be too low.
    """
    total, value = float(weighed.sum()), float(weighed.mean())
    unit = (float(weighed @ weighed) / total if total else 1 / DRAWN_SHARE) / len(weighed)
    middle, reach = value + Z * Z * unit / 2, Z * np.sqrt(unit * (value + Z * Z * unit / 4))
    return Estimate(
        100 * value, 100 * float(middle - reach), 100 * float(middle + reach), 100 * _mean(true)
    )


def _of_differences(weighed: Floats, true: Floats) -> Estimate:
    """Return a hundred means of independent pairs with the interval of normal errors."""
    value, error = _mean(weighed), float(weighed.std(ddof=1)) / np.sqrt(len(weighed))
    reach = Z * float(error)
    return Estimate(100 * value, 100 * (value - reach), 100 * (value + reach), 100 * _mean(true))


def _mean(values: Floats) -> float:
    return float(values.mean())
