"""The first look at all pairs: what the fixed weights say of each, nearly exactly and cheaply.

Skills and certificates are left out, as they need the members of sets. Without them the ten
that the ranker puts first are among the first sixty in 99.5% (`benchmarks/retrieval.py`).
A pair's value is -(1 + e^-a)(1 + e^-h) for the log odds a, h of both answers: the order of
their product, without a logarithm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray
from matching.features import FEATURES, Pairs
from matching.features.terms import middle_pay
from matching.geography import straight_squares
from matching.ranker import APPLY, APPLY_BASE, HIRE, HIRE_BASE, Score, Weight, earned, log_odds

_LEFT_OUT = {"skills_overlap", "certificates_held"}
_OF_POSTING = {"hard_conditions", "age_days", "place_roughness_km", "openings"}
_OF_OCCUPATION = {"occupation_closeness"}
_OF_SCHOOLING = {"education_fit", "unused_education_levels", "experience_fit"}

_ANSWERS = tuple(
    (tuple(item for item in weights if item.feature not in _LEFT_OUT), base)
    for weights, base in ((APPLY, APPLY_BASE), (HIRE, HIRE_BASE))
)
_COMPUTE = {item.name: item.compute for item in FEATURES}

_COSINE_ERROR = 5e-5
_ROUNDING = 1e-4


def exact_values(features: FloatArray) -> Score:
    """Return the value of pairs one by one, float64 (pairs,), for features (pairs, features)."""
    apply, hire = (log_odds(features, weights, base) for weights, base in _ANSWERS)
    value: Score = -(1 + np.exp(-apply)) * (1 + np.exp(-hire))
    return value


@dataclass(frozen=True)
class FirstLook:
    """The postings' side, made ready.

    Attributes
    ----------
    postings : columns of m postings
    day : days since 1970
    alone : for each answer float32 (m,): its base and what depends on the posting alone
    pay : float32 (m,), middle of the pay in fen, NaN where nothing is stated
    """

    postings: PostingColumns
    day: int
    alone: tuple[FloatArray, ...]
    pay: FloatArray

    @classmethod
    def of(cls, seekers: SeekerColumns, postings: PostingColumns, day: int) -> FirstLook:
        """Make ready for looks at some of these people."""
        rows = np.arange(len(postings))
        pairs = Pairs(seekers, postings, np.zeros_like(rows), rows, day)  # anybody does
        alone = tuple(
            (base + _sum(pairs, weights, _OF_POSTING)).astype(np.float32)
            for weights, base in _ANSWERS
        )
        return cls(postings, day, alone, middle_pay(postings).astype(np.float32))

    def values(self, people: SeekerColumns, cosines: FloatArray) -> tuple[FloatArray, float]:
        """Return the value of each pair, and twice the error it may have, as a share of it.

        Parameters
        ----------
        people : columns of n people
        cosines : float32 array (n, m), of both texts
        """
        squares, error = straight_squares(people.area_units, self.postings.area_ground)
        km = np.sqrt(np.maximum(squares, 0, out=squares), out=squares)
        looks = {"text_similarity": cosines, "distance_km": km, "pay_fit": self._pay_fit(people)}
        apply, hire = (
            self._unlikely(people, weights, alone, looks)
            for (weights, _), alone in zip(_ANSWERS, self.alone, strict=True)
        )
        apply *= hire
        return np.negative(apply, out=apply), _slack(error)

    def _unlikely(
        self,
        people: SeekerColumns,
        weights: tuple[Weight, ...],
        alone: FloatArray,
        looks: dict[str, FloatArray],
    ) -> FloatArray:
        """Return 1 + e^-odds of one answer."""
        odds = self._odds(people, weights, alone, looks)
        np.exp(np.negative(odds, out=odds), out=odds)
        odds += 1
        return odds

    def _odds(
        self,
        people: SeekerColumns,
        weights: tuple[Weight, ...],
        alone: FloatArray,
        looks: dict[str, FloatArray],
    ) -> FloatArray:
        odds = self._by_class(people, weights, _OF_OCCUPATION, self.postings.occupation_classes)
        odds += self._by_class(people, weights, _OF_SCHOOLING, self.postings.schooling_classes)
        odds += alone
        for item in weights:
            if item.feature in looks:
                unknown = self._unknown(people, item.feature)
                odds += _worth(looks[item.feature], item, *unknown)
        return odds

    def _by_class(
        self,
        people: SeekerColumns,
        weights: tuple[Weight, ...],
        features: set[str],
        classes: tuple[IntArray, IntArray],
    ) -> FloatArray:
        """Work out one posting of each class and spread it over the others."""
        rows, which = classes
        i, j = np.repeat(np.arange(len(people)), len(rows)), np.tile(rows, len(people))
        worth = _sum(Pairs(people, self.postings, i, j, self.day), weights, features)
        table = worth.astype(np.float32).reshape(len(people), len(rows))
        return np.take(table, which, axis=1)

    def _pay_fit(self, people: SeekerColumns) -> FloatArray:
        wish = np.where(people.min_pay_fen > 0, people.min_pay_fen, 1)
        return self.pay * (1 / wish).astype(np.float32)[:, None]

    def _unknown(
        self, people: SeekerColumns, feature: str
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return for which people, and for which postings, a feature is not known."""
        match feature:
            case "text_similarity":
                return ~people.has_text, ~self.postings.has_text
            case "distance_km":
                return np.isnan(people.areas[:, 0]), np.isnan(self.postings.areas[:, 0])
        return ~(people.min_pay_fen > 0), np.isnan(self.pay)


def _sum(pairs: Pairs, weights: tuple[Weight, ...], features: set[str]) -> Score:
    total = np.zeros(len(pairs))
    for item in weights:
        if item.feature in features:
            total += item.weight * earned(_COMPUTE[item.feature](pairs), item)
    return total


def _worth(
    values: FloatArray, item: Weight, people: NDArray[np.bool_], postings: NDArray[np.bool_]
) -> FloatArray:
    """What each pair earns of one weight; `people` and `postings` of whom nothing is known."""
    slope = item.weight / (item.best - item.worst)
    worth = values * np.float32(slope)
    worth -= np.float32(slope * item.worst)
    np.clip(worth, 0, np.float32(item.weight), out=worth)
    for row in np.flatnonzero(people).tolist():
        worth[row] = item.weight * item.unknown
    if postings.any():
        worth[:, postings] = item.weight * item.unknown
    return worth


def _slack(square_error: float) -> float:
    """Twice the largest error of a value, as a share of it: that of the log odds added up."""
    return 2 * (sum(_errors(square_error)) + _ROUNDING)


def _errors(square_error: float) -> Iterator[float]:
    for weights, _ in _ANSWERS:
        for item in weights:
            slope = abs(item.weight / (item.best - item.worst))
            if item.feature == "text_similarity":
                yield slope * _COSINE_ERROR
            elif item.feature == "distance_km":  # nearer than `best` a kilometre counts nothing
                yield slope * square_error / (2 * item.best)
