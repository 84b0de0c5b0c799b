"""One answer as a sum of curves: each feature's part of the log odds, never against its direction.

A curve is straight between fixed knots and level beyond the outermost two. Knots
are round numbers, the same for every model, so that a model tells nothing about
single people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from matching.conversion import FloatArray
from matching.features import FEATURES, NAMES
from matching.ranker import APPLY, HIRE, Score, Weight

KNOTS: dict[str, tuple[float, ...]] = {
    "distance_km": (0, 2, 5, 10, 20, 40, 80, 160),
    "place_roughness_km": (0, 4, 15),
    "pay_fit": (0.4, 0.6, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6),
    "hard_conditions": (0, 1, 2, 3, 4),
    "age_days": (0, 3, 7, 14, 30, 60),
    "openings": (1, 2, 4, 8, 20),
    "occupation_closeness": (0, 0.15, 0.4, 0.75, 1),
    "text_similarity": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8),
    "skills_overlap": (0, 0.2, 0.4, 0.6, 1),
    "certificates_held": (0, 0.5, 1),
    "education_fit": (0, 1 / 3, 2 / 3, 1),
    "unused_education_levels": (0, 1, 2, 4),
    "experience_fit": (0.2, 0.4, 0.6, 0.8, 1),
}
"""Where a feature's curve may bend."""

_DIRECTION = {item.name: item.direction for item in FEATURES}
_DECIMALS = 6


@dataclass(frozen=True)
class Shape:
    """What one feature adds to the log odds: `values` at `knots`, `unknown` where it is NaN.

    From `fair` on a value counts as a reason for the posting.
    """

    feature: str
    knots: tuple[float, ...]
    values: tuple[float, ...]
    unknown: float
    fair: float

    def __post_init__(self) -> None:
        """Raise ValueError when the curve is misshapen or runs against its feature's direction."""
        if self.feature not in _DIRECTION:
            raise ValueError(f"no feature {self.feature}")
        numbers = np.array([*self.knots, *self.values, self.unknown, self.fair], np.float64)
        knots, values = np.array(self.knots), np.array(self.values)
        if len(knots) != len(values) or len(knots) < 2 or not np.isfinite(numbers).all():  # noqa: PLR2004
            raise ValueError(f"{self.feature} has no curve")
        if (np.diff(knots) <= 0).any():
            raise ValueError(f"knots of {self.feature} do not ascend")
        if (np.diff(values) * _DIRECTION[self.feature] < 0).any():
            raise ValueError(f"{self.feature} runs against its direction")

    def at(self, values: FloatArray) -> Score:
        """Return the part of the log odds of each value, float64 of the same shape."""
        part = np.interp(values.astype(np.float64), self.knots, self.values)
        return np.where(np.isnan(values), self.unknown, part)

    def scaled(self, by: float) -> Shape:
        """Return the curve with all parts multiplied."""
        values = tuple(_rounded(value * by) for value in self.values)
        return Shape(self.feature, self.knots, values, _rounded(self.unknown * by), self.fair)


