"""The persons of the judged set: our own profiles, and those of a table named by id only."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.judged.tables import Row, graduate_profiles

FILE = Path(__file__).with_name("profiles.jsonl")
CANDIDATES = Path(__file__).with_name("employer_profiles.jsonl")
FRESH_QRELS = Path(__file__).with_name("fresh_qrels.tsv")
"""Grades of persons among `CANDIDATES` who look for work themselves."""


def profiles() -> list[Row]:
    """Return every profile with its facts; `story` is for judges alone."""
    return _with_facts(FILE)


def candidates() -> list[Row]:
    """Return whom employers choose from: the same persons, and more that only they see."""
    return [*profiles(), *_with_facts(CANDIDATES)]


def fresh() -> list[Row]:
    """Return the seekers whom no weight was set by."""
    judged = {line.split("\t")[0] for line in FRESH_QRELS.read_text("utf-8").splitlines()}
    return [row for row in _with_facts(CANDIDATES) if row["id"] in judged]


def _with_facts(path: Path) -> list[Row]:
    graduates = {row["id"]: row for row in graduate_profiles()}
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row if "wants" in row else graduates[row["id"]] for row in rows]
