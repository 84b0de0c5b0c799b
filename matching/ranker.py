"""From features to two answers: would the person like it, and can they get it.

A ranker turns the feature array into the chance that a person would apply and
the chance that they would then be hired; the rank is their product (French
field trials found either alone worse). `FixedWeights` serves until there is
data; a learned ranker takes its place by the same protocol.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.conversion import FloatArray
from matching.features import FEATURES, NAMES

DECIMALS = 6
"""Scores are kept to this many decimals, the same on every machine."""

Score = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Answers for pairs, each float64 (pairs,), between 0 and 1."""

    apply: Score
    hire: Score

    @cached_property
    def rank(self) -> Score:
        """Chance that the person applies and is hired."""
        product: Score = self.apply * self.hire
        return product


@dataclass(frozen=True)
class Levels:
    """Where a ranker's ranks stand, as those of two rankers cannot be compared.

    `pushed` is the least that a new posting must be worth to be pushed to a person, `good` what a
    good personal match is worth.
    """

    pushed: float
    good: float


class Ranker(Protocol):
    """What a cycle needs of a ranker. Columns of `features` are in the order of `NAMES`."""

    @property
    def version(self) -> str:
        """Name the weights or the model, for the run record."""

    @property
    def levels(self) -> Levels:
        """Say where its ranks stand."""

    def score(self, features: FloatArray) -> Scores:
        """Return the answers for features of shape (pairs, features)."""

    def contributions(self, features: FloatArray) -> FloatArray:
        """Return how far each feature speaks for each pair or against it, (pairs, features).

        In log odds over both answers, against a fair value of the feature; 0
        where it is not known.
        """


@dataclass(frozen=True)
class Weight:
    """What one feature is worth in one answer.

    The share earned grows from 0 at `worst` to 1 at `best`, linearly; a value
    that is not known earns the share `unknown`. From `fair` on a value counts
    as a reason for the posting, below it as a weak point.
    """

    feature: str
    weight: float
    worst: float
    best: float
    fair: float
    unknown: float


APPLY = (
    Weight("occupation_closeness", 2.2, worst=0.0, best=1.0, fair=0.3, unknown=0.35),
    Weight("text_similarity", 2.5, worst=0.5, best=0.68, fair=0.55, unknown=0.3),
    Weight("distance_km", 4.5, worst=80.0, best=2.0, fair=20.0, unknown=0.25),
    Weight("pay_fit", 2.0, worst=0.4, best=1.1, fair=0.98, unknown=0.4),
    Weight("unused_education_levels", 0.8, worst=2.0, best=0.0, fair=0.5, unknown=0.8),
    Weight("hard_conditions", 0.8, worst=4.0, best=0.0, fair=1.0, unknown=0.75),
    Weight("age_days", 0.6, worst=60.0, best=1.0, fair=20.0, unknown=0.5),
    Weight("place_roughness_km", 0.3, worst=15.0, best=0.0, fair=4.0, unknown=0.0),
)
"""Weights of the answer "would apply"."""

HIRE = (
    Weight("occupation_closeness", 1.5, worst=0.0, best=1.0, fair=0.3, unknown=0.1),
    Weight("skills_overlap", 0.5, worst=0.0, best=0.6, fair=0.4, unknown=0.3),
    Weight("experience_fit", 0.9, worst=0.2, best=1.0, fair=0.8, unknown=0.6),
    Weight("text_similarity", 2.0, worst=0.3, best=0.8, fair=0.5, unknown=0.3),
    Weight("certificates_held", 0.4, worst=0.0, best=1.0, fair=0.5, unknown=0.8),
    Weight("education_fit", 0.6, worst=0.0, best=1.0, fair=0.7, unknown=0.6),
    Weight("openings", 0.5, worst=1.0, best=20.0, fair=4.0, unknown=0.15),
)
"""Weights of the answer "would be hired"."""

APPLY_BASE, HIRE_BASE = -10.0, -6.0
"""Log odds of a pair that earns nothing."""


@dataclass(frozen=True)
class FixedWeights:
    """Two logistic answers with weights in one register.

    Set by hand, then moved towards the grades of one half of the judged set and rounded; the
    other half agreed (decision 12).
    """

    apply: tuple[Weight, ...] = APPLY
    hire: tuple[Weight, ...] = HIRE
    apply_base: float = APPLY_BASE
    hire_base: float = HIRE_BASE

    def __post_init__(self) -> None:
        """Raise ValueError when a weight contradicts its feature's direction."""
        directions = {feature.name: feature.direction for feature in FEATURES}
        for item in (*self.apply, *self.hire):
            if (item.best - item.worst) * directions[item.feature] * item.weight <= 0:
                raise ValueError(f"{item.feature} is weighted against its direction")

    @cached_property
    def version(self) -> str:
        """Name and content hash of the weights."""
        text = json.dumps(asdict(self), sort_keys=True)
        return "fixed-" + hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def levels(self) -> Levels:
        """Return the levels that suit these weights.

        Of the judged set the first keeps 96% of the best pairs, and 17% of those that do not fit.
        """
        return Levels(pushed=0.02, good=0.3)

    def score(self, features: FloatArray) -> Scores:
        """Return both answers; each pair by itself, in a fixed order of sums."""
        return Scores(
            apply=_chance(features, self.apply, self.apply_base),
            hire=_chance(features, self.hire, self.hire_base),
        )

    def contributions(self, features: FloatArray) -> FloatArray:
        """Return each feature's gain or loss against its fair value, (pairs, features)."""
        moved = np.zeros(features.shape, np.float64)
        for item in (*self.apply, *self.hire):
            column = NAMES.index(item.feature)
            values = features[:, column]
            fair = _earned(np.array([item.fair], np.float32), item)
            gain = item.weight * (_earned(values, item) - fair)
            moved[:, column] += np.where(np.isnan(values), 0, gain)
        return moved.astype(np.float32)


def _earned(values: FloatArray, item: Weight) -> Score:
    share = np.clip((values.astype(np.float64) - item.worst) / (item.best - item.worst), 0, 1)
    return np.where(np.isnan(share), item.unknown, share)


def _chance(features: FloatArray, weights: tuple[Weight, ...], base: float) -> Score:
    odds = np.full(len(features), base)
    for item in weights:
        odds += item.weight * _earned(features[:, NAMES.index(item.feature)], item)
    chance: Score = np.round(1 / (1 + np.exp(-odds)), DECIMALS)
    return chance
