"""How far down a list people look: the chance that a place is seen, against the first.

Where neighbours of almost equal rank were drawn by lot, the same postings stood
at both places: the ratio of their answers, each over its chance to stand there,
is the ratio of the places. That needs no model. With few draws the curve is the
one under which the answers are most likely, together with the ranker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray
from matching.learning.examples import Examples
from matching.learning.logistic import Answers, sigmoid
from matching.ranker import Score

ENOUGH = 0.2
"""A curve from draws stands by itself when its steepness is known to this standard error."""

_USUAL, _USUAL_ERROR = 0.7, 0.5
_BENT = 0.1  # how far a step may lie off the power law, as a standard deviation
_SETTLED = 1e-5
_ALL = 2.0  # steepness beyond which nobody would see a second page


@dataclass(frozen=True)
class Curve:
    """Chance that place k is seen, over that of the first: k ** -steepness, bent by step.

    `error` is the standard error of the steepness; `steps` the logarithms of the
    ratio of each place to the next, from the first on, where draws tell them.
    """

    steepness: float
    error: float
    steps: tuple[float, ...] = ()

    def at(self, place: IntArray) -> Score:
        """Return the chance of each place, float64, at most 1."""
        most = max(int(place.max(initial=1)), 1)
        numbers = np.arange(1, most, dtype=np.float64)
        falls = self.steepness * np.log((numbers + 1) / numbers)
        told = np.array(self.steps[: len(falls)])
        falls[: len(told)] = told
        seen = np.exp(-np.concatenate(([0.0], np.cumsum(falls))))
        chance: Score = seen[np.maximum(place, 1) - 1]
        return chance


USUAL = Curve(_USUAL, _USUAL_ERROR)
"""What is thought before anything was recorded."""

EVERYTHING_SEEN = Curve(0.0, 0.0)
"""The curve of a ranker that is not corrected."""


def curve_from_draws(examples: Examples) -> Curve | None:
    """Return the curve that the draws tell, None where they tell nothing."""
    ratio, variance = _ratios(examples)
    told = np.isfinite(variance)
    if not told.any():
        return None
    numbers = np.arange(1, len(ratio) + 1)
    distance = np.log((numbers + 1) / numbers)
    weight = np.where(told, 1 / np.where(told, variance, 1), 0)
    worth = float(weight @ (distance * distance))
    steepness = float(weight @ (distance * np.where(told, ratio, 0)) / worth)
    steepness = min(max(steepness, 0.0), _ALL)
    usual = steepness * distance
    trusted = np.where(told, weight / (weight + _BENT**-2), 0)
    bent = np.maximum(usual + trusted * (np.where(told, ratio, 0) - usual), 0)
    return Curve(steepness, worth**-0.5, tuple(round(float(step), 6) for step in bent))


def likelier(curve: Curve, odds: Score, examples: Examples, weight: Score) -> Curve:
    """Return the steepness under which the answers to pairs of these log odds are likeliest.

    `curve` says what is thought beforehand, with its error.
    """
    depth, chance = np.log(np.maximum(examples.place, 1)), sigmoid(odds)
    steepness, precision = curve.steepness, curve.error**-2
    worth = precision
    for _ in range(20):
        seen = np.minimum(np.exp(-steepness * depth) * chance, 1 - 1e-9)
        slope = float(weight @ (depth * (seen - examples.applied) / (1 - seen)))
        slope += precision * (curve.steepness - steepness)
        worth = precision + float(weight @ (depth * depth * seen / (1 - seen)))
        moved = min(max(steepness + slope / worth, 0.0), _ALL) - steepness
        steepness += moved
        if abs(moved) < _SETTLED:
            break
    return Curve(steepness, worth**-0.5)


def answers_of(examples: Examples, curve: Curve, weight: Score) -> Answers:
    """Return the rows as answers "would apply", without a design."""
    nothing = np.zeros((len(examples), 0), np.float32)
    return Answers(nothing, examples.applied, curve.at(examples.place), weight)


def drawn_steps(examples: Examples) -> IntArray:
    """Return the place of the upper of each row's drawn pair, 0 where nothing was drawn.

    A pair counts where both its rows are there.
    """
    step = np.zeros(len(examples), np.int64)
    rows = np.flatnonzero(examples.drawn)
    rows = rows[np.lexsort((examples.place[rows], examples.lists[rows]))]
    lists, place = examples.lists[rows].tolist(), examples.place[rows].tolist()
    n = 0
    while n < len(rows) - 1:
        paired = lists[n] == lists[n + 1] and place[n] + 1 == place[n + 1]
        if paired:
            step[rows[n : n + 2]] = place[n]
        n += 2 if paired else 1
    return step


def _ratios(examples: Examples) -> tuple[Score, Score]:
    """Return the log ratio of each place to the next, and its variance; inf where not told."""
    step = drawn_steps(examples)
    answered = (examples.opened | examples.applied) & (step > 0)
    size = int(step.max(initial=0))
    upper, upper_error = _weighed(examples, answered & (examples.place == step), step, size)
    lower, lower_error = _weighed(examples, answered & (examples.place != step), step, size)
    told = (upper > 0) & (lower > 0)
    ratio = np.log(np.where(told, upper, 1) / np.where(told, lower, 1))
    variance = np.where(told, upper_error + lower_error, np.inf)
    return ratio, variance


def _weighed(
    examples: Examples, rows: NDArray[np.bool_], step: IntArray, size: int
) -> tuple[Score, Score]:
    """Return the answers of each step over their chances, and the variance of their logarithm."""
    worth = 1 / np.maximum(examples.propensity[rows], 1e-3)
    total, squares = np.zeros(size + 1), np.zeros(size + 1)
    np.add.at(total, step[rows], worth)
    np.add.at(squares, step[rows], worth * worth)
    total, squares = total[1:], squares[1:]
    return total, squares / np.maximum(total, 1e-9) ** 2
