"""The persons of the judged set: our own profiles, and those of a table named by id only."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.judged.tables import Row, graduate_profiles

FILE = Path(__file__).with_name("profiles.jsonl")


def profiles() -> list[Row]:
    """Return every profile with its facts; `story` is for judges alone."""
    graduates = {row["id"]: row for row in graduate_profiles()}
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [row if "wants" in row else graduates[row["id"]] for row in rows]
