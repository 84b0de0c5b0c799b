"""The report: figures out of worlds, a page that needs nothing else."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from benchmarks.simulator import experiment
from benchmarks.simulator.arms import Kind
from benchmarks.simulator.experiment import SIZE, kept
from benchmarks.simulator.page import report
from benchmarks.simulator.summary import MEASURES, summary

LEVEL = {"fixed": 0.5, "stopped": 0.55, "uncorrected": 0.6, "truth": 1.0}


def week(level: float, random: np.random.Generator) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(MEASURES, level + 0.01 * random.normal())
    return found | {"steepness": None}


@pytest.fixture
def worlds() -> list[dict[str, Any]]:
    random = np.random.default_rng(1)
    rows = []
    for seed in range(4):
        arms = {}
        for kind in Kind:
            level = LEVEL.get(kind.value, 0.65)
            arms[kind.value] = [week(level, random) for _ in range(SIZE.weeks)]
        rows.append({"seed": seed, "laws": {}, "attainable": [0.7, 0.65], "arms": arms})
    return rows


@pytest.fixture
def intervals() -> list[dict[str, Any]]:
    hit = {"value": 2.0, "low": 1.0, "high": 3.0, "true": 2.5}
    estimates = {"value": hit, "gain": hit, "steepness": hit, "pairs": 9}
    told = {"better": 0.1, "promoted": True, "demoted": False}
    rows = [{"seed": n, **estimates, **told} for n in range(9)]
    return [*rows, {**rows[0], "seed": 9, "value": {**hit, "true": 3.5}, "better": -0.1}]


def test_figures_pair_worlds_and_count_cover(worlds: Any, intervals: Any) -> None:
    figures = summary(worlds, intervals)

    gain = figures["differences"]["learning_ndcg_before_drift"]
    assert gain["low"] < gain["mean"] < gain["high"]
    assert gain["mean"] == pytest.approx(0.15, abs=0.02)
    assert figures["differences"]["correction_ndcg"]["mean"] == pytest.approx(0.05, abs=0.02)
    assert figures["recovery"]["share"][-1] == pytest.approx(1, abs=0.3)
    assert figures["intervals"]["value"]["covered"] == pytest.approx(0.9)
    assert figures["intervals"]["gain"]["covered"] == 1
    assert figures["gate"]["promoted"] == 10
    assert figures["gate"]["promoted_though_worse"] == 1


def test_the_page_stands_alone_and_its_charts_are_whole(worlds: Any, intervals: Any) -> None:
    figures = summary(worlds, intervals) | {"code": "c0de", "encoder": "model"}
    page = report(figures, worlds, intervals)

    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 7
    for chart in charts:
        tree = ET.fromstring(chart)  # noqa: S314 - our own drawing
        assert tree.find("title") is not None
        assert "nan" not in chart
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"<script|<link|src=|https?://", page)
    assert "90%" in page


def test_what_is_kept_is_not_run_again(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment, "FOLDER", tmp_path)
    ran = []

    def run_square(seed: int) -> dict[str, Any]:
        ran.append(seed)
        return {"square": seed * seed}

    assert [row["square"] for row in kept(run_square, range(3), 1)] == [0, 1, 4]
    assert [row["square"] for row in kept(run_square, range(4), 1)] == [0, 1, 4, 9]
    assert ran == [0, 1, 2, 3]
