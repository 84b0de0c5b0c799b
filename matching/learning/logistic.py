"""Logistic answers whose parameters may not be negative, seen through a curve of examination.

A row is answered with chance seen · σ(base + design · parameters): who never
looked cannot have answered. Maximum likelihood with a Gaussian of what was
thought beforehand, by Newton steps whose quadratic part is solved coordinate by
coordinate at the bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.conversion import FloatArray
from matching.ranker import Score

_STEPS, _SWEEPS, _HALVINGS = 40, 300, 25
_SMALL = 1e-7
_MOST_ODDS = 30.0
_BASE_PRECISION = 1e-3


@dataclass(frozen=True)
class Answers:
    """Rows that were answered or not.

    Attributes
    ----------
    design : float32 array of shape (rows, parameters)
    yes : bool array (rows,), answered
    seen : float64 array (rows,), chance that the row was looked at, over 0 and at most 1
    weight : float64 array (rows,)
    """

    design: FloatArray
    yes: NDArray[np.bool_]
    seen: Score
    weight: Score


@dataclass(frozen=True)
class Beforehand:
    """What is thought of the parameters before any row is seen: means and 1 / variance each."""

    mean: Score
    precision: Score


@dataclass(frozen=True)
class Fitted:
    """The most likely parameters, none negative, and the base."""

    base: float
    parameters: Score


def sigmoid(odds: Score) -> Score:
    """Return chances of log odds; odds beyond ±30 count as ±30."""
    chance: Score = 1 / (1 + np.exp(-np.clip(odds, -_MOST_ODDS, _MOST_ODDS)))
    return chance


def fit_logistic(answers: Answers, before: Beforehand, start: Fitted | None = None) -> Fitted:
    """Return the parameters that the answers and what was thought before make most likely.

    Raises ValueError without a row.
    """
    if not len(answers.yes):
        raise ValueError("nothing was answered")
    found = start or Fitted(_first_base(answers, before), np.maximum(before.mean, 0))
    loss = _loss(answers, before, found)
    for _ in range(_STEPS):
        step = _newton(answers, before, found)
        found, before_loss = _descend(answers, before, found, step, loss), loss
        loss = _loss(answers, before, found)
        if before_loss - loss < _SMALL * (1 + abs(loss)):
            break
    return found


def log_likelihood(odds: Score, answers: Answers) -> Score:
    """Return the weighted log likelihood of each row, float64 (rows,)."""
    chance = np.clip(answers.seen * sigmoid(odds), 1e-12, 1 - 1e-12)
    told: Score = answers.weight * np.where(answers.yes, np.log(chance), np.log1p(-chance))
    return told


def _first_base(answers: Answers, before: Beforehand) -> float:
    """Return the base at which as many answers are expected as were given."""
    odds = _odds(answers, Fitted(0.0, np.maximum(before.mean, 0)))
    given = float(answers.weight @ answers.yes) + 0.5
    low, high = -_MOST_ODDS - float(odds.max()), _MOST_ODDS
    for _ in range(60):
        middle = (low + high) / 2
        expected = float(answers.weight @ (answers.seen * sigmoid(odds + middle)))
        low, high = (middle, high) if expected < given else (low, middle)
    return low


def _odds(answers: Answers, found: Fitted) -> Score:
    odds: Score = answers.design.astype(np.float64) @ found.parameters + found.base
    return odds


def _loss(answers: Answers, before: Beforehand, found: Fitted) -> float:
    off = found.parameters - before.mean
    told = float(log_likelihood(_odds(answers, found), answers).sum())
    return 0.5 * float(before.precision @ (off * off)) + _BASE_PRECISION * found.base**2 / 2 - told


def _newton(answers: Answers, before: Beforehand, found: Fitted) -> Score:
    """Return the best step of the quadratic model within the bounds; the base comes last."""
    chance = sigmoid(_odds(answers, found))
    seen = np.minimum(answers.seen * chance, 1 - 1e-9)
    shown = answers.weight * (1 - chance) / (1 - seen)
    slope, bend = shown * (seen - answers.yes), shown * seen * (1 - chance)
    gradient = np.append(answers.design.T @ slope, slope.sum())
    gradient[:-1] += before.precision * (found.parameters - before.mean)
    gradient[-1] += _BASE_PRECISION * found.base
    curvature = _curvature(answers.design, bend)
    curvature[np.diag_indices_from(curvature)] += np.append(before.precision, _BASE_PRECISION)
    return _bounded_step(curvature, gradient, np.append(-found.parameters, -np.inf))


def _curvature(design: FloatArray, bend: Score) -> Score:
    """Return the curvature of the likelihood; single precision will do for the way to go."""
    scaled = np.column_stack((design, np.ones(len(bend), np.float32)))
    scaled *= np.sqrt(bend).astype(np.float32)[:, None]
    return (scaled.T @ scaled).astype(np.float64)


def _bounded_step(curvature: Score, gradient: Score, lowest: Score) -> Score:
    step, slope = np.zeros(len(gradient)), gradient.copy()
    diagonal = curvature.diagonal()
    for _ in range(_SWEEPS):
        most = 0.0
        for n in range(len(step)):
            new = max(step[n] - slope[n] / diagonal[n], lowest[n])
            moved = new - step[n]
            if moved:
                step[n] = new
                slope += curvature[n] * moved
                most = max(most, abs(moved))
        if most < _SMALL:
            break
    return step


def _descend(
    answers: Answers, before: Beforehand, found: Fitted, step: Score, loss: float
) -> Fitted:
    """Go along the step as far as the loss falls."""
    share = 1.0
    for _ in range(_HALVINGS):
        parameters = np.maximum(found.parameters + share * step[:-1], 0)
        tried = replace(found, base=found.base + share * float(step[-1]), parameters=parameters)
        if _loss(answers, before, tried) <= loss:
            return tried
        share /= 2
    return found
