"""Chance that belongs to a thing, not to a moment: the same pair meets the same luck in every arm.

Arms differ in whom they show what. Were luck drawn in order, the first difference would change
everything after it; so each draw is a hash of the seed and of what it is about.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SPAN = float(2**53)


def even(seed: int, name: str, *keys: Whole | int) -> Floats:
    """Return numbers between 0 and 1, evenly spread, one for each row of the keys.

    Parameters
    ----------
    seed, name : what the draws are for; other names give unrelated numbers
    keys : int64 arrays that broadcast together

    References
    ----------
    Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014 (the mixing).
    """
    state = _mixed(np.uint64(seed) + np.uint64(int.from_bytes(name.encode()[:7], "big")))
    with np.errstate(over="ignore"):
        for key in keys:
            state = _mixed(state ^ (np.asarray(key).astype(np.uint64) + _STEP))
    spread: Floats = ((state >> np.uint64(11)).astype(np.float64) + 0.5) / _SPAN
    return spread


def bell(seed: int, name: str, *keys: Whole | int) -> Floats:
    """Return standard normal numbers, one for each row of the keys (Box and Muller, 1958)."""
    first, second = even(seed, name + "1", *keys), even(seed, name + "2", *keys)
    numbers: Floats = np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)
    return numbers


def _mixed(state: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        state = np.asarray(state, np.uint64) + _STEP
        state = (state ^ (state >> np.uint64(30))) * _FIRST
        state = (state ^ (state >> np.uint64(27))) * _SECOND
        return state ^ (state >> np.uint64(31))
