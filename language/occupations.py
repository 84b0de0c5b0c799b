"""Occupations: looking them up, naming them for people, guessing them from titles."""

import re
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
    telling,
)
from language.occupation_lexicon import everyday_names, names
from language.occupation_neighbours import Vote, alike, vote
from language.titles import core_and_bracketed

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

_ALIKE_WEIGHT = 0.9
_CLOSE = 0.4
_VERY_CLOSE = 0.8
_LEAST_ALIKE = 3
_ALIKE_TO_TYPED = 0.5
_EMPLOYER = re.compile(r"\w+(?:公司|集团|分行|支行|协会|研究[所院]|事务所|学院|大学|中学|小学)")
_WORKS = re.compile(
    "(?:[工员师手匠长生商者]|人员|师傅|[工员]岗|经理|主管|助理|专家|顾问|干事|代表|总监|教练|阿姨|"
    "操作|检修|维修|安装|制作|加工|设计|开发|销售|维护|管理|驾驶|策划|编辑|客服|质检|研发|经纪|内勤|文秘)$"
)
_TEXT_START = 120
_TEXT_WEIGHT = 0.35
_LATER_PART = 0.6
_BRACKETED = 0.5


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
    ranked = hits or [name for name, _ in alike(typed, limit, _ALIKE_TO_TYPED)]
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
    scores = title_scores(title)
    if scores or not text:
        return calibrated(scores)
    found = calibrated(_best(inner_readings(fold(text)[:_TEXT_START])))
    return [(code, round(p * _TEXT_WEIGHT, 3)) for code, p in found]


def title_scores(title: str) -> dict[str, float]:
    """Score of each code: what the names in the title say, and what names alike to it say."""
    if _EMPLOYER.fullmatch(title.strip()):
        return {}
    core, bracketed = (
        [part for part in parts if not names_an_organisation(part)]
        for parts in core_and_bracketed(title)
    )
    read = at_stage(title, _combined([*_weighted(core, 1.0), *_weighted(bracketed, _BRACKETED)]))
    near = vote(" ".join(map(telling, core or bracketed)))
    if read or near.closeness >= _VERY_CLOSE:
        return _blended(read, near)
    works = near.closeness >= _CLOSE and any(map(_names_who_works, core or bracketed))
    return _blended(read, near) if works else {}


def _weighted(parts: list[str], weight: float) -> list[tuple[dict[str, float], float]]:
    """Scores of the parts that say something, the later the weaker."""
    scores = [found for found in map(_best, map(readings, parts)) if found]
    return [(found, weight * _LATER_PART**place) for place, found in enumerate(scores)]


def _blended(read: dict[str, float], near: Vote) -> dict[str, float]:
    weight = _ALIKE_WEIGHT * near.closeness
    voted = {code: share * weight for code, share in near.shares.items()}
    return {code: read.get(code, 0.0) + voted.get(code, 0.0) for code in read | voted}


def _best(found: list[Reading]) -> dict[str, float]:
    """Best score of each code over the readings."""
    scores: dict[str, float] = defaultdict(float)
    for reading in found:
        for code, score in reading.scores().items():
            scores[code] = max(scores[code], score)
    return scores


def _names_who_works(part: str) -> bool:
    """Tell whether a part without a known name ends like who works: 辊压技术员, not 夜班."""
    return len(part) >= _LEAST_ALIKE and bool(_WORKS.search(part))


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
