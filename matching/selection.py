"""Choosing the best of many: exact, and the same whoever else is in the batch."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.conversion import IntArray

Floats = NDArray[np.float32] | NDArray[np.float64]

BARRED = -1e9
"""What is added to a value that may not be chosen. Adding is ten times as fast as filling in."""

_GROUP = 64


def best_columns(
    values: Floats, most: int, slack: float = 0.0, relative: float = 0.0
) -> NDArray[np.bool_]:
    """Mark a superset of each row's best columns.

    The `most`-th largest of the maxima of column groups bounds the `most`-th
    largest value from below; every value within `slack` of the bound is kept.
    With values that are off by up to half of `slack`, the true best are among
    them, so that an exact second look may choose.

    Parameters
    ----------
    values : float array of shape (n, m)
    most : how many are wanted a row
        Half of `BARRED` and less where a column may not be chosen.
    slack, relative : twice the error of a value; the second as a share of it

    Returns
    -------
    bool array of shape (n, m)
    """
    least = np.maximum(_lower_bound(values, most), BARRED)
    lowest = np.nextafter(values.dtype.type(BARRED / 2), values.dtype.type(0))
    bound = np.maximum(least - slack - relative * np.abs(least), lowest)
    marked: NDArray[np.bool_] = np.greater_equal(values, bound.astype(values.dtype)[:, None])
    return marked


def _lower_bound(values: Floats, most: int) -> Floats:
    rows, width = values.shape
    groups = width // _GROUP
    if groups < most:
        return np.full(rows, -np.inf, values.dtype)
    maxima = values[:, : groups * _GROUP].reshape(rows, _GROUP, groups).max(axis=1)
    bound: Floats = np.partition(maxima, groups - most, axis=1)[:, groups - most]
    return bound


def best_of_row(rows: IntArray, values: Floats, most: int) -> NDArray[np.bool_]:
    """Mark the best `most` entries of each row: highest value first, then the earlier entry.

    Parameters
    ----------
    rows, values : arrays of shape (pairs,)
        Rows ascend; entries of a row stand in the order in which ties go.

    Returns
    -------
    bool array of shape (pairs,)
    """
    cuts = np.flatnonzero(np.diff(rows, prepend=-1, append=-1) != 0)
    sizes = np.diff(cuts)
    bound = [_nth_best(values[a:b], most) for a, b in pairwise(cuts.tolist())]
    bounds = np.repeat(np.array(bound, values.dtype), sizes)
    keep = values > bounds
    level = np.flatnonzero(values == bounds)
    row = np.repeat(np.arange(len(sizes)), sizes)
    left = most - np.bincount(row, keep, len(sizes))
    keep[level] = place_in_row(row[level]) < left[row[level]]
    return keep


def _nth_best(values: Floats, most: int) -> float:
    if len(values) <= most:
        return -np.inf
    return float(np.partition(values, len(values) - most)[len(values) - most])


def place_in_row(sorted_rows: IntArray) -> IntArray:
    """Return each entry's place (0, 1, …) within its run of equal row numbers."""
    new = np.concatenate(([True], sorted_rows[1:] != sorted_rows[:-1]))[: len(sorted_rows)]
    position = np.arange(len(sorted_rows))
    return position - np.maximum.accumulate(np.where(new, position, 0))
