"""`python -m benchmarks.judged.pool DIR`: pool the systems' best and write sheets for judges.

The folder holds texts of the tables, so it lies outside the repository. Beside
the sheets stand `postings.jsonl` and `profiles.jsonl`, the very files for
`pes evaluate matching`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.judged.people import profiles
from benchmarks.judged.sheets import Pool, Sheets
from benchmarks.judged.tables import AS_OF, Row, postings
from language.encoder import encoder
from matching.evaluation import SYSTEMS, Scene, Side
from matching.scratch import ScratchSet
from runtime.settings import CHECKOUT

SEED = 20260301
DEPTH = 10
AT_RANDOM = 10


def main() -> None:
    """Write both files and all sheets to the folder that is named."""
    folder = Path(sys.argv[1]).resolve()
    if folder.is_relative_to(CHECKOUT):
        sys.exit("评判表含有岗位原文，请写到代码目录之外的文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    scene = _scene(folder)
    print(json.dumps(Sheets(scene, pooled(scene)).write(folder), indent=1))


def _scene(folder: Path) -> Scene:
    jobs, people = postings(), profiles()
    _write(folder / "postings.jsonl", jobs)
    _write(folder / "profiles.jsonl", people)
    scratch = ScratchSet.of(jobs, people, date.fromisoformat(AS_OF))
    return Scene.of(scratch, encoder().encode, Side.SEEKER)


def pooled(scene: Scene) -> Pool:
    """Return for each profile the union of every system's best, and some eligible at random."""
    chosen: dict[int, set[int]] = {i: set() for i in range(len(scene.queries))}
    for name, system in SYSTEMS.items():
        for i, best in scene.lists(system(scene), DEPTH):
            chosen[i].update(best.tolist())
        print(f"pooled {name}", file=sys.stderr)
    for i, some in chosen.items():
        others = sorted(set(np.flatnonzero(scene.eligible[i]).tolist()) - some)
        draw = random.Random(f"{SEED} {scene.queries[i]}")
        some.update(draw.sample(others, min(AT_RANDOM, len(others))))
    return {i: sorted(some) for i, some in chosen.items()}


def _write(path: Path, rows: Sequence[Row]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
