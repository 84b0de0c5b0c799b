"""The postings that queries are judged over, and vectors kept between runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.judged.tables import Row, job51_drawn, postings
from language.encoder import encoder
from runtime.settings import settings
from search.evaluation import Collection, Runs, runs_of
from search.evaluation.collection import Encode
from search.terms import FloatArray

QUERIES = Path(__file__).with_name("queries.jsonl")
MORE_OFFICE = 2500
"""Rows of the largest table beside those of the matching set: more distractors, office work."""

PUBLISHED_AT, ASKED_AT = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)


def queries() -> list[Row]:
    """Return the judged queries."""
    return [json.loads(line) for line in QUERIES.read_text("utf-8").splitlines()]


def need_of(query: Row) -> tuple[str, str]:
    """Return what a query is after: its words, written right, and where the person is."""
    return str(query.get("clean", query["q"])), str(query.get("place", ""))


def postings_of() -> list[Row]:
    """Return about 11,000 postings of six tables; ids as in the matching set."""
    rows = [*postings(), *job51_drawn("queries", MORE_OFFICE)]
    return list({row["id"]: row for row in reversed(rows)}.values())[::-1]


def collection() -> Collection:
    """Return them as the product would publish them."""
    return Collection.of(postings_of(), PUBLISHED_AT)


def searched(held: Collection, asked: Sequence[Row], encode: Encode) -> Runs:
    """Return every system's lists."""
    return runs_of(held, asked, encode, ASKED_AT)


def encode_kept(texts: Sequence[str]) -> FloatArray:
    """Embed texts; the whole answer is kept beside the servers' data for the next run."""
    key = hashlib.sha256("\0".join([encoder().version, *texts]).encode()).hexdigest()[:16]
    path = settings().state_dir / "cache" / f"query-vectors-{key}.npy"
    if path.is_file():
        kept: FloatArray = np.load(path, allow_pickle=False)
        return kept
    vectors = encoder().encode(texts)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{key}.part.npy")
    np.save(part, vectors)
    part.replace(path)
    return vectors
