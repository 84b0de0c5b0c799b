"""The fixed weights as they stood after the first issue: the baseline of every later ranker.

Written out once more, with the sum, so that they stay what they are when the
ranker in use moves on. They read the registered features by name; one that
changes its meaning changes its version there, which a test holds against
`VERSION`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.conversion import FloatArray
from matching.features import NAMES
from matching.ranker import Score

VERSION = 1
"""Version of every feature that these weights were set for."""


@dataclass(frozen=True)
class FrozenWeight:
    """What a feature is worth: nothing at `worst`, all at `best`, a share where not known."""

    feature: str
    weight: float
    worst: float
    best: float
    unknown: float


APPLY = (
    FrozenWeight("occupation_closeness", 3.0, worst=0.0, best=1.0, unknown=0.3),
    FrozenWeight("text_similarity", 2.5, worst=0.35, best=0.8, unknown=0.3),
    FrozenWeight("distance_km", 2.5, worst=40.0, best=2.0, unknown=0.4),
    FrozenWeight("pay_fit", 2.0, worst=0.4, best=1.3, unknown=0.5),
    FrozenWeight("unused_education_levels", 0.8, worst=3.0, best=0.0, unknown=0.8),
    FrozenWeight("hard_conditions", 0.8, worst=4.0, best=0.0, unknown=0.75),
    FrozenWeight("age_days", 0.6, worst=60.0, best=1.0, unknown=0.5),
    FrozenWeight("place_roughness_km", 0.3, worst=15.0, best=0.0, unknown=0.0),
)
HIRE = (
    FrozenWeight("occupation_closeness", 1.5, worst=0.0, best=1.0, unknown=0.3),
    FrozenWeight("skills_overlap", 1.5, worst=0.0, best=1.0, unknown=0.4),
    FrozenWeight("experience_fit", 1.5, worst=0.2, best=1.0, unknown=0.6),
    FrozenWeight("text_similarity", 1.0, worst=0.35, best=0.8, unknown=0.3),
    FrozenWeight("certificates_held", 0.8, worst=0.0, best=1.0, unknown=0.5),
    FrozenWeight("education_fit", 0.6, worst=0.0, best=1.0, unknown=0.6),
    FrozenWeight("openings", 0.6, worst=1.0, best=10.0, unknown=0.2),
)
APPLY_BASE, HIRE_BASE = -10.0, -6.0


def fixed_rank(features: FloatArray) -> Score:
    """Chance to apply times chance to be hired, of features of shape (pairs, features)."""
    product: Score = _chance(features, APPLY, APPLY_BASE) * _chance(features, HIRE, HIRE_BASE)
    return product


def _chance(features: FloatArray, weights: tuple[FrozenWeight, ...], base: float) -> Score:
    odds = np.full(len(features), base)
    for item in weights:
        values = features[:, NAMES.index(item.feature)].astype(np.float64)
        share = np.clip((values - item.worst) / (item.best - item.worst), 0, 1)
        odds += item.weight * np.where(np.isnan(share), item.unknown, share)
    chance: Score = 1 / (1 + np.exp(-odds))
    return chance
