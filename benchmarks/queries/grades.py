"""`python -m benchmarks.queries.grades DIR`: a judge's answers to the sheets in DIR, kept.

An answer is a line in `graded*.txt`: the number of the query on its sheet, then a digit
from 0 to 3 for each posting in its order, in groups or not: `17 30021 3`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.judged.tables import Row
from benchmarks.queries.collection import need_of, queries

HERE = Path(__file__).parent
QRELS, REPEATS = HERE / "qrels.tsv", HERE / "repeats.tsv"
"""Grades in TREC form; pairs graded twice: query, posting, first grade, second grade."""

NUMBERED = "key.json"
Grades = dict[str, dict[str, int]]


class AnswerInvalid(ValueError):
    """An answer does not hold one grade for each posting of its query."""


def main() -> None:
    """Add the answers to the grades kept beside this module."""
    folder = Path(sys.argv[1])
    grades = read_qrels()
    for query, given in answers(folder):
        grades.setdefault(query, {}).update(given)
    write_qrels(shared(grades, queries()))
    print(json.dumps({"pairs": distinct(read_qrels(), queries())}))


def answers(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield (query, posting → grade) of every answer. Raises AnswerInvalid."""
    numbered = json.loads((folder / NUMBERED).read_text("utf-8"))
    for path in sorted(folder.glob("graded*.txt")):
        for line in path.read_text("utf-8").splitlines():
            number, *digits = line.split()
            query, postings = numbered[int(number)]
            grades = "".join(digits)
            if len(grades) != len(postings) or set(grades) - set("0123"):
                raise AnswerInvalid(f"{path.name}: {number}")
            yield query, {p: int(grade) for p, grade in zip(postings, grades, strict=True)}


def shared(grades: Grades, asked: Sequence[Row]) -> Grades:
    """Give queries of one need one another's grades: what is meant is the same."""
    whole: dict[tuple[str, str], dict[str, int]] = {}
    for query in asked:
        whole.setdefault(need_of(query), {}).update(grades.get(str(query["id"]), {}))
    return {str(query["id"]): whole[need_of(query)] for query in asked}


def distinct(grades: Grades, asked: Sequence[Row]) -> int:
    """Count pairs of need and posting."""
    return len({(need_of(query), p) for query in asked for p in grades.get(str(query["id"]), ())})


def read_qrels() -> Grades:
    """Return the grades kept: query → posting → grade."""
    grades: Grades = {}
    for query, _, posting, grade in _cells(QRELS):
        grades.setdefault(query, {})[posting] = int(grade)
    return grades


def read_repeats() -> list[tuple[int, int]]:
    """Return both grades of every pair that was graded twice."""
    return [(int(first), int(second)) for _, _, first, second in _cells(REPEATS)]


def _cells(path: Path) -> list[list[str]]:
    """Return the cells of a table's lines; of a missing one, none."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [line.split("\t") for line in lines]


def write_qrels(grades: Grades) -> None:
    """Write grades in TREC form, sorted, so that a new round changes only what changed."""
    lines = (f"{q}\t0\t{p}\t{grade}\n" for q, given in grades.items() for p, grade in given.items())
    QRELS.write_text("".join(sorted(lines)), "utf-8")


if __name__ == "__main__":
    main()
