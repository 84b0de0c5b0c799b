"""The first look at all pairs: what the ranker says of each, nearly exactly and cheaply.

Skills and certificates are left out, as they need the members of sets. Without them the ten
that the fixed weights put first are among the first sixty in 99.5% (`benchmarks/retrieval.py`).
A pair's value is -(1 + e^-a)(1 + e^-h) for the log odds a, h of both answers: the order of
their product, without a logarithm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.classes import Classes
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray
from matching.features import FEATURES, NAMES, Pairs
from matching.features.terms import middle_pay
from matching.geography import straight_squares
from matching.ranker import Answer, Score, Term

_LEFT_OUT = {"skills_overlap", "certificates_held"}
_OF_POSTING = {"hard_conditions", "age_days", "place_roughness_km", "openings"}
_OF_OCCUPATION = {"occupation_closeness"}
_OF_SCHOOLING = {"education_fit", "unused_education_levels", "experience_fit"}

_COMPUTE = {item.name: item.compute for item in FEATURES}

_COSINE_ERROR = 5e-5
_ROUNDING = 1e-4


Answers = tuple[Answer, Answer]


def exact_values(features: FloatArray, answers: Answers) -> Score:
    """Return the value of pairs one by one, float64 (pairs,), for features (pairs, features)."""
    apply, hire = (_exact_odds(features, *answer) for answer in answers)
    value: Score = -(1 + np.exp(-apply)) * (1 + np.exp(-hire))
    return value


def _exact_odds(features: FloatArray, terms: tuple[Term, ...], base: float) -> Score:
    odds = np.full(len(features), base)
    for term in terms:
        if term.feature not in _LEFT_OUT:
            odds += term.at(features[:, NAMES.index(term.feature)])
    return odds


@dataclass(frozen=True)
class FirstLook:
    """The postings' side, made ready.

    Attributes
    ----------
    postings : columns of m postings
    day : days since 1970
    alone : for each answer float32 (m,): its base and what depends on the posting alone
    pay : float32 (m,), middle of the pay in fen, NaN where nothing is stated
    answers : the ranker's, term by term
    """

    postings: PostingColumns
    day: int
    alone: tuple[FloatArray, ...]
    pay: FloatArray
    answers: Answers

    @cached_property
    def classes(self) -> Classes:
        """Postings of the same occupation that ask for the same schooling and experience."""
        return self.postings.occupation_classes.crossed(self.postings.schooling_classes)

    @classmethod
    def of(
        cls, seekers: SeekerColumns, postings: PostingColumns, day: int, answers: Answers
    ) -> FirstLook:
        """Make ready for looks at some of these people."""
        rows = np.arange(len(postings))
        pairs = Pairs(seekers, postings, np.zeros_like(rows), rows, day)  # anybody does
        alone = tuple(
            (base + _sum(pairs, terms, _OF_POSTING)).astype(np.float32) for terms, base in answers
        )
        return cls(postings, day, alone, middle_pay(postings).astype(np.float32), answers)

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
            self._unlikely(people, terms, alone, looks)
            for (terms, _), alone in zip(self.answers, self.alone, strict=True)
        )
        apply *= hire
        return np.negative(apply, out=apply), _slack(error, self.answers)

    def _unlikely(
        self,
        people: SeekerColumns,
        terms: tuple[Term, ...],
        alone: FloatArray,
        looks: dict[str, FloatArray],
    ) -> FloatArray:
        """Return 1 + e^-odds of one answer."""
        odds = self._odds(people, terms, alone, looks)
        np.exp(np.negative(odds, out=odds), out=odds)
        odds += 1
        return odds

    def _odds(
        self,
        people: SeekerColumns,
        terms: tuple[Term, ...],
        alone: FloatArray,
        looks: dict[str, FloatArray],
    ) -> FloatArray:
        odds = np.take(self._of_both_classes(people, terms), self.classes.which, axis=1)
        odds += alone
        for term in terms:
            if term.feature in looks:
                unknown = self._unknown(people, term.feature)
                odds += _worth(looks[term.feature], term, *unknown)
        return odds

    def _of_both_classes(self, people: SeekerColumns, terms: tuple[Term, ...]) -> FloatArray:
        """Return what occupation and schooling are worth, for one posting of each class."""
        postings, rows = self.postings, self.classes.rows
        work, school = postings.occupation_classes, postings.schooling_classes
        table = self._of_class(people, terms, _OF_OCCUPATION, work)[:, work.which[rows]]
        table += self._of_class(people, terms, _OF_SCHOOLING, school)[:, school.which[rows]]
        return table

    def _of_class(
        self, people: SeekerColumns, terms: tuple[Term, ...], features: set[str], classes: Classes
    ) -> FloatArray:
        """Return what some features are worth for one posting of each class."""
        i = np.repeat(np.arange(len(people)), len(classes.rows))
        j = np.tile(classes.rows, len(people))
        worth = _sum(Pairs(people, self.postings, i, j, self.day), terms, features)
        return worth.astype(np.float32).reshape(len(people), len(classes.rows))

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


def _sum(pairs: Pairs, terms: tuple[Term, ...], features: set[str]) -> Score:
    total = np.zeros(len(pairs))
    for term in terms:
        if term.feature in features:
            total += term.at(_COMPUTE[term.feature](pairs))
    return total


def _worth(
    values: FloatArray, term: Term, people: NDArray[np.bool_], postings: NDArray[np.bool_]
) -> FloatArray:
    """What each pair earns of one term; `people` and `postings` of whom nothing is known."""
    worth = np.zeros_like(values)
    for n, (low, high, slope) in enumerate(term.stretches):
        part = np.clip(values, np.float32(low), np.float32(high), out=None if n else worth)
        part *= np.float32(slope)
        if n:
            worth += part
    worth += np.float32(term.start)
    for row in np.flatnonzero(people).tolist():
        worth[row] = term.unknown
    if postings.any():
        worth[:, postings] = term.unknown
    return worth


def _slack(square_error: float, answers: Answers) -> float:
    """Twice the largest error of a value, as a share of it: that of the log odds added up."""
    stretches = [len(term.stretches) for terms, _ in answers for term in terms]
    return 2 * (sum(_errors(square_error, answers)) + _ROUNDING * max(stretches, default=1))


def _errors(square_error: float, answers: Answers) -> Iterator[float]:
    for term in (term for terms, _ in answers for term in terms):
        if term.feature == "text_similarity":
            yield _COSINE_ERROR * max((abs(slope) for *_, slope in term.stretches), default=0)
        elif term.feature == "distance_km":
            off = (abs(slope) * _km_error(square_error, low) for low, _, slope in term.stretches)
            yield max(off, default=0.0)


def _km_error(square_error: float, nearest_km: float) -> float:
    """How far a distance of at least `nearest_km` may be off; nearer ones count as that far."""
    root = np.sqrt(square_error)
    return float(min(square_error / (2 * nearest_km), root) if nearest_km > 0 else root)
