"""Does a challenger rank better than the champion? Asked of lists that it never saw.

What people did with a list tells of its order only through who looked how far:
an answer at a place that few see stands for as many as did not look. Both
rankers order the same lists anew; the difference of their gains is drawn again
and again over lists (a paired bootstrap).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray
from matching.facts import GROUPS
from matching.learning.examination import EVERYTHING_SEEN, Curve, answers_of
from matching.learning.examples import Examples
from matching.learning.logistic import log_likelihood
from matching.ranker import Ranker, Score
from matching.selection import place_in_row

HIRED_GAIN, KEPT_GAIN = 3.0, 7.0
"""What a hiring is worth, and one that lasted (exponential gains of grades 2 and 3).

An answer is worth 1.
"""

LEAST_GROUP = 40
"""A group is judged by itself from so many answered lists on."""

_DRAWS, _AT_ONCE = 1000, 50
_LEAST_SEEN = 0.05
_BINS = 10


@dataclass(frozen=True)
class Difference:
    """Gain of the challenger and of the champion, of 1 at most, and their difference.

    `low` and `high` bound the difference with 95%; `lists` counts those with an answer.
    """

    lists: int
    challenger: float
    champion: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Fitness:
    """How well one answer fits what came: log likelihood a row, and the calibration error."""

    rows: int
    log_likelihood: float
    calibration_error: float


@dataclass(frozen=True)
class Comparison:
    """A challenger beside the champion, overall and by group, and how well its chances fit."""

    overall: Difference
    groups: dict[str, Difference]
    apply: Fitness
    hire: Fitness

    @property
    def won(self) -> bool:
        """Tell whether it is surely better overall, and surely worse for no group."""
        return self.overall.low > 0 and all(each.high >= 0 for each in self.groups.values())

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, rounded."""
        figures: dict[str, Any] = _rounded(asdict(self))
        return figures | {"won": self.won}


def compare(
    challenger: Ranker, champion: Ranker, examples: Examples, curve: Curve, seed: int = 0
) -> Comparison:
    """Compare two rankers on lists that neither was fitted to."""
    gain = _gains(examples, curve)
    both = [_discounted(ranker, examples, gain) for ranker in (challenger, champion)]
    best = _by_list(examples.lists, gain / _discount(_order(examples.lists, gain)))
    _, first = np.unique(examples.lists, return_index=True)
    groups = examples.groups[first]
    chosen = {"": np.ones(len(first), np.bool_)}
    chosen |= {name: (groups >> bit) & 1 == 1 for bit, name in enumerate(GROUPS)}
    chosen["none"] = groups == 0
    told = {
        name: _difference(both[0][rows], both[1][rows], best[rows], seed)
        for name, rows in chosen.items()
    }
    return Comparison(
        overall=told.pop(""),
        groups={name: each for name, each in told.items() if each.lists >= LEAST_GROUP},
        apply=fitness(challenger.score(examples.features).apply, examples, curve),
        hire=_hire_fitness(challenger, examples),
    )


def fitness(chance: Score, examples: Examples, curve: Curve) -> Fitness:
    """Return how well the chances of wanting a posting fit the answers."""
    if not len(examples):
        return Fitness(0, 0.0, 0.0)
    answers = answers_of(examples, curve, np.ones(len(examples)))
    odds = np.log(np.clip(chance, 1e-9, 1)) - np.log1p(-np.clip(chance, 0, 1 - 1e-9))
    told = log_likelihood(odds, answers)
    return Fitness(
        rows=len(examples),
        log_likelihood=float(told.mean()),
        calibration_error=calibration_error(chance * answers.seen, answers.yes),
    )


def calibration_error(chance: Score, came: NDArray[np.bool_]) -> float:
    """Return how far chances lie off what came, over tenths of the rows by chance."""
    parts = np.array_split(np.argsort(chance, kind="stable"), _BINS)
    off = [abs(float(chance[part].sum() - came[part].sum())) for part in parts]
    return sum(off) / len(chance)


def _hire_fitness(ranker: Ranker, examples: Examples) -> Fitness:
    rows = examples.of(examples.decided)
    asked = Examples(**(vars(rows) | {"applied": rows.hired}))
    return fitness(ranker.score(rows.features).hire, asked, EVERYTHING_SEEN)


def _gains(examples: Examples, curve: Curve) -> Score:
    worth = np.where(examples.hired, HIRED_GAIN, examples.applied.astype(np.float64))
    worth = np.where(examples.kept, KEPT_GAIN, worth)
    gains: Score = worth / np.maximum(curve.at(examples.place), _LEAST_SEEN)
    return gains


def _discounted(ranker: Ranker, examples: Examples, gain: Score) -> Score:
    place = _order(examples.lists, ranker.score(examples.features).rank)
    return _by_list(examples.lists, gain / _discount(place))


def _order(lists: IntArray, value: Score) -> IntArray:
    """Return each row's place on its list, 1 for the highest value."""
    order = np.lexsort((-value, lists))
    place = np.empty(len(lists), np.int64)
    place[order] = place_in_row(lists[order]) + 1
    return place


def _discount(place: IntArray) -> Score:
    discount: Score = np.log2(place + 1.0)
    return discount


def _by_list(lists: IntArray, value: Score) -> Score:
    _, number = np.unique(lists, return_inverse=True)
    total = np.zeros(int(number.max(initial=-1)) + 1)
    np.add.at(total, number, value)
    return total


def _difference(challenger: Score, champion: Score, best: Score, seed: int) -> Difference:
    rows = best > 0
    challenger, champion, best = challenger[rows], champion[rows], best[rows]
    if not rows.any():
        return Difference(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    low, high = _interval(challenger - champion, best, seed)
    gains = float(challenger.sum() / best.sum()), float(champion.sum() / best.sum())
    return Difference(len(best), *gains, gains[0] - gains[1], low, high)


def _interval(gain: Score, best: Score, seed: int) -> tuple[float, float]:
    random = np.random.default_rng(seed)
    drawn: list[Score] = []
    for _ in range(_DRAWS // _AT_ONCE):
        often = random.poisson(1.0, (_AT_ONCE, len(best))).astype(np.float64)
        drawn.append((often @ gain) / np.maximum(often @ best, 1e-9))
    low, high = np.quantile(np.concatenate(drawn), (0.025, 0.975)).tolist()
    return low, high


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value
