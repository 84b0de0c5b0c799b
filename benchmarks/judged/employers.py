"""`python -m benchmarks.judged.employers DIR`: sheets for the other side, persons for a posting.

The folder holds texts of the tables, so it lies outside the repository. Beside
the sheets stand `postings.jsonl` and `profiles.jsonl`, the very files for
`pes evaluate matching --side employer`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.judged.people import candidates
from benchmarks.judged.pool import folder_outside, pooled, scene_of, write_rows
from benchmarks.judged.sheets import Pool, km_between, shown_person, shown_posting
from benchmarks.judged.tables import Row, postings
from matching.evaluation import Scene, Side

FILE = Path(__file__).with_name("employer_postings.txt")
SEED = 20260302
NEAR = {"bm25": 5, "vectors": 5, "fixed": 5, "whole": 8}
REPEATED = 6
"""Persons of each posting that are judged twice."""


def main() -> None:
    """Write both files, the sheet of the first judgement and that of the second."""
    folder = folder_outside(sys.argv[1])
    scene = scene_of(folder, vacancies(), candidates(), Side.EMPLOYER)
    pool = pooled(scene, NEAR)
    for name, blocks in (("first", shuffled(pool)), ("second", repeated(pool))):
        write_rows(folder / f"{name}.jsonl", _lines(scene, blocks))
    print(json.dumps({"pairs": sum(map(len, pool.values())), "repeated": REPEATED * len(pool)}))


def kinds() -> dict[str, str]:
    """Return the postings of the set by id, each `hand` (a trade of the hand) or `other`."""
    lines = FILE.read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def vacancies() -> list[Row]:
    """Return the postings of the set with their texts, in the order of the list."""
    table = {row["id"]: row for row in postings()}
    return [table[name] for name in kinds()]


def shuffled(pool: Pool) -> Pool:
    """Return postings and the persons of each in an order that tells nothing."""
    draw = random.Random(SEED)
    order = draw.sample(sorted(pool), len(pool))
    return {j: draw.sample(sorted(pool[j]), len(pool[j])) for j in order}


def repeated(pool: Pool) -> Pool:
    """Return some persons of each posting, in another order."""
    draw = random.Random(f"{SEED} repeated")
    order = draw.sample(sorted(pool), len(pool))
    return {j: draw.sample(sorted(pool[j]), min(REPEATED, len(pool[j]))) for j in order}


def _lines(scene: Scene, blocks: Mapping[int, Sequence[int]]) -> Iterable[Row]:
    for j, persons in blocks.items():
        posting = scene.scratch.posting_rows[j]
        job = shown_posting(posting, None)
        for i in persons:
            person = scene.scratch.profile_rows[i]
            shown = shown_candidate(person, km_between(scene, i, j))
            yield {"posting": posting["id"], "job": job, "profile": person["id"], "person": shown}


def shown_candidate(row: Mapping[str, object], km: int | None) -> Row:
    """What a judge sees of a person on this side: what an employer would, so no story."""
    facts = shown_person(row)
    facts.pop("story", None)
    return facts | {"km": km}


if __name__ == "__main__":
    main()
