"""The one register of features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.conversion import FloatArray
from matching.features.pairs import Pairs

Compute = Callable[[Pairs], FloatArray]


@dataclass(frozen=True)
class Feature:
    """One number about a pair.

    `direction` is +1 where more of it may only raise a rank, -1 where it may
    only lower it. A change of meaning raises `version`. `good` and `weak` are
    the reason codes when it speaks for or against a pair; the other two when
    it is not known because the posting, or the person, does not say.
    """

    name: str
    direction: int
    version: int
    good: str | None
    weak: str | None
    posting_silent: str | None
    person_silent: str | None
    compute: Compute


FEATURES: list[Feature] = []
NAMES: list[str] = []


def feature(
    *,
    direction: int,
    good: str | None = None,
    weak: str | None = None,
    posting_silent: str | None = None,
    person_silent: str | None = None,
    version: int = 1,
) -> Callable[[Compute], Compute]:
    """Register the decorated function as a feature under its own name.

    Raises ValueError when the name is taken.
    """

    def register(compute: Compute) -> Compute:
        name = compute.__name__
        if name in NAMES:
            raise ValueError(f"feature {name} is registered twice")
        NAMES.append(name)
        FEATURES.append(
            Feature(name, direction, version, good, weak, posting_silent, person_silent, compute)
        )
        return compute

    return register


def feature_array(pairs: Pairs) -> FloatArray:
    """Compute every registered feature of the pairs.

    Returns
    -------
    float32 array of shape (pairs, features)
        Columns in the order of `NAMES`; NaN where a value is not known.
    """
    values = np.empty((len(FEATURES), len(pairs)), np.float32)
    for row, item in enumerate(FEATURES):
        values[row] = item.compute(pairs)
    return values.T
