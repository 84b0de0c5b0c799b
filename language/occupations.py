"""Occupations: looking them up, naming them for people, guessing them from titles."""

from collections import defaultdict
from dataclasses import dataclass

from language.classification import (
    Occupation,
    UnknownOccupationError,
    occupation,
    occupation_distance,
    occupations,
)
from language.cleaning import fold
from language.occupation_calibration import calibrated
from language.occupation_heads import (
    Reading,
    at_stage,
    inner_readings,
    names_an_organisation,
    readings,
)
from language.occupation_lexicon import alike, everyday_names, names
from language.titles import core_titles

__all__ = [
    "Occupation",
    "Suggestion",
    "UnknownOccupationError",
    "guess_occupations",
    "occupation",
    "occupation_distance",
    "occupations",
    "plain_name",
    "search_occupations",
    "suggest_occupations",
]

_ALIKE_P = 0.3
_LEAST_ALIKE = 4
_TEXT_START = 120
_TEXT_WEIGHT = 0.35
_LATER_PART = 0.6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name a person may pick, and the occupation it stands for."""

    name: str
    occupation: Occupation


def plain_name(code: str) -> str:
    """Name people use for a code: 叉车司机 for 6-30-05-01; the official title otherwise."""
    return everyday_names().get(code) or occupation(code).title


def suggest_occupations(words: str, limit: int = 10) -> list[Suggestion]:
    """Names that hold what was typed, best first, one an occupation: for a picker."""
    typed = fold(words).strip()
    if not typed:
        return []
    hits = sorted(
        (n for n in names() if typed in n), key=lambda n: (not n.startswith(typed), len(n))
    )
    ranked = hits or [name for name, _ in alike(typed, limit)]
    found = {code: name for name in reversed(ranked) for code in reversed(names()[name])}
    ordered = dict.fromkeys(code for name in ranked for code in names()[name])
    return [Suggestion(found[code], occupation(code)) for code in ordered][:limit]


def search_occupations(words: str, limit: int = 10) -> list[Occupation]:
    """Occupations by what a person typed (叉车, 带小孩), best first."""
    return [suggestion.occupation for suggestion in suggest_occupations(words, limit)]


def guess_occupations(title: str, text: str = "") -> list[tuple[str, float]]:
    """Occupations of level 4 a posting's title may mean, with a calibrated probability each.

    At most five, best first; empty when unknown. The text counts only where the
    title says nothing.
    """
    parts = core_titles(title)
    telling = [scores for scores in map(_part_scores, parts) if scores]
    scores = at_stage(title, _combined([(p, _LATER_PART**i) for i, p in enumerate(telling)]))
    if scores or not text:
        return calibrated(scores)
    found = calibrated(_best(inner_readings(fold(text)[:_TEXT_START])))
    return [(code, round(p * _TEXT_WEIGHT, 3)) for code, p in found]


def _part_scores(part: str) -> dict[str, float]:
    if names_an_organisation(part):
        return {}
    return _best(readings(part)) or _alike_scores(part)


def _best(found: list[Reading]) -> dict[str, float]:
    """Best score of each code over the readings."""
    scores: dict[str, float] = defaultdict(float)
    for reading in found:
        for code, score in reading.scores().items():
            scores[code] = max(scores[code], score)
    return scores


def _alike_scores(part: str) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for name, similarity in alike(part, 3) if _may_be_alike(part) else ():
        for place, code in enumerate(names()[name]):
            scores[code] = max(scores[code], _ALIKE_P * similarity * 0.5**place)
    return scores


def _may_be_alike(part: str) -> bool:
    """Short words and Latin ones are alike to anything."""
    return len(part) >= _LEAST_ALIKE and not part.isascii()


def _scaled(scores: dict[str, float], factor: float) -> dict[str, float]:
    return {code: p * factor for code, p in scores.items()}


def _combined(weighted: list[tuple[dict[str, float], float]]) -> dict[str, float]:
    """Best score of each code over the parts of a title; the sum stays below one."""
    best: dict[str, float] = defaultdict(float)
    for scores, weight in weighted:
        for code, p in scores.items():
            best[code] = max(best[code], p * weight)
    total = sum(best.values())
    return _scaled(best, min(1.0, 0.95 / total)) if total else {}
