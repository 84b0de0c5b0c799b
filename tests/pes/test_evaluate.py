"""`pes evaluate matching`: runs in TREC form, figures with judgements, refusals by the line."""

import json
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from matching.evaluation import SYSTEMS
from tests.matching.evaluation.small_set import POSTINGS, PROFILES, encode


@pytest.fixture(autouse=True)
def _own_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of a hash: the systems' sense is tested elsewhere, the files here."""
    monkeypatch.setattr("pes.commands.evaluate.ensure_model", lambda *_: None)
    monkeypatch.setattr("pes.commands.evaluate.encoder", lambda: SimpleNamespace(encode=encode))


@pytest.fixture
def arguments(tmp_path: Path):
    def given(postings: list[dict], profiles: list[dict], *more: object) -> list[object]:
        for name, rows in (("p.jsonl", postings), ("s.jsonl", profiles)):
            text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
            (tmp_path / name).write_text(text, "utf-8")
        files = ["--postings", tmp_path / "p.jsonl", "--profiles", tmp_path / "s.jsonl"]
        return ["evaluate", "matching", *files, "--run", tmp_path / "run", *more]

    return given


@pytest.mark.parametrize(
    ("side", "query", "document"), [("seeker", "s", "p"), ("employer", "p", "s")]
)
def test_writes_a_run_of_every_system(
    answer, arguments, tmp_path: Path, side: str, query: str, document: str
) -> None:
    said = answer(*arguments(POSTINGS, PROFILES, "--side", side))

    assert set(said["runs"]) == set(SYSTEMS)
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == sorted(
        f"{name}.run" for name in SYSTEMS
    )
    for name in SYSTEMS:
        written = (tmp_path / "run" / f"{name}.run").read_text("utf-8")
        lines = [line.split() for line in written.splitlines()]
        assert {line[0][0] + line[2][0] for line in lines} == {query + document}
        assert {(line[1], line[5]) for line in lines} == {("Q0", name)}
        for before, after in pairwise(lines):
            if before[0] == after[0]:
                assert int(after[3]) == int(before[3]) + 1
                assert float(after[4]) < float(before[4])


def test_measures_against_judgements(answer, arguments, tmp_path: Path) -> None:
    qrels = tmp_path / "qrels"
    judged = [(s, p, 3 if p % 6 == s % 6 else 0) for s in range(12) for p in range(130)]
    qrels.write_text("".join(f"s{s} 0 p{p} {grade}\n" for s, p, grade in judged))

    said = answer(*arguments(POSTINGS, PROFILES, "--qrels", qrels))["metrics"]

    assert said["queries"] == 12
    assert set(said["systems"]) == set(SYSTEMS)
    assert said["systems"]["whole"]["ndcg@10"] > said["systems"]["random"]["ndcg@10"]
    assert said["difference"]["low"] <= said["difference"]["mean"] <= said["difference"]["high"]


def test_for_people_it_is_a_table(pes, arguments) -> None:
    ran = pes(*arguments(POSTINGS, PROFILES))

    assert ran.code == 0
    assert all(name in ran.out for name in ("方法", *SYSTEMS))


@pytest.mark.parametrize(
    ("postings", "profiles"),
    [
        ([], PROFILES),
        (POSTINGS, []),
        ([{"id": "p", "title": "会计", "education": "博士"}], PROFILES),
    ],
)
def test_nothing_to_rank(answer, arguments, postings: list, profiles: list) -> None:
    assert answer(*arguments(postings, profiles))["eligible"] == 0


def test_says_what_is_wrong(pes, arguments, tmp_path: Path) -> None:
    blank = pes(*arguments([{"id": "p 1", "title": "会计"}], PROFILES))
    (tmp_path / "qrels").write_text("s1 0 p1 2\ns1 p1 2\n")
    judged = pes(*arguments(POSTINGS, PROFILES, "--qrels", tmp_path / "qrels"))

    assert (blank.code, judged.code) == (1, 1)
    assert "编号里有空白" in blank.err
    assert "“qrels”第 2 行有误" in judged.err
    assert not (tmp_path / "run").exists()
