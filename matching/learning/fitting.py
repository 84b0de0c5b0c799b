"""Fitting the learned ranker: what was recorded moves the curves away from the fixed weights."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.conversion import FloatArray
from matching.learning.examination import (
    ENOUGH,
    EVERYTHING_SEEN,
    USUAL,
    Curve,
    curve_from_draws,
    likelier,
)
from matching.learning.examples import Examples
from matching.learning.learned import LearnedRanker
from matching.learning.logistic import Answers, Beforehand, Fitted, fit_logistic, odds_of
from matching.learning.shapes import Head, Layout, fair_values
from matching.ranker import (
    APPLY,
    DECIMALS,
    HIRE,
    HIRE_BASE,
    FixedWeights,
    Levels,
    Score,
    Weight,
)

PRIOR_ERROR = 0.4
"""How far a rise of a curve is thought to lie off that of the fixed weights, in log odds."""

HALF_LIFE_DAYS = 120
"""After so many days a row counts half: people and markets change."""

KEPT_WEIGHT = 2.0
"""A hiring that lasted is learnt from as two; the chances are calibrated on plain hirings."""

HELD_OUT = 0.2
"""Share of lists (for hiring, of rows) on which the answers are calibrated."""

_ROUNDS, _SETTLED = 8, 0.005
_SLOPE_ERROR = 0.3
_LEAST_SLOPE = 0.2
_FLAT = Beforehand(np.ones(1), np.full(1, _SLOPE_ERROR**-2))


@dataclass(frozen=True)
class Fit:
    """A fitted ranker, and the curve of examination it was corrected by."""

    ranker: LearnedRanker
    curve: Curve


def fit(examples: Examples, *, corrected: bool = True, seed: int = 0) -> LearnedRanker:
    """Return the ranker that the examples make most likely.

    `corrected` takes into account that lower places are looked at less; `seed` decides which
    lists are held out for calibration. The same examples give the same ranker.

    Raises ValueError without examples.
    """
    return fit_with_curve(examples, corrected=corrected, seed=seed).ranker


def fit_with_curve(examples: Examples, *, corrected: bool = True, seed: int = 0) -> Fit:
    """As `fit`, with the curve of examination."""
    if not len(examples):
        raise ValueError("no examples")
    held = held_out(examples, seed)
    weight = _weight(examples)
    learnt, curve = _apply_head(examples.of(~held), weight[~held], corrected=corrected)
    apply = _calibrated(learnt, examples.of(held), weight[held], curve)
    hire = _hire_head(examples, weight, held)
    ranker = LearnedRanker(apply, hire, Levels(0.0, 0.0))
    return Fit(replace(ranker, base_levels=_levels(ranker, examples.features)), curve)


def held_out(examples: Examples, seed: int) -> NDArray[np.bool_]:
    """Mark the rows of the lists that are left for calibration."""
    lists, row_of = np.unique(examples.lists, return_inverse=True)
    random = np.random.default_rng(seed)
    marked: NDArray[np.bool_] = (random.random(len(lists)) < HELD_OUT)[row_of]
    return marked if not marked.all() else np.zeros_like(marked)


def _apply_head(examples: Examples, weight: Score, *, corrected: bool) -> tuple[Head, Curve]:
    layout = Layout.of(APPLY)
    design = layout.design(examples.features)
    drawn = curve_from_draws(examples) if corrected else EVERYTHING_SEEN
    curve = beforehand = drawn or USUAL
    found = _learnt(examples, design, weight, curve)
    if drawn is None or drawn.error > ENOUGH:
        for _ in range(_ROUNDS):
            odds = odds_of(design, found)
            last, curve = curve, likelier(beforehand, odds, examples, weight)
            found = _learnt(examples, design, weight, curve, found)
            if abs(last.steepness - curve.steepness) < _SETTLED:
                break
    return _head(found, layout, APPLY), curve


def _learnt(
    examples: Examples,
    design: FloatArray,
    weight: Score,
    curve: Curve,
    start: Fitted | None = None,
) -> Fitted:
    answers = Answers(design, examples.applied, curve.at(examples.place), weight)
    return fit_logistic(answers, _before(Layout.of(APPLY)), start)


def _hire_head(examples: Examples, weight: Score, held: NDArray[np.bool_]) -> Head:
    """Return the answer "would be hired", from those who wanted the posting."""
    layout = Layout.of(HIRE)
    learnt = examples.decided & ~held
    if not learnt.any():
        return _head(Fitted(HIRE_BASE, np.maximum(layout.prior, 0)), layout, HIRE)
    rows = examples.of(learnt)
    seen = np.ones(len(rows))
    told = weight[learnt] * np.where(rows.kept, KEPT_WEIGHT, 1.0)
    answers = Answers(layout.design(rows.features), rows.hired, seen, told)
    head = _head(fit_logistic(answers, _before(layout)), layout, HIRE)
    checked = examples.decided & held
    asked = examples.of(checked)
    asked = replace(asked, applied=asked.hired)
    return _calibrated(head, asked, weight[checked], EVERYTHING_SEEN)


def _levels(ranker: LearnedRanker, features: FloatArray) -> Levels:
    """Return the levels over which as many pairs lie as over those of the fixed weights."""
    fixed = FixedWeights()
    usual, rank = fixed.score(features).rank, ranker.score(features).rank
    below = [float((usual < level).mean()) for level in astuple(fixed.levels)]
    pushed, good = np.quantile(rank, below).tolist()
    return Levels(round(pushed, DECIMALS), round(good, DECIMALS))


def _calibrated(head: Head, examples: Examples, weight: Score, curve: Curve) -> Head:
    """Return the answer with the slope and shift under which rows not learnt from are likeliest.

    Two numbers (Platt), not a staircase: the answer stays a sum of curves.
    """
    if not len(examples):
        return head
    odds = head.odds(examples.features)
    design = odds[:, None].astype(np.float32)
    answers = Answers(design, examples.applied, curve.at(examples.place), weight)
    found = fit_logistic(answers, _FLAT, Fitted(0.0, np.ones(1)))
    return head.calibrated(max(float(found.parameters[0]), _LEAST_SLOPE), found.base)


def _before(layout: Layout) -> Beforehand:
    return Beforehand(layout.prior, np.full(len(layout.prior), PRIOR_ERROR**-2))


def _head(found: Fitted, layout: Layout, weights: tuple[Weight, ...]) -> Head:
    shapes = layout.shapes(found.parameters, fair_values(weights))
    return Head(round(found.base, 6), shapes)


def _weight(examples: Examples) -> Score:
    age = float(examples.day.max()) - examples.day
    weight: Score = 0.5 ** (age / HALF_LIFE_DAYS)
    return weight
