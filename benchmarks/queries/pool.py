"""`python -m benchmarks.queries.pool DIR`: pool the systems' best and write sheets for a judge.

The folder holds texts of the tables, so it lies outside the repository. Beside the sheets
stand `postings.jsonl` and `queries.jsonl`, the very files for `pes evaluate search`. What
is graded already is left out: with a changed search, the same command asks for the rest.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.judged.pool import folder_outside, write_rows
from benchmarks.judged.tables import Row
from benchmarks.queries.collection import collection, encode_kept, need_of, queries, searched
from benchmarks.queries.grades import NUMBERED, read_qrels
from search.evaluation import Runs

DEPTH, BY_CHANCE = 10, 3
A_SHEET = 100
"""Pairs after which a new sheet begins; a query's pairs stay together."""

SEED = 20260304
Pool = dict[str, list[str]]
"""Query by its id → ids of its postings, in the order of the sheet."""


def main() -> None:
    """Write both files and the sheets to the folder that is named."""
    folder = folder_outside(sys.argv[1])
    held, asked = collection(), queries()
    rows = {str(row["id"]): dict(row) for row in held.rows}
    write_rows(folder / "postings.jsonl", rows.values())
    write_rows(folder / "queries.jsonl", asked)
    pool = pooled(searched(held, asked, encode_kept), asked, sorted(rows), read_qrels())
    print(json.dumps(write_sheets(folder, pool, asked, rows)))


def pooled(
    runs: Runs, asked: Sequence[Row], postings: Sequence[str], graded: Mapping[str, Iterable[str]]
) -> Pool:
    """Return for each need what nobody graded of every system's best and of a few by chance.

    A need goes by the id of the first query that has it: misspelt words share the pool of
    the clean ones. Neither order nor anything else tells which system brought a posting.
    """
    first: dict[tuple[str, str], str] = {}
    for query in sorted(asked, key=lambda query: "clean" in query):
        first.setdefault(need_of(query), str(query["id"]))
    chosen: dict[str, set[str]] = {}
    for lists in runs.values():
        for query, ranking in zip(asked, lists, strict=True):
            chosen.setdefault(first[need_of(query)], set()).update(ranking.documents[:DEPTH])
    open_pairs = {
        key: some | set(random.Random(f"{SEED} {key}").sample(postings, BY_CHANCE))
        for key, some in chosen.items()
    }
    rest = {key: sorted(some - set(graded.get(key, ()))) for key, some in open_pairs.items()}
    shuffled = {
        key: random.Random(f"{SEED + 1} {key}").sample(p, len(p)) for key, p in rest.items()
    }
    order = random.Random(SEED).sample(sorted(shuffled), len(shuffled))
    return {key: shuffled[key] for key in order if shuffled[key]}


def write_sheets(
    folder: Path, pool: Pool, asked: Sequence[Row], rows: Mapping[str, Row]
) -> dict[str, int]:
    """Write `sheet01.txt` on, and `key.json` that says which postings their numbers mean."""
    known = {str(query["id"]): query for query in asked}
    (folder / NUMBERED).write_text(json.dumps(list(pool.items()), ensure_ascii=False), "utf-8")
    sheets: list[list[str]] = [[]]
    counts = [0]
    for number, (key, postings) in enumerate(pool.items()):
        if counts[-1] >= A_SHEET:
            sheets.append([])
            counts.append(0)
        sheets[-1] += _lines(number, known[key], [rows[posting] for posting in postings])
        counts[-1] += len(postings)
    for number, lines in enumerate(sheets, 1):
        (folder / f"sheet{number:02}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return {f"sheet{number:02}": count for number, count in enumerate(counts, 1)}


def _lines(number: int, query: Row, rows: Sequence[Row]) -> list[str]:
    place = f" @{query['place']}" if "place" in query else ""
    shown = (shown_posting(row, in_full=query["kind"] == "mixed") for row in rows)
    lines = [f"{at} {text}" for at, text in enumerate(shown, 1)]
    return [f"## {number} {query.get('clean', query['q'])}{place}", *lines]


def shown_posting(row: Row, *, in_full: bool) -> str:
    """Return what a judge sees of a posting: no company; place and pay only where asked for."""
    text, tags = " ".join(str(row.get("text") or "").split()), ",".join(row.get("tags") or ())
    title = str(row["title"])[:40]
    if not in_full:
        return _joined([title, tags[:36], text[: 45 if tags else 60]])
    asked = f"{row.get('education') or ''} {row.get('experience') or ''}".strip()
    where, pay = str(row.get("place") or "")[:14], str(row.get("pay") or "")[:16]
    return _joined([title, where, pay, asked, tags[:70], text[:90]])


def _joined(parts: Iterable[str]) -> str:
    return "|".join(part for part in parts if part)


if __name__ == "__main__":
    main()
