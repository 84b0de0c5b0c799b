"""Texts of the tables beside the checkout; where a table is not there, it brings nothing."""

from __future__ import annotations

import csv
import json
from functools import cache

from benchmarks.judged import tables
from benchmarks.judged.tables import Row
from language.cleaning import plain_line
from language.occupations import guess_occupations
from language.skills import find_skills, plain_skills
from models.judged import grades, has_tables, postings_kept_back
from models.split import TRAINING_TABLES, table_of

LONGEST_TEXT, SHORTEST_TEXT = 64, 15
"""Characters of a posting's text: the beginning says what the work is, the rest is slow."""

FEWEST_TAGS = 2


@cache
def postings() -> dict[str, Row]:
    """Return the postings of all tables by id, about 9,000; none without the tables."""
    return {row["id"]: row for row in tables.postings()} if has_tables() else {}


def training_postings() -> list[Row]:
    """Return the postings of the tables that may be trained on, but those of profiles kept back."""
    return [
        row
        for name, row in postings().items()
        if table_of(name) in TRAINING_TABLES and name not in postings_kept_back()
    ]


def postings_of(table: str) -> list[Row]:
    """Return all postings of one table."""
    return [row for name, row in postings().items() if table_of(name) == table]


def beginning(row: Row) -> str:
    """Return how a posting's text begins, empty where it says too little."""
    text = plain_line(str(row.get("text") or "")[: 3 * LONGEST_TEXT])[:LONGEST_TEXT]
    return text if len(text) >= SHORTEST_TEXT else ""


def skill_tags(row: Row) -> str:
    """Return the skills among a posting's tags, without benefits; empty where too few."""
    tags = [tag for tag in row.get("tags") or () if find_skills(tag)]
    named = plain_skills(tags)
    return " ".join(named) if len(named) >= FEWEST_TAGS else ""


@cache
def occupation_of(title: str) -> str | None:
    """Return the likeliest occupation of a title, None where it is unknown."""
    guesses = guess_occupations(title)
    return guesses[0][0] if guesses else None


def persons() -> list[tuple[str, str]]:
    """Return (wishes, skills) of the graduates' platform, but of those in the judged set."""
    rows = tables.graduate_profiles() if has_tables() else []
    return [
        (" ".join(row["wants"]), " ".join(row["skills"]))
        for row in rows
        if row["id"] not in grades() and row.get("wants") and row.get("skills")
    ]


def careers() -> list[tuple[str, str]]:
    """Return (position, sentence of a career that names it, with the position taken out)."""
    path = tables.DATA / "resume_sentences_ner.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    found = []
    for row in map(json.loads, lines):
        positions = [entity for entity, kind in row["实体"] if kind == "职务"]
        if positions:
            sentence = row["文本"].replace(positions[0], "，")[:LONGEST_TEXT]
            found.append((positions[0], sentence))
    return found


def labelled_titles() -> list[tuple[str, str]]:
    """Return (posting title, code) of a table that is kept back whole. NOTE: noisy labels."""
    path = tables.DATA / "titles_to_occupation.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [(row["职位名称"], row["职业代码"]) for row in csv.DictReader(stream)]
