"""Figures over runs, against sums by hand."""

from math import log2
from pathlib import Path

import pytest

from benchmarks.judged.figures import figures, pooled_without, unused
from benchmarks.judged.runs import read_qrels, read_runs

RUNS = {
    "bm25": "a Q0 x 1 2.0 bm25\na Q0 z 2 1.0 bm25\n",
    "vectors": "a Q0 z 1 2.0 vectors\na Q0 x 2 1.0 vectors\n",
    "fixed": "a Q0 z 1 2.0 fixed\na Q0 x 2 1.0 fixed\n",
    "whole": "a Q0 y 1 2.0 whole\na Q0 x 2 1.0 whole\n",
}
QRELS = "a\t0\tx\t1\na\t0\ty\t3\na\t0\tz\t0\n"


def _written(folder: Path) -> tuple[Path, Path]:
    for name, lines in RUNS.items():
        (folder / f"{name}.run").write_text(lines, "utf-8")
    qrels = folder / "qrels.tsv"
    qrels.write_text(QRELS, "utf-8")
    return folder, qrels


def test_ours_against_the_best_baseline(tmp_path: Path) -> None:
    folder, qrels = _written(tmp_path)

    answer = figures(read_runs(folder), read_qrels(qrels))

    ideal = 7 + 1 / log2(3)
    assert answer["queries"] == 1
    assert answer["best_other"] == "bm25"
    assert answer["ndcg@10"]["whole"] == 1
    assert answer["ndcg@10"]["bm25"] == pytest.approx(1 / ideal, abs=1e-4)
    assert answer["difference"]["mean"] == pytest.approx(1 - 1 / ideal, abs=1e-4)


def test_without_what_one_system_alone_brought(tmp_path: Path) -> None:
    folder, qrels = _written(tmp_path)

    answer = pooled_without(read_runs(folder), read_qrels(qrels))

    assert answer["whole"]["whole"] == pytest.approx(1 / log2(3), abs=1e-4)  # y is unjudged now
    assert answer["bm25"]["whole"] == 1


def test_a_folder_without_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no run"):
        read_runs(tmp_path)


def test_every_second_profile_was_used_for_the_weights() -> None:
    assert unused([{"id": name} for name in "abcde"]) == ["b", "d"]
