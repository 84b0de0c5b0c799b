"""`pes evaluate search`: runs in TREC form over scratch indices that are gone afterwards."""

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from search.client import client
from search.evaluation import SYSTEMS

POSTINGS = [
    {"id": "weld", "title": "电焊工", "text": "会手工焊和气保焊", "place": "长沙·岳麓区"},
    {"id": "fit", "title": "装配钳工", "tags": ["五险一金"], "pay": "6千-8千"},
    {"id": "bare", "title": "保安"},
    {"id": "odd", "title": "？！", "text": "其他"},
    {"id": "gone", "title": "电焊工", "valid_to": "2020-01-01"},
]
QUERIES = [
    {"id": "q1", "q": "电焊工", "kind": "trade"},
    {"id": "q2", "q": "dianhangong", "kind": "misspelt", "clean": "电焊工"},
    {"id": "q3", "q": "保安", "place": "长沙", "lat": 28.2, "lon": 112.9},
    {"id": "q4", "q": "？"},
    {"id": "q5", "q": "电焊工程 " * 2000},
]


def encode(texts: list[str]) -> np.ndarray:
    """Vectors of a hash: what they mean is measured elsewhere."""
    if not texts:
        return np.empty((0, 512), np.float32)
    seeds = [int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts]
    drawn = np.stack([np.random.default_rng(seed).normal(size=512) for seed in seeds])
    unit: np.ndarray = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(autouse=True)
def _own_encoder(monkeypatch: pytest.MonkeyPatch, deployment) -> None:
    monkeypatch.setattr("pes.commands.evaluate_search.ensure_model", lambda *_: None)
    monkeypatch.setattr("pes.commands.evaluate_search.ensure_deployment", lambda *_: None)
    monkeypatch.setattr(
        "pes.commands.evaluate_search.encoder", lambda: SimpleNamespace(encode=encode)
    )


@pytest.fixture
def arguments(tmp_path: Path):
    def given(postings: list[dict], queries: list[dict], *more: object) -> list[object]:
        for name, rows in (("p.jsonl", postings), ("q.jsonl", queries)):
            text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
            (tmp_path / name).write_text(text, "utf-8")
        files = ["--postings", tmp_path / "p.jsonl", "--queries", tmp_path / "q.jsonl"]
        return ["evaluate", "search", *files, "--run", tmp_path / "run", *more]

    return given


def _left() -> list[str]:
    return [name for name in client().indices.get(index="*") if "-evaluation-" in name]


def _lines(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text("utf-8").splitlines()]


def test_writes_a_run_of_every_system_and_leaves_nothing(answer, arguments, tmp_path: Path) -> None:
    said = answer(*arguments(POSTINGS, QUERIES))

    assert list(said["runs"]) == list(SYSTEMS)
    assert _left() == []
    for name in SYSTEMS:
        lines = _lines(tmp_path / "run" / f"{name}.run")
        assert {line[2] for line in lines} <= {row["id"] for row in POSTINGS}
        assert {(line[1], line[5]) for line in lines} == {("Q0", name)}
        for before, after in pairwise(lines):
            if before[0] == after[0]:
                assert int(after[3]) == int(before[3]) + 1
                assert float(after[4]) < float(before[4])
    first = {line[0]: line[2] for line in reversed(_lines(tmp_path / "run" / "whole.run"))}
    assert first["q1"] in {"weld", "gone"}  # validity is no matter of words
    assert first["q3"] == "bare"


def test_measures_against_judgements(answer, arguments, tmp_path: Path) -> None:
    qrels = tmp_path / "qrels"
    qrels.write_text("q1 0 weld 3\nq1 0 gone 3\nq1 0 fit 0\nq2 0 weld 3\nq3 0 bare 3\n")

    said = answer(*arguments(POSTINGS, QUERIES, "--qrels", qrels))["metrics"]

    assert said["queries"] == 3
    assert set(said["systems"]) == set(SYSTEMS)
    assert said["systems"]["plain"]["success@1"] == pytest.approx(2 / 3, abs=1e-4)
    assert said["misspelt"]["queries"] == 1
    assert said["difference"].keys() == {"plain", "lexical", "vectors"}


def test_for_people_it_is_a_table(pes, arguments) -> None:
    ran = pes(*arguments(POSTINGS, QUERIES))

    assert ran.code == 0, ran.err
    assert all(name in ran.out for name in ("方法", *SYSTEMS))


@pytest.mark.parametrize(("postings", "queries"), [([], QUERIES), (POSTINGS, [])])
def test_nothing_to_rank(answer, arguments, postings: list, queries: list) -> None:
    said = answer(*arguments(postings, queries))

    assert (said["documents"], said["queries"]) == (len(postings), len(queries))


def test_scratch_indices_go_when_it_fails(pes, arguments, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> dict:
        return {"query": {"no_such_clause": {}}}

    monkeypatch.setattr("search.evaluation.systems.variant_body", broken)
    ran = pes(*arguments(POSTINGS, QUERIES))

    assert ran.code == 1
    assert "BadRequestError" in ran.err
    assert _left() == []


def test_says_what_is_wrong(pes, arguments, tmp_path: Path) -> None:
    blank = pes(*arguments([{"id": "p 1", "title": "会计"}], QUERIES))
    (tmp_path / "qrels").write_text("q1 0 weld 2\nq1 weld 2\n")
    judged = pes(*arguments(POSTINGS, QUERIES, "--qrels", tmp_path / "qrels"))

    assert (blank.code, judged.code) == (1, 1)
    assert "编号里有空白" in blank.err
    assert "“qrels”第 2 行有误" in judged.err
    assert not (tmp_path / "run").exists()
