"""`python -m benchmarks.judged.agreement FIRST SECOND`: judged sheets to judgements.

FIRST and SECOND are folders of tables `profile posting grade`, parted by tabs and
without a header; SECOND repeats some of the pairs. Prints how far the two agree and
writes `qrels.tsv` in TREC form, beside this module.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

GRADES = 4
FILE = Path(__file__).with_name("qrels.tsv")
REPEATS = Path(__file__).with_name("repeats.tsv")
"""Pairs judged twice: round, query, document, first grade, second grade."""

Pair = tuple[str, str]
Grades = Mapping[Pair, int]


class SheetInvalid(ValueError):
    """A line of a judged sheet is not a pair with a grade, or contradicts another one."""


def main() -> None:
    """Read both judgements, write the adjudicated grades, print the agreement."""
    first, second = (read_grades(sorted(Path(each).glob("*.tsv"))) for each in sys.argv[1:3])
    if strangers := second.keys() - first.keys():
        sys.exit(f"第二次评判中有第一次没有的对：{sorted(strangers)[:3]}")
    write_qrels(FILE, adjudicated(first, second))
    print(json.dumps(agreement(first, second), indent=1))


def read_grades(paths: Iterable[Path]) -> dict[Pair, int]:
    """Read sheets; an equal line may stand twice. Raises SheetInvalid."""
    grades: dict[Pair, int] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                profile, posting, grade = _parts(line, f"{path.name}:{number}")
                if grades.setdefault((profile, posting), grade) != grade:
                    raise SheetInvalid(f"{path.name}:{number}: 同一对有两个等级")
    return grades


def _parts(line: str, where: str) -> tuple[str, str, int]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != 3 or cells[2] not in {str(grade) for grade in range(GRADES)}:  # noqa: PLR2004
        raise SheetInvalid(f"{where}: 应为 profile、posting、0 到 3 的等级三列")
    return cells[0], cells[1], int(cells[2])


def read_repeats() -> dict[str, list[tuple[int, int]]]:
    """Return both grades of every pair that was judged twice, by round of judging."""
    rounds: dict[str, list[tuple[int, int]]] = {}
    for line in REPEATS.read_text("utf-8").splitlines():
        name, _, _, one, other = line.split("\t")
        rounds.setdefault(name, []).append((int(one), int(other)))
    return rounds


def agreement(first: Grades, second: Grades) -> dict[str, float | int]:
    """Sum up how two judgements agree on the pairs that both hold."""
    both = [(first[pair], second[pair]) for pair in second if pair in first]
    return {"pairs": len(first)} | summed_up(both)


def summed_up(both: Sequence[tuple[int, int]]) -> dict[str, float | int]:
    """Sum up how two grades of the same pairs agree."""
    gaps = [abs(one - other) for one, other in both]
    return {
        "judged_twice": len(both),
        "alpha_ordinal": round(ordinal_alpha(both), 4),
        "equal": round(sum(gap == 0 for gap in gaps) / max(len(gaps), 1), 4),
        "within_one": round(sum(gap <= 1 for gap in gaps) / max(len(gaps), 1), 4),
    }


def ordinal_alpha(pairs: Iterable[tuple[int, int]]) -> float:
    """Krippendorff's alpha for two ordinal judgements without gaps.

    1 is full agreement, 0 what chance would give; NaN where only one grade occurs.

    References
    ----------
    Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011.
    """
    counts = Counter(pairs)
    seen = np.zeros((GRADES, GRADES))
    for (one, other), times in counts.items():
        seen[one, other] += times
        seen[other, one] += times
    margins = seen.sum(axis=1)
    apart = _ordinal_distances(margins)
    by_chance = (np.outer(margins, margins) * apart).sum()
    if not by_chance:
        return float("nan")
    return float(1 - (margins.sum() - 1) * (seen * apart).sum() / by_chance)


def _ordinal_distances(margins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared count of values that lie between two grades, both ends by half."""
    below = np.cumsum(margins) - margins / 2
    distances: NDArray[np.float64] = (below[:, None] - below[None, :]) ** 2
    return distances


def adjudicated(first: Grades, second: Grades) -> dict[Pair, int]:
    """Return one grade a pair: the mean of both judgements, a half going to the lower grade."""
    return {pair: (grade + second.get(pair, grade)) // 2 for pair, grade in first.items()}


def write_qrels(path: Path, grades: Grades) -> None:
    """Write judgements in TREC form, sorted, so that a new run changes only what changed."""
    lines = (f"{profile}\t0\t{posting}\t{grade}\n" for (profile, posting), grade in grades.items())
    path.write_text("".join(sorted(lines)), "utf-8")


if __name__ == "__main__":
    main()
