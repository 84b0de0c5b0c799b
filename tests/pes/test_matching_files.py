"""`pes eligible`, `pes assign`, `pes evaluate matching`: files in, files out, no servers."""

import json
from pathlib import Path

import pytest

POSTINGS = [
    {"id": "p 1", "title": "叉车司机", "company": "甲厂", "education": "高中"},
    {"id": "7", "title": "收银员", "company": "乙店", "conditions": ["long_standing"]},
    {"id": "p3", "title": "会计", "valid_to": "2020-01-01"},
]
PROFILES = [
    {"id": "张", "wants": ["叉车司机"], "education": "初中", "declined": [7]},
    {"id": "李", "wants": ["收银员"], "excludes": ["long_standing"], "hidden_from": ["甲厂"]},
    {"id": "王", "wants": ["会计"], "as_of": "2019-12-31"},
]


@pytest.fixture
def files(tmp_path: Path):
    """Write rows as JSON lines, or cells as a table of tabs; return the path."""

    def write(name: str, rows: list) -> Path:
        lines = [
            json.dumps(row, ensure_ascii=False) if isinstance(row, dict) else "\t".join(row)
            for row in rows
        ]
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return path

    return write


@pytest.fixture
def eligible(answer, files, tmp_path: Path):
    def run(postings: list, profiles: list) -> tuple[dict, list[list[str]]]:
        said = answer(
            "eligible", "--postings", files("p.jsonl", postings),
            "--profiles", files("s.jsonl", profiles), "--out", tmp_path / "out.tsv",
        )  # fmt: skip
        return said, [line.split("\t") for line in (tmp_path / "out.tsv").read_text().splitlines()]

    return run


def test_eligible_names_the_rule_of_every_pair(eligible) -> None:
    said, rows = eligible(POSTINGS, PROFILES)

    assert rows == [
        ["张", "p 1", "education"], ["张", "7", "declined"], ["张", "p3", "closed"],
        ["李", "p 1", "hidden"], ["李", "7", "excluded"], ["李", "p3", "closed"],
        ["王", "p 1", "ok"], ["王", "7", "ok"], ["王", "p3", "ok"],
    ]  # fmt: skip
    assert (said["pairs"], said["eligible"], said["failed"]["closed"]) == (9, 3, 2)


def test_eligible_by_small_blocks_writes_the_same(eligible, monkeypatch) -> None:
    monkeypatch.setattr("pes.commands.eligible.PAIRS_AT_ONCE", 4)

    assert len(eligible(POSTINGS, PROFILES)[1]) == 9
    assert eligible(POSTINGS, [])[1] == []
    assert eligible([], PROFILES)[0]["pairs"] == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "第 2 行有误：不是一个 JSON 对象"),
        ("[]", "第 2 行有误：不是一个 JSON 对象"),
        ('{"title": "会计"}', "第 2 行有误：缺少编号"),
        ('{"id": "a\\tb"}', "第 2 行有误：编号里有制表符"),
        ('{"id": "p 1"}', "第 2 行有误：编号与前面某一行重复"),
    ],
)
def test_eligible_refuses_a_bad_line_and_writes_nothing(
    pes, files, tmp_path: Path, line: str, said: str
) -> None:
    postings = files("p.jsonl", [POSTINGS[0], [line]])
    profiles, out = files("s.jsonl", PROFILES), tmp_path / "out.tsv"

    ran = pes("eligible", "--postings", postings, "--profiles", profiles, "--out", out, "--json")

    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert not out.exists()


def test_a_missing_file_is_said(pes, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("p", "s", "out")]

    ran = pes("eligible", "--postings", names[0], "--profiles", names[1], "--out", names[2])

    assert ran.code == 1
    assert "无法读写文件" in ran.err


EDGES = [["a", "x", "0.9"], ["b", "x", "0.8"], ["b", "y y", "0.1"], ["c", "z", "0.7"]]
SEEKERS = [["a", "1", "0", "5"], ["b", "3", "1", "5"], ["c", "0", "0", "1"], ["d", "3", "1", "3"]]
PLACES = [["x", "1"], ["y y", "2"], ["z", "0"]]


@pytest.fixture
def assign(files, tmp_path: Path):
    """Return the arguments of the command for three tables."""

    def arguments(edges: list, seekers: list, postings: list) -> list[object]:
        return [
            "assign", "--edges", files("e.tsv", edges), "--seekers", files("s.tsv", seekers),
            "--postings", files("p.tsv", postings), "--out", tmp_path / "out.tsv",
        ]  # fmt: skip

    return arguments


def test_assign_serves_priority_first_within_capacity(answer, assign, tmp_path: Path) -> None:
    said = answer(*assign(EDGES, SEEKERS, PLACES))

    assert (tmp_path / "out.tsv").read_text("utf-8") == "b\tx\nb\ty y\n"
    assert said == {"relevance": 0.9, "served": 1, "three_or_more": 0, "postings_reached": 2}


@pytest.mark.parametrize("size", [1e300, 1e-300, 1.0])
def test_assign_only_compares_scores_whatever_their_size(
    answer, assign, tmp_path: Path, size: float
) -> None:
    edges = [["a", "x", f"{3 * size}"], ["b", "x", f"{4 * size}"], ["a", "y", f"{2.5 * size}"]]

    answer(*assign(edges, [["a", "0", "0", "1"], ["b", "0", "0", "1"]], [["x", "1"], ["y", "1"]]))

    assert (tmp_path / "out.tsv").read_text("utf-8") == "a\ty\nb\tx\n"


def test_assign_of_nothing(answer, assign, tmp_path: Path) -> None:
    said = answer(*assign([], SEEKERS, []))

    assert said == {"relevance": 0, "served": 0, "three_or_more": 0, "postings_reached": 0}
    assert (tmp_path / "out.tsv").read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (([["a", "x"]], SEEKERS, PLACES), "e.tsv”第 1 行有误：应有 3 列"),
        (([["q", "x", "1"]], SEEKERS, PLACES), "求职者“q”不在求职者文件里"),
        (([["a", "q", "1"]], SEEKERS, PLACES), "岗位“q”不在岗位文件里"),
        (([["a", "x", "nan"]], SEEKERS, PLACES), "得分“nan”不是数字"),
        ((EDGES + EDGES[:1], SEEKERS, PLACES), "第 5 行有误：这一对求职者和岗位前面已经有了"),
        ((EDGES, [["a", "4", "0", "5"]], PLACES), "“4”应是 0 到 3 的整数"),
        ((EDGES, [["a", "1", "2", "5"]], PLACES), "“2”应是 0 到 1 的整数"),
        ((EDGES, SEEKERS * 2, PLACES), "s.tsv”第 5 行有误：编号与前面某一行重复"),
        ((EDGES, SEEKERS, [["x", "-1"]]), "“-1”应是 0 到 2147483647 的整数"),
    ],
)
def test_assign_says_which_line_is_wrong(pes, assign, tmp_path: Path, tables, said: str) -> None:
    ran = pes(*assign(*tables), "--json")

    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert not (tmp_path / "out.tsv").exists()
