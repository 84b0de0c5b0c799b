"""What guesses of occupations are worth, each major group of 2, 3, 4 and 6 counting the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.titles.tables import GROUPS, Adjudicated

Guess = list[tuple[str, float]]
Guesser = Callable[[Sequence[str]], list[Guess]]
Floats = NDArray[np.float64]

_CONFIDENT = 0.6
_BINS = 10
_DRAWS = 500


def figures(cases: Sequence[Adjudicated], guesses: Sequence[Guess]) -> dict[str, float]:
    """Shares (0–1) of the cases right at levels 4 and 2, by first and by three codes.

    Also how many were answered, the share right among the surest 60 in a hundred, and the
    calibration error of the first code over ten bins of the answered.
    """
    weights = _weights(cases)
    first = _hits(cases, guesses, 4, 1)
    return {
        "level_4_first": float(weights @ first),
        "level_4_three": float(weights @ _hits(cases, guesses, 4, 3)),
        "level_2_first": float(weights @ _hits(cases, guesses, 2, 1)),
        "level_2_three": float(weights @ _hits(cases, guesses, 2, 3)),
        "surest_60": _surest(weights, first, _chances(guesses)),
        "calibration_error": calibration_error(weights, first, _chances(guesses)),
        "answered": float(weights @ (_chances(guesses) > 0)),
    }


def by_group(
    cases: Sequence[Adjudicated], guesses: Sequence[Guess]
) -> dict[str, tuple[int, float]]:
    """Titles of each major group, and the share whose first code is right."""
    first = _hits(cases, guesses, 4, 1)
    groups = np.array([case.group for case in cases])
    return {g: (int((groups == g).sum()), float(first[groups == g].mean())) for g in GROUPS}


def calibration_error(weights: Floats, right: Floats, chances: Floats) -> float:
    """Mean distance of chance and share right over ten bins of chance, unanswered left out.

    Parameters
    ----------
    weights, right, chances : float64 arrays of shape (n,)
        Weight of a case; 1 where the first code is right; its chance, 0 where unanswered.
    """
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    answered = np.where(chances > 0, weights, 0.0)
    gaps = np.bincount(bins, answered * (right - chances), _BINS)
    return float(np.abs(gaps).sum() / answered.sum())


def calibration_error_by_chance(cases: Sequence[Adjudicated], guesses: Sequence[Guess]) -> float:
    """Error that chances would show which are exactly right, for so few cases: mean of draws."""
    weights, chances = _weights(cases), _chances(guesses)
    draws = np.random.default_rng(0).random((_DRAWS, len(chances))) < chances
    return float(np.mean([calibration_error(weights, d.astype(float), chances) for d in draws]))


def _surest(weights: Floats, right: Floats, chances: Floats) -> float:
    order = np.argsort(-chances, kind="stable")
    surest = order[np.cumsum(weights[order]) <= _CONFIDENT]
    return float(weights[surest] @ right[surest] / weights[surest].sum())


def _weights(cases: Sequence[Adjudicated]) -> Floats:
    counts = {group: sum(case.group == group for case in cases) for group in GROUPS}
    return np.array([1 / (len(GROUPS) * counts[case.group]) for case in cases])


def _chances(guesses: Sequence[Guess]) -> Floats:
    return np.array([guess[0][1] if guess else 0.0 for guess in guesses])


def _hits(cases: Sequence[Adjudicated], guesses: Sequence[Guess], level: int, first: int) -> Floats:
    return np.array(
        [
            bool({_cut(c, level) for c in case.codes} & set(_classes(guess, level)[:first]))
            for case, guess in zip(cases, guesses, strict=True)
        ],
        dtype=np.float64,
    )


def _classes(guess: Guess, level: int) -> list[str]:
    return list(dict.fromkeys(_cut(code, level) for code, _ in guess))


def _cut(code: str, level: int) -> str:
    return "-".join(code.split("-")[:level])
