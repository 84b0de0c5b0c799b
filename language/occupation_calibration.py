"""From scores of readings to chances of being right, by the measured table."""

from bisect import bisect_right
from functools import cache

from language.resources import rows

_LEAST_SCORE = 0.05
_MOST_GUESSES = 5


def calibrated(scores: dict[str, float]) -> list[tuple[str, float]]:
    """Codes with the chance that each is right, best first, at most five.

    The first code's chance follows from its score, a later one's from its rank and the
    chance that the first is wrong. Empty when no score says enough.
    """
    ranked = sorted(scores, key=lambda code: (-scores[code], code))[:_MOST_GUESSES]
    if not ranked or scores[ranked[0]] < _LEAST_SCORE:
        return []
    first = _first(scores[ranked[0]])
    later = [min(first, (1 - first) * share) for share in _later()]
    return [(code, round(p, 3)) for code, p in zip(ranked, [first, *later], strict=False) if p > 0]


def _first(score: float) -> float:
    """Linear between the table's points."""
    at, p = _points()
    right = min(bisect_right(at, score), len(at) - 1)
    share = min(1.0, (score - at[right - 1]) / (at[right] - at[right - 1]))
    return p[right - 1] + share * (p[right] - p[right - 1])


@cache
def _points() -> tuple[list[float], list[float]]:
    points = [(float(r["at"]), float(r["p"])) for r in _table("first")]
    return [at for at, _ in points], [p for _, p in points]


@cache
def _later() -> list[float]:
    """Share of the wrong first codes that the second, third … code puts right."""
    return [float(row["p"]) for row in _table("later")]


def _table(reading: str) -> list[dict[str, str]]:
    return [row for row in rows("occupation_calibration") if row["reading"] == reading]
