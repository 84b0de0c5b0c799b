"""Runs and judgements as files of the TREC form."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.evaluation.lists import Ranking


@dataclass(frozen=True)
class Listed(Ranking):
    """One query's list in a file, best first."""

    def without(self, gone: Container[str]) -> Listed:
        """Return the list with some documents left out."""
        kept = [
            (document, score)
            for document, score in zip(self.documents, self.scores, strict=True)
            if document not in gone
        ]
        return Listed(self.query, [each for each, _ in kept], [score for _, score in kept])


Runs = Mapping[str, Sequence[Listed]]
"""Name of a system → its lists."""

Grades = Mapping[str, Mapping[str, int]]
"""Query → document → grade, 0 to 3."""


def read_runs(folder: Path) -> Runs:
    """Read every run of a folder. Raises ValueError where there is none."""
    runs = {path.stem: _lists(path) for path in sorted(folder.glob("*.run"))}
    if not runs:
        raise ValueError(f"{folder} holds no run")
    return runs


def _lists(path: Path) -> list[Listed]:
    found: dict[str, Listed] = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, _, score, _ = line.split()
        one = found.setdefault(query, Listed(query, [], []))
        one.documents.append(document)
        one.scores.append(float(score))
    return list(found.values())


def read_qrels(path: Path) -> Grades:
    """Read judgements."""
    grades: dict[str, dict[str, int]] = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = int(grade)
    return grades
