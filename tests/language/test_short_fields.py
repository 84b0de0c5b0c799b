import pytest

from language.education import (
    Education,
    find_education_floor,
    parse_attained,
    parse_education,
    parse_education_floor,
)
from language.experience import find_years, parse_years
from language.numerals import chinese_number
from language.openings import find_openings, parse_openings


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三千五", 3500), ("一万二", 12_000), ("八千", 8000), ("十三", 13), ("二十五", 25),
        ("三千零五十", 3050), ("一万零五百", 10_500), ("十二万", 120_000), ("两百五", 250),
        ("万", None), ("五六千", None), ("abc", None), ("", None),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("大专及以上学历", Education.COLLEGE), ("学历不限", Education.NONE),
        ("不限", Education.NONE), ("无", Education.NONE),
        ("中专/高中", Education.SECONDARY), ("中技", Education.SECONDARY),
        ("技校", Education.SECONDARY), ("职高", Education.SECONDARY), ("高职", Education.COLLEGE),
        ("大学专科", Education.COLLEGE), ("大学本科及以上", Education.BACHELOR),
        ("大学及以上学历", Education.BACHELOR), ("大学", Education.BACHELOR),
        ("硕士研究生", Education.MASTER), ("博士", Education.DOCTOR),
        ("小学及以上学历", Education.PRIMARY),
        ("初中", Education.JUNIOR), ("大专或本科", Education.COLLEGE), ("", None),
        ("3年经验", None),
    ],
)  # fmt: skip
def test_education(text: str, level: Education | None) -> None:
    assert parse_education(text) == level


def test_levels_follow_their_order_not_their_letters() -> None:
    assert max(Education) is Education.DOCTOR
    assert sorted([Education.MASTER, Education.NONE, Education.JUNIOR]) == [
        Education.NONE,
        Education.JUNIOR,
        Education.MASTER,
    ]
    assert Education.COLLEGE > Education.SECONDARY >= Education.SECONDARY
    assert Education.ranked(Education.BACHELOR.rank) is Education.BACHELOR


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("本 科", Education.BACHELOR), ("中等专科", Education.SECONDARY),
        ("大学专科教育", Education.COLLEGE), ("普通高级中学教育", Education.SECONDARY),
        ("博士研究生", Education.DOCTOR), ("职业学校", Education.SECONDARY),
        ("大专、自考本科", Education.BACHELOR), ("初中及以下", Education.JUNIOR), ("其他", None),
    ],
)  # fmt: skip
def test_education_of_a_person_is_the_highest_named(text: str, level: Education | None) -> None:
    assert parse_attained(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("大专及以上，专业不限", Education.COLLEGE), ("本科，经验不限", Education.BACHELOR),
        ("高中以上，35岁以下", Education.SECONDARY), ("高中(含)以下", Education.NONE),
        ("本科优先", Education.NONE), ("大专以上，本科优先", Education.COLLEGE),
        ("对学历没有要求", Education.NONE), ("博士研究生", Education.DOCTOR),
        ("大学专科教育", Education.COLLEGE), ("大　专", Education.COLLEGE),
    ],
)  # fmt: skip
def test_floor_of_a_field(text: str, level: Education) -> None:
    assert parse_education_floor(text) is level


def test_a_field_without_floor() -> None:
    assert parse_education_floor("初中以下") is Education.NONE
    assert parse_education_floor("高中以上") is Education.SECONDARY


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("1.大专以上学历，本科优先；2.附近有小学", Education.COLLEGE),
        ("任职要求：本科及以上学历，硕士优先", Education.BACHELOR),
        ("学历要求：高中", Education.SECONDARY),
        ("负责小学数学教学", None),
        ("本科优先", None),
        ("学历不限", Education.NONE),
    ],
)
def test_education_floor_in_text(text: str, level: Education | None) -> None:
    assert find_education_floor(text) == level


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3-4年经验", 3), ("1-3年", 1), ("不限", 0), ("无工作经验", 0), ("1年以下", 0),
        ("10年以上经验", 10), ("一年及以上", 1), ("半年", 0.5), ("两年半", 2.5), ("应届生", 0),
        ("3", 3), ("3年以上低电检修工作经验", 3), ("", None), ("大专", None),
    ],
)  # fmt: skip
def test_years_of_a_field(text: str, years: float | None) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("高中及以上学历，3年以上工作经验", 3),
        ("一年及以上网络安全经验；5年以上经验优先", 1),
        ("公司成立于10年前，有无经验均可", 0),
        ("合同签3年", None),
        ("C1驾照，驾龄3年以上", None),
        ("五险一金，年底双薪", None),
    ],
)
def test_years_in_text(text: str, years: float | None) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("招3人", 3), ("5", 5), ("10人", 10), ("20-30人", 20), ("两名", 2), ("3.0", 3), (7, 7),
        ("若干", None), ("招若干人", None), ("不限人", None), ("人", None), ("0", None),
        (None, None),
    ],
)  # fmt: skip
def test_openings(text: str | int | None, count: int | None) -> None:
    assert parse_openings(text) == count


def test_openings_in_text() -> None:
    assert find_openings("5、电焊工:4人，高中及以上学历") == 4
    assert find_openings("急招普工20名") == 20
    assert find_openings("公司现有员工300人") is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("我们的管理团队具有超过25年的数字化营销从业经验", None),
        ("公司外贸已经有了近二十年的经历", None),
        ("于2001年在昆山设厂已有十年模具设计开发经验", None),
        ("8.会并发编程9.5年以上工作经验", 5.0),
        ("企业发展战略9.2年以上销售经验", 2.0),
        ("具有3―8年律师事务所工作经验", 3.0),
        ("1.5年以上工作经验", 1.5),
        ("有团队管理3年以上经验", 3.0),
        ("有外企公司2年以上工作经验", 2.0),
    ],
)
def test_years_are_those_asked_of_the_person(text: str, years: float | None) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("员工总人数超过2000人。招聘普工20人", 20),
        ("全国员工人数总计近3000人", None),
        ("待遇：150 人民币/工作日", None),
        ("公司员工人数逾500人。 招保洁3名", 3),
        ("招聘人数：200人", 200),
    ],
)
def test_openings_are_not_the_size_of_the_employer(text: str, openings: int | None) -> None:
    assert find_openings(text) == openings
