"""Imports as a whole: every row accounted for, twice the same, taken up where it broke off."""

import gzip
import json

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from marketplace import intake
from marketplace.employers import Employer
from marketplace.groups import Group, GroupMembership
from marketplace.intake import ImportKind, ImportState, Outcome, running
from marketplace.intake.errors import HeaderMissing, ImportInterrupted, MapColumnUnknown
from marketplace.postings import Posting, PostingStatus, posting_findings
from marketplace.seekers import Seeker, SeekerWant
from runtime.errors import NotAllowed
from tests.marketplace.intake.conftest import GOOD, HEADER, counts, take

POSTINGS, SEEKERS = ImportKind.POSTINGS, ImportKind.SEEKERS
SLICE = 120


def stored(world, model=Posting):
    with world.as_system() as work:
        order = model.id
        return list(
            work.session.scalars(select(model).where(model.tenant_id == world.code).order_by(order))
        )


def rejected(world, job):
    with world.as_system() as work:
        return intake.list_rows(work, job.id, outcome=Outcome.REJECTED)


def table_slice(path, tmp_path):
    """The first rows of a real table, in a file of the same kind."""
    target = tmp_path / path.name.removesuffix(".gz")
    if path.suffix == ".xlsx":
        whole, part = load_workbook(path, read_only=True), Workbook()
        for row in whole.active.iter_rows(max_row=SLICE, max_col=20, values_only=True):
            part.active.append(row)
        whole.close()
        part.save(target)
        return target
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt") if packed else path.open() as lines:
        count = SLICE if path.suffix == ".jsonl" else SLICE * 3
        target.write_text("".join(line for _, line in zip(range(count), lines, strict=False)))
    return target


@pytest.mark.parametrize(
    "name",
    [
        "postings_51job_2024.csv.gz",
        "postings_51job_described.xlsx",
        "postings_51job_python_2018.jsonl",
        "postings_labour_site_2015.csv.gz",
        "postings_graduate_platform.csv.gz",
        "vacancies_bureau_lists_2024.csv",
    ],
)
def test_real_postings(tenant, real, tmp_path, name):
    path = table_slice(real(name), tmp_path)

    first = take(tenant, path)

    rows, created, _, unchanged, refused = counts(first)
    assert created > 0.9 * (rows - unchanged)
    assert first.state is ImportState.FINISHED
    postings = stored(tenant)
    assert len(postings) == created
    assert {posting.status for posting in postings} <= {
        PostingStatus.DRAFT, PostingStatus.SUBMITTED,
    }  # fmt: skip
    drafts = [posting for posting in postings if posting.status is PostingStatus.DRAFT]
    with tenant.as_reviewer() as work:
        assert all(posting_findings(work, draft) for draft in drafts[:20])
    again = take(tenant, path)
    assert counts(again) == (rows, 0, 0, rows - refused, refused)
    assert [posting.version for posting in stored(tenant)] == [p.version for p in postings]


@pytest.mark.parametrize(
    "name", ["persons_graduate_platform.jsonl", "persons_employment_register.csv.gz"]
)
def test_real_people(tenant, real, tmp_path, name):
    path = table_slice(real(name), tmp_path)

    first = take(tenant, path, SEEKERS)

    rows, created, _, unchanged, refused = counts(first)
    assert created > 0.9 * (rows - unchanged)
    assert len(stored(tenant, Seeker)) == created
    assert counts(take(tenant, path, SEEKERS)) == (rows, 0, 0, rows - refused, refused)


def test_a_complete_row_waits_for_review_and_an_unlawful_one_is_a_draft(tenant, text_file):
    header = (*HEADER, "年龄", "性别")
    path = text_file(
        [
            header,
            (*GOOD, "不限", ""),
            (*GOOD, "35岁以下", "男"),
            (*GOOD, "-35", ""),
            (*GOOD[:6], "2020-01-01", "", ""),
        ]
    )

    take(tenant, path)

    good, *drafts = stored(tenant)
    assert good.status is PostingStatus.SUBMITTED
    assert (good.place_code, good.openings, good.pay_high_fen) == (430104, 3, 700000)
    with tenant.as_reviewer() as work:
        codes = [{finding.code for finding in posting_findings(work, draft)} for draft in drafts]
    assert {draft.status for draft in drafts} == {PostingStatus.DRAFT}
    assert codes == [{"unlawful_sex", "unlawful_age"}, {"unlawful_age"}, {"validity"}]


def test_unknown_companies_become_unverified_employers(tenant, text_file):
    take(tenant, text_file([HEADER, GOOD, ("电工", *GOOD[1:])]))

    (employer,) = stored(tenant, Employer)
    assert (employer.name, employer.credit_code, employer.verified_at) == (GOOD[1], None, None)


