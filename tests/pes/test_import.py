"""`pes import`: the contract's letter, on a real tenant."""

import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.applications import Feedback, FeedbackKind
from marketplace.postings import Posting, PostingStatus
from marketplace.seekers import Seeker
from matching.explain import explain
from pes.cli import main
from pes.output import errors
from runtime.settings import settings
from tenants.access import Actor
from tenants.work import Work
from tests.world import TenantWorld

GOOD = {
    "id": "p1",
    "title": "缝纫工",
    "company": "长沙试验服装厂",
    "text": "操作平缝机，按样衣完成工序，保证针距均匀。",
    "tags": ["包住"],
    "pay": "5千-7千",
    "place": "长沙·岳麓区",
    "unknown": {"field": 1},
}
PERSON = {"id": "s1", "wants": ["缝纫工"], "place": "长沙·岳麓区", "birth": "1990"}


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def answer(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the command in this process, reports going to a folder of the test."""

    def ran(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["pes", "import", *(str(each) for each in arguments)])
        monkeypatch.setattr(errors, "width", 200)  # whatever the terminal of the run
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return ran


@pytest.fixture
def lines(tmp_path: Path):
    def write(*rows: object, name: str = "rows.jsonl") -> Path:
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write


def test_postings_in_the_contract_s_form(tenant: TenantWorld, run, lines) -> None:
    file = lines(GOOD, {**GOOD, "id": "p2", "title": ""}, [1])

    answer = run("postings", file, "--tenant", tenant.code, "--publish", "--json").answer()

    assert {name: answer[name] for name in ("rows", "created", "changed", "unchanged")} == {
        "rows": 3, "created": 1, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    assert answer["rejected"] == 2
    first, second = answer["errors"]
    assert (first["row"], first["field"], first["code"]) == (2, "title", "missing_title")
    assert (second["row"], second["code"]) == (3, "not_json")
    assert "岗位名称" in first["message"]
    with Path(answer["report"]).open(encoding="utf-8-sig", newline="") as stream:
        report = list(csv.reader(stream))
    assert [row[0] for row in report] == ["行号", "1", "2", "3"]
    assert Path(answer["report"]).is_relative_to(settings().state_dir)
    with tenant.as_system() as work:
        (posting,) = work.session.query(Posting).filter_by(tenant_id=tenant.code)
    assert (posting.status, posting.source_key) == (PostingStatus.PUBLISHED, "p1")

    again = run("postings", file, "--tenant", tenant.code, "--publish", "--json").answer()
    assert (again["unchanged"], again["rejected"], again["created"]) == (1, 2, 0)
    changed = lines({**GOOD, "pay": "6千-8千"})
    changed_answer = run("postings", changed, "--tenant", tenant.code, "--json").answer()
    assert (changed_answer["rows"], changed_answer["changed"]) == (1, 1)


def test_the_report_says_what_keeps_a_row_a_draft(tenant: TenantWorld, run, lines) -> None:
    past = {
        "valid_to": "2020-01-01",
        "openings": "2",
        "pay": "看着给",
        "text": "限男性，操作平缝机",
    }
    file = lines(GOOD, {**GOOD, "id": "p2"} | past)

    answer = run("postings", file, "--tenant", tenant.code, "--publish", "--json").answer()

    assert (answer["published"], answer["drafts"], answer["errors"]) == (1, 1, [])
    with Path(answer["report"]).open(encoding="utf-8-sig", newline="") as stream:
        said = [(line[0], line[5], line[6]) for line in csv.reader(stream)][1:]
    assert said == [
        ("1", "", ""),
        ("2", "薪酬；有效期至；岗位描述", "pay_unparsed；validity；unlawful_sex"),
    ]
    shown = run("postings", file, "--tenant", tenant.code, "--source", "又一次").out
    assert "草稿 2 条" in shown.splitlines()[-1]


def test_a_short_description_is_no_obstacle(tenant: TenantWorld, run, lines) -> None:
    bare = {"title": "电工", "pay": "5千-7千", "place": "长沙·岳麓区"}
    file = lines({**bare, "text": "会修电机会看图纸呀"}, bare)

    answer = run("postings", file, "--tenant", tenant.code, "--publish", "--json").answer()

    assert (answer["published"], answer["drafts"]) == (2, 0)


def test_seekers(tenant: TenantWorld, run, lines) -> None:
    file = lines(PERSON, {"id": "s2", "name": "李🙂"}, name="people.jsonl")

    answer = run("seekers", file, "--tenant", tenant.code, "--json").answer()

    assert (answer["rows"], answer["created"], answer["rejected"]) == (2, 1, 1)
    assert answer["errors"][0]["field"] == "name"
    assert run("seekers", file, "--tenant", tenant.code, "--json").answer()["unchanged"] == 1


def test_declined_postings_are_not_for_the_person(tenant: TenantWorld, run, lines) -> None:
    here = ("--tenant", tenant.code, "--json")
    run("postings", lines(GOOD, {**GOOD, "id": 7, "title": "裁剪工"}), *here, "--publish").answer()
    person = {**PERSON, "declined": ["p1", 7, "unknown"], "as_of": "2026-01-01"}
    file = lines(person, name="people.jsonl")

    first, again = run("seekers", file, *here), run("seekers", file, *here)

    assert (first.answer()["created"], again.answer()["unchanged"]) == (1, 1)
    assert "没有用到的列" not in first.err
    with tenant.as_system() as work:
        postings = sorted(work.session.scalars(select(Posting.id).where(own(Posting, work))))
        (seeker,) = work.session.scalars(select(Seeker.id).where(own(Seeker, work)))
        said = list(work.session.scalars(select(Feedback).where(own(Feedback, work))))
    assert sorted(each.posting_id for each in said) == postings
    assert {each.kind for each in said} == {FeedbackKind.NOT_FOR_ME}
    answer = explain(Actor.system(tenant.code), seeker, postings[0]).to_json()
    assert (answer["eligible"], answer["failed_rule"]) == (False, "declined")


def test_what_a_person_took_back_stands(tenant: TenantWorld, run, lines) -> None:
    here = ("--tenant", tenant.code, "--json")
    run("postings", lines(GOOD), *here, "--publish").answer()
    file = lines({**PERSON, "declined": ["p1"]}, name="people.jsonl")
    run("seekers", file, *here).answer()
    with tenant.as_system() as work:
        (said,) = work.session.scalars(select(Feedback).where(own(Feedback, work)))
        said.undone_at = work.now

    run("seekers", file, *here).answer()

    with tenant.as_system() as work:
        (said,) = work.session.scalars(select(Feedback).where(own(Feedback, work)))
        assert said.undone_at is not None


def test_what_is_not_understood_is_said(tenant: TenantWorld, run, lines) -> None:
    here = ("--tenant", tenant.code, "--json")
    odd = {"conditions": ["dust", "moonlight"], "education": "某某", "lat": 128.2, "lon": 12.9}
    odd |= {"openings": "0", "valid_from": "昨天", "valid_to": "2026-13-45"}
    person = {**PERSON, "groups": ["disabled", "某某"], "excludes": ["某某"], "education": "某某"}
    person |= {"birth": "1850", "lat": 28.2, "lon": 912.9}

    jobs = run("postings", lines(GOOD, {**GOOD, "id": "p2"} | odd), *here).answer()
    later = {**PERSON, "id": "s2", "birth": "2999"}
    people = run("seekers", lines(person, later, name="people.jsonl"), *here).answer()

    assert (jobs["created"], people["created"]) == (2, 2)
    assert (jobs["errors"], people["errors"]) == ([], [])
    assert {(each["row"], each["field"], each["code"]) for each in jobs["warnings"]} == {
        (2, "education", "unknown_education"),
        (2, "conditions", "unknown_condition"),
        (2, "openings", "openings_below_one"),
        (2, "lat", "position_out_of_range"),
        (2, "valid_from", "unknown_day"),
        (2, "valid_to", "unknown_day"),
    }
    assert {(each["row"], each["field"], each["code"]) for each in people["warnings"]} == {
        (1, "education", "unknown_education"),
        (1, "excludes", "unknown_condition"),
        (1, "groups", "unknown_group"),
        (1, "lat", "position_out_of_range"),
        (1, "birth", "unknown_birth"),
        (2, "birth", "unknown_birth"),
    }
    assert "没有看懂学历" in Path(people["report"]).read_text("utf-8-sig")


def test_what_is_wrong_with_a_path_is_said(tenant: TenantWorld, run, lines, tmp_path) -> None:
    here = ("--tenant", tenant.code)
    empty = tmp_path / "empty.csv"
    empty.touch()

    assert "是文件夹" in run("postings", tmp_path, *here).err
    assert "没有找到列对应表" in run("postings", lines(GOOD), *here, "--map", "gone.json").err
    said = run("postings", empty, *here).err
    assert "没有数据行" in said
    assert "工作表" not in said


def test_a_birth_fault_is_in_the_birth_field(tenant: TenantWorld, run, lines) -> None:
    person = {**PERSON, "birth": "1901-01-01"}

    answer = run("seekers", lines(person), "--tenant", tenant.code, "--json").answer()

    assert [each["field"] for each in answer["errors"]] == ["birth"]


def own(table: Any, work: Work) -> Any:
    return table.tenant_id == work.tenant_id


def test_a_strange_table_with_a_mapping_typed_once(tenant: TenantWorld, run, tmp_path) -> None:
    file, mapping = tmp_path / "strange.csv", tmp_path / "map.json"
    file.write_bytes("gw;dw;xz;dd\n电工;试验厂;6千;岳麓区\n焊工;试验厂;7千;天心区\n".encode("gbk"))
    mapping.write_text('{"title": "gw", "company": "dw", "pay": "xz", "place": "dd"}')
    common = ("postings", file, "--tenant", tenant.code, "--source", "区局")

    first = run(*common, "--map", mapping, "--json").answer()
    second = run(*common, "--json")

    assert first["created"] == 2
    assert first["columns"]["title"] == ["gw"]
    assert second.answer()["unchanged"] == 2
    assert "岗位名称 ← gw" in second.err


def test_for_people_it_is_readable(tenant: TenantWorld, run, lines) -> None:
    shown = run("postings", lines(GOOD, {"id": "x"}), "--tenant", tenant.code)

    assert shown.code == 0
    assert "新增" in shown.out
    assert "第 2 行 岗位名称：没有岗位名称" in shown.out
    assert "列的对应" in shown.err
    assert "湖南省长沙市岳麓区" in shown.err


def test_refusals_are_one_chinese_line(tenant: TenantWorld, run, lines, tmp_path) -> None:
    file, broken = lines(GOOD), tmp_path / "map.json"
    broken.write_text("[1]")
    columns = tmp_path / "columns.json"
    columns.write_text('{"title": "没有"}')
    shapeless = tmp_path / "numbers.csv"
    shapeless.write_text("1,2\n3,4\n")
    here = ("--tenant", tenant.code)
    for line in (
        ("postings", tmp_path / "gone.csv", *here),
        ("postings", file, "--tenant", "长沙"),
        ("postings", file, "--tenant", "999999"),
        ("postings", file, *here, "--map", broken),
        ("postings", file, *here, "--map", columns),
        ("postings", shapeless, *here),
    ):
        refused = run(*line, "--json")
        assert (refused.code, refused.out) == (1, "")
        assert len(refused.err.strip().splitlines()) == 1
    assert run("nonsense", file, *here).code == 2
    assert run("postings", file).code == 2