@dataclass(frozen=True)
class Head:
    """One answer: the log odds of a pair are `base` and the part of each curve."""

    base: float
    shapes: tuple[Shape, ...]

    def odds(self, features: FloatArray) -> Score:
        """Return the log odds of each row, float64 (rows,), summed in a fixed order."""
        odds = np.full(len(features), self.base)
        for shape in self.shapes:
            odds += shape.at(features[:, NAMES.index(shape.feature)])
        return odds

    def moved(self, features: FloatArray) -> Score:
        """Return how far each feature moves each row against its fair value, (rows, features)."""
        moved = np.zeros(features.shape)
        for shape in self.shapes:
            column = NAMES.index(shape.feature)
            values = features[:, column]
            fair = shape.at(np.array([shape.fair], np.float32))
            moved[:, column] = np.where(np.isnan(values), 0, shape.at(values) - fair)
        return moved

    def calibrated(self, slope: float, shift: float) -> Head:
        """Return the answer with log odds `slope` · odds + `shift`."""
        shapes = tuple(shape.scaled(slope) for shape in self.shapes)
        return Head(_rounded(self.base * slope + shift), shapes)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"base": self.base, "shapes": [dict(vars(shape)) for shape in self.shapes]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Return the answer of what `to_json` returned. Raises ValueError, KeyError, TypeError."""
        return cls(float(stored["base"]), tuple(_shape(each) for each in stored["shapes"]))


@dataclass(frozen=True)
class Layout:
    """How the curves of an answer are laid out as parameters that may not be negative.

    For each feature the rises from knot to knot, counted from its worst end, then what an
    unknown value is worth over the worst. `prior` holds what the fixed weights say.
    """

    names: tuple[str, ...]
    prior: Score

    @classmethod
    def of(cls, weights: tuple[Weight, ...]) -> Layout:
        """Return the layout of all features, with fixed weights as what is thought beforehand."""
        return cls(tuple(NAMES), np.concatenate([_prior(name, weights) for name in NAMES]))

    def design(self, features: FloatArray) -> FloatArray:
        """Return the share of each parameter in each row, float32 (rows, parameters)."""
        columns = [_shares(name, features[:, NAMES.index(name)]) for name in self.names]
        return np.concatenate(columns, axis=1)

    def shapes(self, parameters: Score, fairs: dict[str, float]) -> tuple[Shape, ...]:
        """Return the curves of parameters, (parameters,), in their order."""
        found, start = [], 0
        for name in self.names:
            size = len(KNOTS[name])
            found.append(_curve(name, parameters[start : start + size], fairs[name]))
            start += size
        return tuple(found)


def fair_values(weights: tuple[Weight, ...]) -> dict[str, float]:
    """Return from where on each feature counts as a reason: by these weights, or any others."""
    return {item.feature: item.fair for item in (*APPLY, *HIRE, *weights)}


def _prior(name: str, weights: tuple[Weight, ...]) -> Score:
    for item in weights:
        if item.feature == name:
            steps = np.array([*KNOTS[name][:: _DIRECTION[name]], np.nan])
            share = np.clip((steps - item.worst) / (item.best - item.worst), 0, 1)
            earned = item.weight * np.where(np.isnan(share), item.unknown, share)
            return np.concatenate((np.diff(earned[:-1]), [earned[-1] - earned[0]]))
    return np.zeros(len(KNOTS[name]))


def _shares(name: str, values: FloatArray) -> FloatArray:
    """Return how much of each rise a value has climbed, and whether it is unknown."""
    direction = _DIRECTION[name]
    knots = np.array(KNOTS[name])[::direction] * direction
    climbed = (values[:, None] * direction - knots[:-1]) / np.diff(knots)
    known = np.nan_to_num(np.clip(climbed, 0, 1), nan=0.0)
    return np.concatenate((known, np.isnan(values)[:, None]), axis=1).astype(np.float32)


def _curve(name: str, parameters: Score, fair: float) -> Shape:
    heights = np.concatenate(([0.0], np.cumsum(parameters[:-1])))
    unknown = min(float(parameters[-1]), float(heights[-1]))  # never worth more than the best
    values = tuple(_rounded(height) for height in heights[:: _DIRECTION[name]].tolist())
    knots = tuple(float(knot) for knot in KNOTS[name])
    return Shape(name, knots, values, _rounded(unknown), float(fair))


def _shape(stored: dict[str, Any]) -> Shape:
    return Shape(
        feature=str(stored["feature"]),
        knots=tuple(float(knot) for knot in stored["knots"]),
        values=tuple(float(value) for value in stored["values"]),
        unknown=float(stored["unknown"]),
        fair=float(stored["fair"]),
    )


def _rounded(value: float) -> float:
    return round(float(value), _DECIMALS)