def test_a_changed_row_is_reviewed_again(tenant, text_file):
    header, row = ("编号", *HEADER), ("A1", *GOOD)
    take(tenant, text_file([header, row]), publish=True)
    (before,) = stored(tenant)
    assert before.status is PostingStatus.PUBLISHED

    job = take(tenant, text_file([header, ("A1", *GOOD[:2], "6000-8000元/月", *GOOD[3:])]))

    (after,) = stored(tenant)
    assert counts(job) == (1, 0, 1, 0, 0)
    assert (after.id, after.status) == (before.id, PostingStatus.SUBMITTED)
    assert after.version > before.version
    assert not tenant.finds(after)


def test_publish_approves_what_lacks_only_openings_or_validity(tenant, text_file):
    bare = (*GOOD[:4], "", GOOD[5], "")
    path = text_file([HEADER, bare, ("电工", *bare[1:2], "工资高", *bare[3:]), GOOD])

    job = take(tenant, path, publish=True)

    assert job.published == 2
    assert [posting.status for posting in stored(tenant)] == [
        PostingStatus.PUBLISHED, PostingStatus.DRAFT, PostingStatus.PUBLISHED,
    ]  # fmt: skip
    again = take(tenant, path, publish=True)
    assert (again.published, again.unchanged) == (0, 3)


def test_bad_rows_stop_nothing_and_are_named(tenant, text_file):
    header = ("编号", *HEADER)
    path = text_file(
        [
            header,
            ("1", *GOOD),
            ("2", "", *GOOD[1:]),
            ("3", *GOOD, "多余"),
            ("1", *GOOD),
            ("1", "别的岗位", *GOOD[1:]),
            ("4", "😀" * 3, *GOOD[1:]),
            ("5", "保安", *GOOD[1:]),
        ]
    )

    job = take(tenant, path)

    assert counts(job) == (7, 2, 0, 1, 4)
    assert [(row.row, row.line, row.field, row.code) for row in rejected(tenant, job)] == [
        (2, 3, "title", "missing_title"),
        (3, 4, "", "too_many_cells"),
        (5, 6, "id", "duplicate_id"),
        (6, 7, "title", "missing_title"),
    ]
    assert all(row.message for row in rejected(tenant, job))


def test_the_same_rows_in_other_encodings_and_forms_change_nothing(
    tenant, text_file, workbook_file, tmp_path
):
    take(tenant, text_file([HEADER, GOOD]))
    lines = tmp_path / "t.jsonl"
    lines.write_text(json.dumps(dict(zip(HEADER, GOOD, strict=True)), ensure_ascii=False))

    for path in (
        text_file([HEADER, GOOD], "gbk.csv", encoding="gbk"),
        text_file([HEADER, GOOD], "wide.csv", encoding="utf-16"),
        workbook_file([HEADER, GOOD]),
        lines,
    ):
        assert counts(take(tenant, path)) == (1, 0, 0, 1, 0)


def test_a_mapping_typed_once_is_kept_for_the_source(tenant, text_file):
    header = ("gw", "dw", "xz", "dd", "rs", "nr", "yx")
    typed = {"title": "gw", "company": "dw", "pay": "xz", "place": "dd", "text": "nr"}
    take(tenant, text_file([header, GOOD]), source="局", **typed, openings=5, valid_to="yx")

    take(tenant, text_file([header, ("电工", *GOOD[1:])], "next.csv"), source="局")

    first, second = stored(tenant)
    assert (second.title, second.openings, second.valid_to) == ("电工", 3, first.valid_to)
    with pytest.raises(MapColumnUnknown):
        take(tenant, text_file([header, GOOD]), source="局", title="没有的列")


def test_without_a_title_column_nothing_is_taken(tenant, text_file):
    with pytest.raises(HeaderMissing, match="岗位名称"):
        take(tenant, text_file([("甲", "乙"), ("某某", "1"), ("某某", "2")]))
    assert stored(tenant) == []


def test_a_broken_off_import_goes_on(tenant, text_file, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 10)
    path = text_file([HEADER, *((f"电工{n:03d}", *GOOD[1:]) for n in range(35)), GOOD, GOOD])
    real_take, calls = running.take_chunk, []

    def breaking(work, job_id, rows):
        job = real_take(work, job_id, rows)
        calls.append(rows)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return job

    monkeypatch.setattr(running, "take_chunk", breaking)
    with pytest.raises(KeyboardInterrupt):
        take(tenant, path)
    assert len(stored(tenant)) == 20

    job = take(tenant, path)

    assert counts(job) == (37, 36, 0, 1, 0)
    assert len(stored(tenant)) == 36
    assert [rows[0].number for rows in calls] == [1, 11, 21, 21, 31]
    assert counts(take(tenant, path)) == (37, 0, 0, 37, 0)


