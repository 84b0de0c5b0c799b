"""`python -m benchmarks.queries.figures [--keep]`: search measured on the judged queries.

Prints the figures of the whole collection, and of the small one that the test suite holds
against `baseline.json`; `--keep` makes these the new baseline.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.judged.tables import Row
from benchmarks.queries.collection import (
    ASKED_AT,
    PUBLISHED_AT,
    encode_kept,
    postings_of,
    queries,
    searched,
)
from benchmarks.queries.grades import read_qrels
from search.evaluation import WHOLE, Collection, measured, runs_of, summary

BASELINE = Path(__file__).with_name("baseline.json")
DISTRACTORS, SEED = 600, 20260305
"""Postings that nobody graded, drawn for the small collection beside those of any worth."""


def main() -> None:
    """Measure on both collections and print the figures."""
    rows = postings_of()
    small = figures_over(small_collection(rows))
    print(json.dumps({"whole": figures_over(rows), "small": small}, ensure_ascii=False, indent=1))
    if "--keep" in sys.argv[1:]:
        kept = baseline_of(small)
        BASELINE.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def figures_over(rows: Sequence[Row]) -> dict[str, Any]:
    """Measure every system over some postings."""
    asked, qrels = queries(), read_qrels()
    runs = searched(Collection.of(rows, PUBLISHED_AT), asked, encode_kept)
    return summary({name: measured(lists, qrels) for name, lists in runs.items()}, asked)


def whole_over(rows: Sequence[Row]) -> float:
    """Return nDCG@10 of the whole search over some postings: all that the suite asks."""
    held, asked = Collection.of(rows, PUBLISHED_AT), queries()
    lists = runs_of(held, asked, encode_kept, ASKED_AT, systems=(WHOLE,))[WHOLE]
    return float(measured(lists, read_qrels()).ndcg.mean())


def small_collection(rows: Sequence[Row]) -> list[Row]:
    """Return the postings that somebody graded above 0, and a seeded draw of the others."""
    worth = {p for grades in read_qrels().values() for p, grade in grades.items() if grade}
    rest = [row["id"] for row in rows if row["id"] not in worth]
    kept = worth | set(random.Random(SEED).sample(rest, min(DISTRACTORS, len(rest))))
    return [row for row in rows if row["id"] in kept]


def baseline_of(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return what the suite holds a change against: nDCG@10 by system."""
    return {name: each["ndcg@10"] for name, each in figures["systems"].items()}


if __name__ == "__main__":
    main()
