"""Columns guessed by name and by content, for our tables and others."""

import pytest

from marketplace.intake import ImportKind, guessed_columns, inspect, read_table
from marketplace.intake.columns import field_named
from marketplace.intake.mapping import overlaid, typed_columns
from tests.marketplace.intake.conftest import GOOD

POSTINGS, SEEKERS = ImportKind.POSTINGS, ImportKind.SEEKERS
EXPECTED = {
    "postings_51job_2024.csv.gz": {
        "title": ["职位"],
        "company": ["公司"],
        "tags": ["标签"],
        "category": ["职位种类"],
        "pay": ["薪资"],
        "place": ["地点"],
    },
    "postings_51job_described.xlsx": {
        "title": ["职位"],
        "company": ["公司"],
        "text": ["职位描述"],
        "tags": ["福利"],
        "pay": ["薪资"],
        "place": ["地点"],
    },
    "postings_51job_python_2018.jsonl": {
        "title": ["职位"],
        "company": ["公司"],
        "text": ["职位描述", "要求"],
        "pay": ["薪资"],
        "place": ["地点"],
        "education": ["要求"],
        "experience": ["要求"],
        "openings": ["要求"],
    },
    "postings_labour_site_2015.csv.gz": {
        "title": ["职位"],
        "company": ["公司"],
        "text": ["职位描述"],
        "tags": ["福利"],
        "category": ["职位类别"],
        "pay": ["月薪"],
        "place": ["地区"],
        "education": ["学历"],
        "experience": ["经验"],
        "openings": ["招聘人数"],
        "age": ["年龄"],
        "sex": ["性别"],
        "valid_to": ["截止日期"],
    },
    "postings_graduate_platform.csv.gz": {
        "title": ["职位"],
        "company": ["公司"],
        "text": ["职位描述"],
        "tags": ["关键词", "福利", "技能"],
        "pay_low": ["最低月薪"],
        "pay_high": ["最高月薪"],
        "place": ["地点"],
        "openings": ["招聘人数"],
    },
    "vacancies_bureau_lists_2024.csv": {
        "title": ["岗位"],
        "company": ["企业"],
        "text": ["原文"],
        "pay": ["薪资"],
        "place": ["区域"],
        "address": ["单位地址"],
        "education": ["学历"],
        "experience": ["经验"],
        "openings": ["人数"],
        "age": ["年龄"],
    },
    "persons_graduate_platform.jsonl": {
        "id": ["求职者"],
        "wants": ["期望职位"],
        "about": ["自我评价"],
        "skills": ["技能"],
        "certificates": ["证书"],
        "education": ["教育经历"],
        "experience_years": ["工作经验"],
        "birth": ["出生年"],
        "place": ["居住地", "期望地点"],
        "min_pay": ["期望最低月薪"],
    },
    "persons_employment_register.csv.gz": {
        "id": ["人员"],
        "wants": ["求职意愿"],
        "education": ["文化程度"],
        "birth": ["出生年"],
        "place": ["户口所在地"],
        "disabled": ["是否残疾人"],
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_real_tables(real, name):
    kind = SEEKERS if name.startswith("persons") else POSTINGS

    table = read_table(inspect(real(name)), kind)

    assert table.headed
    assert guessed_columns(kind, table) == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("招聘岗位（工种）*", "title"),
        ("用人单位全称", "company"),
        ("薪资待遇(元/月)", "pay"),
        ("Job Title", "title"),
        ("工作地点：", "place"),
        ("拟招聘人数", "openings"),
        ("学历要求", "education"),
        ("有效期至", "valid_to"),
        ("序号", ""),
        ("公司规模", ""),
        ("联系人", ""),
    ],
)
def test_names(name, field):
    hit = field_named(POSTINGS, name)
    assert hit is not None
    assert hit[0] == field


def test_unknown_names_and_no_names_are_guessed_by_content(text_file):
    for header in ([("甲", "乙", "丙", "丁", "戊", "己", "庚")], []):
        rows = [*header, GOOD, ("保洁员", "长沙试验物业公司", *GOOD[2:])]
        table = read_table(inspect(text_file(rows)), POSTINGS)
        names = table.columns

        guess = guessed_columns(POSTINGS, table)

        assert {field: names.index(those[0]) for field, those in guess.items()} == {
            "title": 0, "company": 1, "pay": 2, "place": 3, "valid_to": 6,
        } | ({"text": 5} if "text" in guess else {})  # fmt: skip


@pytest.mark.parametrize(
    "order",
    [
        ("title", "company", "text", "pay", "place", "openings"),
        ("text", "company", "title", "place", "pay", "openings"),
        ("company", "place", "text", "title", "openings", "pay"),
    ],
)
def test_without_a_header_whole_pays_and_places_win(text_file, order):
    fields = ("title", "company", "text", "pay", "place", "openings")
    rows = [
        ("缝纫工", "长沙岳麓服装厂", "操作平缝机；工资面议", "5000-7000元/月", "岳麓区", "3人"),
        ("厨师", "长沙湘味轩", "负责厨房炒菜；待遇面谈", "6千-8千", "长沙·天心区", "2人"),
        ("电工", "长沙市宏达电气有限公司", "检修线路；薪资面议", "200元/天", "长沙宁乡", "5人"),
        ("保洁员", "岳麓区洁美家政公司", "打扫写字楼；面议；双休", "面议", "长沙·岳麓区", "1人"),
    ]  # fmt: skip
    cells = [[row[fields.index(field)] for field in order] for row in rows]

    table = read_table(inspect(text_file(cells)), POSTINGS)

    assert not table.headed
    guess = guessed_columns(POSTINGS, table)
    assert guess == {field: [f"第{order.index(field) + 1}列"] for field in fields}


def test_the_contract_s_own_form_maps_to_itself_and_ignores_the_rest(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text('{"id":"1","title":"电工","pay":"5千","note":"长沙·岳麓区"}\n', "utf-8")

    table = read_table(inspect(path), POSTINGS)

    assert guessed_columns(POSTINGS, table) == {"id": ["id"], "title": ["title"], "pay": ["pay"]}


def test_typed_columns_win_and_null_switches_off():
    names = ["岗位", "描述", "备注"]
    typed, off = typed_columns(POSTINGS, names, {"title": 3, "text": None, "tags": ["描述"]})

    guess = {"title": ["岗位"], "text": ["描述", "备注"], "pay": ["岗位"]}
    assert overlaid(guess, typed, off) == {"title": ["备注"], "tags": ["描述"], "pay": ["岗位"]}
