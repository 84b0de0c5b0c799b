"""What one row becomes: nothing invented, nothing lost, bad ones with a reason."""

from datetime import date

import pytest

from marketplace.groups import Group
from marketplace.intake.cells import ReadRow, read_row, with_unit
from marketplace.intake.columns import LABELS, ImportKind, known_fields
from marketplace.intake.posting_rows import NO_COMPANY, PostingRow, posting_row
from marketplace.intake.rows import LONGEST_CELL, RawRow, Reason
from marketplace.intake.seeker_rows import PersonRow, person_row
from marketplace.postings import Reserved
from marketplace.postings.content import columns_of

TENANT = 430100


def read(cells: dict, mapping: dict | None = None) -> ReadRow:
    columns = mapping or {name: [name] for name in cells}
    return read_row(RawRow(1, 2, cells), columns)


def posting(**told) -> PostingRow:
    row = posting_row(read({"title": "电工", **told}).told, TENANT)
    assert isinstance(row, PostingRow)
    return row


def refused(**told) -> Reason:
    read_one = read(told)
    reason = read_one.reason or posting_row(read_one.told, TENANT)
    assert isinstance(reason, Reason)
    return reason


def person(**told) -> PersonRow:
    row = person_row(read(told).told, "k")
    assert isinstance(row, PersonRow)
    return row


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("3.5-6.5千/月", 350000, 650000),
        ("10-15万/年", 833333, 1250000),
        ("100元/天", 217500, 217500),
        ("8千-1.2万·13薪", 800000, 1200000),
        ("4千以下", None, 400000),
        ("面议", None, None),
    ],
)
def test_pay_as_it_is_written(written, low, high):
    content = posting(pay=written).content
    stored = columns_of(content)

    assert content.pay_text == written
    assert (stored["pay_low_fen"], stored["pay_high_fen"]) == (low, high)


def test_a_column_s_unit_belongs_to_its_figures():
    assert with_unit("年薪（万元）", "10-15") == "10-15万元/年"
    assert with_unit("日工资", "200") == "200元/天"
    assert with_unit("月薪", "5000-8000") == "5000-8000"
    assert with_unit("年薪（万元）", "面议") == "面议"
    two = {"pay_low": ["最低"], "pay_high": ["最高"]}
    assert read({"最低": "4000", "最高": "6000.0"}, two).told["pay"] == "4000-6000"
    assert read({"最低": "4000", "最高": "0"}, two).told["pay"] == "4000"


def test_a_row_without_description_says_what_it_has():
    row = posting(tags="五险一金\n双休", category="电工/焊工")

    assert row.company == NO_COMPANY
    assert row.content.duties == "岗位：电工\n类别：电工/焊工\n标签：五险一金、双休"


def test_age_and_sex_stay_in_the_text_for_the_review():
    content = posting(age="35岁以下", sex="男").content

    assert content.requirements == "年龄：35岁以下\n性别：男"
    assert posting(age="不限", sex="男女不限").content.requirements == ""


def test_one_cell_of_several_requirements():
    cell = "  2年经验  |  大专  |  招3人  |"
    fields = {name: ["要求"] for name in ("education", "experience", "openings")}
    told = read({"职位": "电工", "要求": cell}, fields | {"title": ["职位"]}).told
    row = posting_row(told, TENANT)

    assert isinstance(row, PostingRow)
    found = row.content
    assert (found.education_floor, found.experience_years, found.openings) == ("college", 2.0, 3)


def test_places_near_and_far():
    assert posting(place="岳麓区").content.place_code == 430104
    assert posting(place="上海-奉贤区").content.place_code == 310120
    coarse = posting(place="合肥市").content
    assert (coarse.place_code, columns_of(coarse).get("lat")) == (340100, None)
    assert posting(place="长沙市", address="长沙市岳麓区麓谷大道").content.place_code == 430104
    exact = posting(place="岳麓区", lat="28.2", lon="112.9").content
    assert (exact.lat, exact.lon) == (28.2, 112.9)
    assert posting(place="无").content.place_code is None


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ({"valid_to": "2015-12-31"}, None, date(2015, 12, 31)),
        ({"valid_to": "2026年1月5日至2026年3月31日"}, date(2026, 1, 5), date(2026, 3, 31)),
        ({"valid_to": "45688"}, None, date(2025, 1, 31)),
        ({"valid_from": "20260105", "valid_to": "长期"}, date(2026, 1, 5), None),
    ],
)
def test_validity(told, first, last):
    content = posting(**told).content

    assert (content.valid_from, content.valid_to) == (first, last)


