"""`pes understand`: lines in, lines out, without any server."""

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest

POSTING = {
    "id": "p1",
    "title": "诚聘电焊工（包吃住）",
    "text": "要求：有焊工证，高中及以上学历，3年以上工作经验，能上夜班。招4人",
    "pay": "6000-12000元",
    "place": "长沙·岳麓区",
    "colour": "unknown fields are ignored",
}


@pytest.fixture
def understand(pes, monkeypatch: pytest.MonkeyPatch):
    def run(what: str, *lines: Any) -> Any:
        text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        return pes("understand", what)

    return run


@pytest.fixture
def understood(understand):
    def run(what: str, *lines: Any) -> list[dict[str, Any]]:
        ran = understand(what, *lines)
        assert ran.code == 0, ran.err
        return [json.loads(line) for line in ran.out.splitlines()]

    return run


def test_titles(understood) -> None:
    welder, slogan = understood(
        "title", {"id": 1, "title": "急招电焊工"}, {"id": "b", "title": "五险一金"}
    )

    assert (welder["id"], welder["unknown"]) == (1, False)
    assert welder["codes"][0]["code"] == "6-18-02-04"
    assert 0 < welder["codes"][0]["p"] <= 1
    assert slogan == {"id": "b", "codes": [], "unknown": True}


def test_pay(understood) -> None:
    months, day, none, piece, absent = understood(
        "pay",
        {"id": 1, "pay": "8千-1.2万·13薪"},
        {"id": 2, "pay": "100元/天"},
        {"id": 3, "pay": "面议"},
        {"id": 4, "pay": "3元/件"},
        {"id": 5},
    )

    ends = {"low": 800_000, "high": 1_200_000}
    assert months == {"id": 1, **ends, "basis": "month", "months": 13, "assumed": []}
    assert day == {
        "id": 2, "low": 217_500, "high": 217_500, "basis": "day", "assumed": ["day=21.75"]
    }  # fmt: skip
    assert none == {"id": 3, "negotiable": True}
    assert piece == {"id": 4, "unparsed": True}
    assert absent == {"id": 5, "unparsed": True}


def test_every_span_of_a_posting_lies_in_its_field(understood) -> None:
    (answer,) = understood("posting", POSTING)

    quoted = {
        span["what"]: (POSTING[span["field"]][span["from"] : span["to"]], span["value"])
        for span in answer["spans"]
    }
    assert (answer["place"]["code"], answer["education_floor"]) == (430104, "secondary")
    assert (quoted["occupation"][0], quoted["occupation"][1][0]) == ("电焊工", "6-18-02-04")
    assert quoted["certificate"] == ("焊工证", "焊工证")
    assert quoted["education"] == ("高中", "secondary")
    assert quoted["experience_years"] == ("3年", 3)
    assert quoted["condition"] == ("夜班", "night_shift")
    assert quoted["openings"] == ("4", 4)
    assert quoted["pay"][0] == "6000-12000元"


def test_a_profile(understood) -> None:
    (answer,) = understood("profile", {"id": "s", "wants": ["普工", "缝纫工"], "birth": 1985})

    assert answer["birth_on"] == "1985-12-31"
    trades = [span for span in answer["spans"] if span["what"] == "occupation"]
    assert [(span["from"], span["to"]) for span in trades] == [(0, 2), (3, 6)]


def test_a_query(understood) -> None:
    (answer,) = understood("query", {"id": "q", "q": "长沙岳麓会计 5000以上 不上夜班"})

    assert answer["words"] == "会计"
    assert answer["occupations"][0][0] == "2-06-03-00"
    assert (answer["place"]["code"], answer["min_pay_fen"]) == (430104, 500_000)
    assert answer["excludes"] == ["night_shift"]
    assert [span["what"] for span in answer["spans"]] == [
        "place", "place", "occupation", "pay", "exclude"
    ]  # fmt: skip


@pytest.mark.parametrize("bad", ['{"id":', "[1]", '{"id":"\\ud800"}', "[" * 100_000])
def test_a_bad_line_is_named_in_one_line(understand, bad: str) -> None:
    ran = understand("title", {"id": 1, "title": "会计"}, bad)

    assert ran.code == 1
    assert len(ran.out.splitlines()) == 1
    assert (
        ran.err.strip() == "第 2 行不是一个 JSON 对象。请每行写一个对象，编码用 UTF-8，然后重试。"
    )
