"""A small logistic regression and the area under its curve, with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

RIDGE = 1.0
_STEPS, _SMALL = 50, 1e-8
_Z95 = 1.959964


@dataclass(frozen=True)
class Area:
    """Area under the ROC curve with its 95% interval: 0.5 tells nothing apart, 1 everything."""

    value: float
    low: float
    high: float


def fitted(columns: Floats, member: Mask, ridge: float = RIDGE) -> Floats:
    """Return the weights of a logistic regression, the intercept last.

    Newton's method; the squares of all weights but the intercept are held small.

    Parameters
    ----------
    columns : float64 array (rows, n), of comparable scale
    member : bool array (rows,)
    ridge : weight of the squares, above 0

    Returns
    -------
    float64 array (n + 1,)
    """
    rows = np.column_stack((columns, np.ones(len(columns))))
    held = np.diag([*[ridge] * columns.shape[1], _SMALL])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (member - chance) - held @ weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + held
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < _SMALL:
            break
    return weights


def area(scores: Floats, member: Mask) -> Area:
    """Return the area under the ROC curve of scores, with DeLong's interval.

    References
    ----------
    DeLong, DeLong, Clarke-Pearson, 1988; Sun, Xu, "Fast implementation", 2014.
    """
    inside, outside = scores[member], scores[~member]
    above = _below(outside, inside) / len(outside)
    under = 1 - _below(inside, outside) / len(inside)
    value = float(above.mean())
    error = _Z95 * float(np.sqrt(_of_mean(above) + _of_mean(under)))
    return Area(value, max(0.0, value - error), min(1.0, value + error))


def _below(values: Floats, bounds: Floats) -> Floats:
    """Return how many values lie below each bound; equal ones count half."""
    ascending = np.sort(values)
    left = np.searchsorted(ascending, bounds, "left")
    right = np.searchsorted(ascending, bounds, "right")
    return (left + right) / 2


def _of_mean(values: Floats) -> float:
    """Return the variance of the mean."""
    return float(values.var(ddof=1) / len(values)) if len(values) > 1 else 0.0