def test_foreign_text_is_made_harmless():
    content = posting(
        title="'=电工<script>alert(1)</script>",
        text="<p>检修<b>线路</b></p><script>x()</script>\x00\x07\u202e每天巡检",
        company="长沙\x08试验厂",
    )

    assert content.content.title == "=电工"
    assert content.content.duties == "岗位：=电工\n检修线路\n每天巡检"
    assert content.company == "长沙试验厂"


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"title": "", "pay": "5千"}, "missing_title", "title"),
        ({"title": "😀！", "pay": "5千"}, "missing_title", "title"),
        ({"title": "电" * 200}, "text_too_long", "title"),
        ({"title": "电工", "text": "字" * (LONGEST_CELL + 1)}, "cell_too_long", "text"),
        ({"title": "电\ufffd工"}, "unreadable", "title"),
    ],
)
def test_rows_that_hold_no_posting(told, code, field):
    reason = refused(**told)

    assert (reason.code, reason.field) == (code, field)
    assert reason.text().endswith("。")


def test_a_lost_character_in_a_long_text_is_no_reason():
    assert posting(text="负责检修\ufffd线路，" * 3 + "每天巡检两次并且认真记录" * 3)


def test_figures_beyond_sense_are_not_known():
    assert posting(openings="99999999999").content.openings is None
    assert posting(lat="999", lon="1").content.lat is None


def test_reserved_in_words_and_codes():
    assert posting(reserved="公益性岗位").content.reserved is Reserved.PUBLIC_WELFARE
    assert posting(reserved="graduate_internship").content.reserved is Reserved.GRADUATE_INTERNSHIP
    assert posting(reserved="别的").content.reserved is None


def test_the_key_is_the_id_or_the_content():
    by_id = read({"id": "A-1", "title": "电工"})
    assert by_id.key == "A-1"
    one, same = read({"title": "电工", "pay": "5千"}), read({"pay": "5千", "title": " 电工 "})
    assert one.key == same.key
    assert one.key != read({"title": "电工", "pay": "6千"}).key


def test_a_person():
    row = person(
        wants="数据分析师；数据挖掘工程师",
        skills="Python[GOOD]；MySQL[GOOD]",
        certificates="电工证[职业资格]",
        education="韩山师范学院[本科]:统计学",
        birth="1998-02",
        place="湖北省武汉市洪山区",
        min_pay="4000",
        disabled="是",
        groups="登记失业，就业困难人员",
    )

    assert [want.title for want in row.row.wants] == ["数据分析师", "数据挖掘工程师"]
    assert row.row.skills == ("python", "mysql")
    assert row.row.certificates is not None
    assert "[" not in row.row.certificates[0]
    assert (row.row.education, row.row.birth_on) == ("bachelor", date(1998, 2, 28))
    assert (row.row.place_code, row.row.min_pay_fen) == (420111, 400000)
    assert row.groups == (Group.EMPLOYMENT_DIFFICULTY, Group.DISABLED)


def test_the_contract_s_profile():
    row = person(
        wants=["电工"],
        certificates=[],
        birth="1990",
        min_pay_fen=450000,
        min_pay_hard=True,
        excludes=["night_shift"],
        groups=["disabled"],
        hidden_from=["某厂"],
    ).row

    assert (row.certificates, row.min_pay_fen, row.min_pay_hard) == ((), 450000, True)
    assert (row.birth_on, row.excludes) == (date(1990, 12, 31), ("night_shift",))
    assert row.hidden_from == ("某厂",)


def test_an_empty_row_is_nobody():
    reason = person_row(read({"id": "7", "wants": ""}).told, "7")
    assert isinstance(reason, Reason)
    assert reason.code == "empty_row"


def test_every_field_has_a_label():
    fields = {field for kind in ImportKind for field in known_fields(kind)}
    assert fields == set(LABELS)