def test_a_chunk_whose_commit_was_not_heard_of_is_not_taken_twice(tenant, text_file):
    path = text_file([HEADER, GOOD])
    job = take(tenant, path)
    row = running.ReadyRow(1, 2, "x", "y", None)

    with tenant.as_system() as work:
        again = running.take_chunk(work, job.id, [row])

    assert again.unchanged == 0


def test_a_database_that_stays_away_is_said(tenant, text_file, monkeypatch):
    def away(*_):
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(running, "take_chunk", away)
    looked = intake.inspect(text_file([HEADER, GOOD]))
    table = intake.read_table(looked, POSTINGS)
    with tenant.as_system() as work:
        columns = intake.agree_on_columns(work, POSTINGS, "s", table)
        job = intake.open_job(
            work, POSTINGS, "s", file_name="t", file_hash=looked.digest, columns=columns
        )
        actor = work.actor

    with pytest.raises(ImportInterrupted, match="再执行同一条命令"):
        intake.run_import(actor, job.id, table, patience=0)


def test_a_row_that_cannot_be_stored_stands_alone(tenant, text_file, monkeypatch):
    real_row = running.posting_row

    def poisoned(told, tenant_id):
        row = real_row(told, tenant_id)
        if "毒" in row.content.title:
            object.__setattr__(row.content, "openings", 2**40)
        return row

    monkeypatch.setattr(running, "posting_row", poisoned)
    path = text_file([HEADER, *((f"电工{n}{'毒' * (n == 4)}", *GOOD[1:]) for n in range(9))])

    job = take(tenant, path)

    assert counts(job) == (9, 8, 0, 0, 1)
    assert [(row.row, row.code) for row in rejected(tenant, job)] == [(5, "not_storable")]


def test_people_their_groups_and_bad_numbers(tenant, text_file):
    header = ("姓名", "身份证号", "手机号", "求职意向", "居住地", "人员类别")
    path = text_file(
        [
            header,
            ("王小明", "11010519491231002X", "13800000001", "保洁员", "岳麓区", "就业困难人员"),
            ("李🙂", "", "13800000002", "电工", "岳麓区", ""),
            ("张三丰", "110105194912310021", "13800000003", "电工", "岳麓区", ""),
            ("赵六", "", "12345", "电工", "岳麓区", ""),
            ("钱七", "", "13800000001", "电工", "岳麓区", ""),
            ("孙八", "", "13800000005", "焊工", "天心区", "脱贫人口，残疾人"),
        ]
    )

    job = take(tenant, path, SEEKERS)

    assert counts(job) == (6, 2, 0, 0, 4)
    assert [(row.row, row.field, row.code) for row in rejected(tenant, job)] == [
        (2, "name", "name_invalid"),
        (3, "id_number", "id_number_invalid"),
        (4, "phone", "phone_invalid"),
        (5, "phone", "phone_taken"),
    ]
    assert not any("1380000" in row.message for row in rejected(tenant, job))
    assert {row.group for row in stored(tenant, GroupMembership)} == {
        Group.EMPLOYMENT_DIFFICULTY, Group.POVERTY_HOUSEHOLD, Group.DISABLED,
    }  # fmt: skip
    with tenant.as_system() as work:
        wants = select(func.count()).select_from(SeekerWant)
        assert work.session.scalar(wants.where(SeekerWant.tenant_id == tenant.code)) == 2


def test_only_those_who_may_import(tenant, other_tenant, text_file):
    job = take(tenant, text_file([HEADER, GOOD]))

    with pytest.raises(NotAllowed), tenant.as_officer() as work:
        intake.list_jobs(work)
    with tenant.as_administrator() as work:
        assert [each.id for each in intake.list_jobs(work)] == [job.id]
    with other_tenant.as_administrator() as work:
        assert intake.list_jobs(work) == []


def test_the_report_is_safe_in_a_spreadsheet(tenant, text_file):
    job = take(tenant, text_file([HEADER, GOOD, ("", *GOOD[1:])]))

    with tenant.as_system() as work:
        header, made, bad = intake.report_lines(work, job.id)

    assert header[0] == "行号"
    assert (made[0], made[2], made[4]) == ("1", "新增", "待审核")
    assert (bad[0], bad[2], bad[6]) == ("2", "未导入", "missing_title")
