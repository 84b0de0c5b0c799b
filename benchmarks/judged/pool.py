"""`python -m benchmarks.judged.pool DIR`: pool the systems' best and write sheets for judges.

The folder holds texts of the tables, so it lies outside the repository. Beside
the sheets stand `postings.jsonl` and `profiles.jsonl`, the very files for
`pes evaluate matching`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged.people import profiles
from benchmarks.judged.sheets import Pool, Sheets
from benchmarks.judged.tables import AS_OF, Row, postings
from language.encoder import encoder
from language.places import find_place, lineage
from matching.evaluation import SYSTEMS, Scene, Side
from matching.evaluation.scene import Values
from matching.scratch import ScratchSet
from runtime.settings import CHECKOUT

DEPTH = 10
NEAR = {"bm25": DEPTH, "vectors": DEPTH, "fixed": DEPTH}
"""Systems whose best in the person's own city are pooled too, and how many of them.

Most postings name a city and no more, which the product keeps as an unknown
distance: without them a ranker that learns to prefer the own city would rank
what nobody judged.
"""

MUNICIPALITIES = {110000, 120000, 310000, 500000}


def main() -> None:
    """Write both files and all sheets to the folder that is named."""
    folder = folder_outside(sys.argv[1])
    scene = scene_of(folder, postings(), profiles(), Side.SEEKER)
    print(json.dumps(Sheets(scene, pooled(scene, NEAR)).write(folder), indent=1))


def folder_outside(name: str) -> Path:
    """Make a folder for texts of the tables; ends the program where it lies in the checkout."""
    folder = Path(name).resolve()
    if folder.is_relative_to(CHECKOUT):
        sys.exit("评判表含有岗位原文，请写到代码目录之外的文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def scene_of(folder: Path, jobs: Sequence[Row], people: Sequence[Row], side: Side) -> Scene:
    """Write both files for `pes evaluate matching` and return what they hold."""
    write_rows(folder / "postings.jsonl", jobs)
    write_rows(folder / "profiles.jsonl", people)
    scratch = ScratchSet.of(jobs, people, date.fromisoformat(AS_OF))
    return Scene.of(scratch, encoder().encode, side)


def pooled(scene: Scene, near: Mapping[str, int]) -> Pool:
    """Return for each query the union of every system's best, all and in its own city.

    The system that ranks at random brings the random eligible ones. `near` tells
    of which systems the best of the own city are added, and how many.
    """
    chosen: dict[int, set[int]] = {query: set() for query in range(len(scene.queries))}
    close = same_city(scene)
    for name, system in SYSTEMS.items():
        values = system(scene)
        _add_best(chosen, scene, values, DEPTH)
        if name in near:
            here = np.where(close, values, np.float32(-np.inf))
            _add_best(chosen, scene, here, near[name])
        print(f"pooled {name}", file=sys.stderr)
    return {query: sorted(some) for query, some in chosen.items()}


def _add_best(chosen: dict[int, set[int]], scene: Scene, values: Values, most: int) -> None:
    table = values.T if scene.side is Side.EMPLOYER else values
    for query, best in scene.lists(values, most):
        chosen[query].update(d for d in best.tolist() if np.isfinite(table[query, d]))


def same_city(scene: Scene) -> NDArray[np.bool_]:
    """Tell for every pair whether both places lie in one prefecture, (profiles, postings)."""
    sides = (scene.scratch.profile_rows, scene.scratch.posting_rows)
    mine, theirs = (np.array([city_of(str(row.get("place") or "")) for row in s]) for s in sides)
    same: NDArray[np.bool_] = (mine[:, None] == theirs) & (mine[:, None] > 0)
    return same


def city_of(text: str) -> int:
    """Return the code of the prefecture or municipality that a place names, 0 for none."""
    place = find_place(text)
    if place is None:
        return 0
    line = lineage(place)
    if line[0].code in MUNICIPALITIES:
        return line[0].code
    return line[1].code if len(line) > 1 else 0


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write one JSON object a line."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
