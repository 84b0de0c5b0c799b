import re

import pytest

from language.lawfulness import Kind, Severity, find_unlawful

FORBIDDEN = [
    ("男性，35岁以下", "sex:男性 age:35岁以下"),
    ("要求：男，40岁以下", "sex:要求：男 age:40岁以下"),
    ("限女性", "sex:限女性"),
    ("女士优先", "sex:女士优先"),
    ("性别：女", "sex:性别：女"),
    ("抛光工：男，25-45岁", "sex:男 age:25-45岁"),
    ("财务：1名（女），大专", "sex:女"),
    ("女性45周岁以下", "sex:女性 age:45周岁以下"),
    ("男保安", "sex:男保安"),
    ("招聘女文员", "sex:招聘女文员"),
    ("只要女生", "sex:只要女生"),
    ("不要男的", "sex:不要男的"),
    ("帅哥美女优先", "sex:美女优先"),
    ("男170cm以上", "sex:男"),
    ("18-35周岁", "age:18-35周岁"),
    ("年龄18-35", "age:年龄18-35"),
    ("年龄要求45以下", "age:年龄要求45以下"),
    ("45岁（含）以下", "age:45岁（含）以下"),
    ("20—40岁之间", "age:20—40岁之间"),
    ("年龄不超过40周岁", "age:年龄不超过40周岁"),
    ("25周岁以上", "age:25周岁以上"),
    ("90后优先", "age:90后优先"),
    ("要求年轻人", "age:要求年轻人"),
    ("年龄18~50岁", "age:年龄18~50岁"),
    ("年龄：１８－３５岁", "age:年龄：１８－３５岁"),
    ("本市户籍优先", "origin:本市户籍优先"),
    ("仅限本地户口", "origin:仅限本地户口"),
    ("外地人勿扰", "origin:外地人勿扰"),
    ("限湖南籍", "origin:限湖南籍"),
    ("不招河南人", "origin:不招河南人"),
    ("户籍要求：长沙市", "origin:户籍要求：长沙市"),
    ("要求汉族", "ethnicity:要求汉族"),
    ("维族勿扰", "ethnicity:维族勿扰"),
    ("无宗教信仰", "religion:无宗教信仰"),
    ("信教者勿扰", "religion:信教者勿扰"),
    ("身体健康，无乙肝", "health:无乙肝"),
    ("无传染性疾病", "health:无传染性疾病"),
    ("残疾人勿扰", "health:残疾人勿扰"),
    ("四肢健全", "health:四肢健全"),
    ("已婚已育者优先考虑", "marriage:已婚已育者优先考虑"),
    ("未婚，26岁以内", "marriage:未婚 age:26岁以内"),
    ("三年内不得生育", "marriage:不得生育"),
    ("孕妇勿扰", "marriage:孕妇勿扰"),
    ("入职做孕检", "marriage:孕检"),
]
LAWFUL = """男女不限 不限性别 性别不限，年龄不限
男女均可 男/女 年满18周岁 18周岁以上 18岁以上，男女不限
法定退休年龄以下 退休返聘人员60岁以上可 残疾人优先 应届毕业生优先 男装销售 女鞋设计师 女性用品销售
招聘女装导购 要求熟悉女装电商运营 妇科护士 熟悉男科 月经杯销售 女子健身会所 男生宿舍管理员 妇幼保健
男女宿舍分开 团队男女比例协调 妇女节福利 子女医疗 负责3-6岁儿童教学 5-12岁学员 儿童年龄3-6岁
面向18-35岁女性客户的产品 服务65岁以上老人 16周岁以下勿扰 未满18周岁勿扰 禁止使用16周岁以下童工
户籍不限 民族不限 少数民族优先 尊重宗教信仰 解决上海户口 协助办理户口迁移 招聘本地生活运营
家住附近优先
婚姻不限 购买生育保险 享受产假、婚假 婚礼策划 母婴顾问 孕妇装销售 单身公寓 乙肝疫苗推广 身体健康
3年以上经验 25人以内 成立20年以上 18-25元/小时 上班时间8:00-17:00 教师资格证 工作地点：长沙市"""


@pytest.mark.parametrize(("text", "expected"), FORBIDDEN)
def test_a_forbidden_condition_is_named(text: str, expected: str) -> None:
    named = [f"{finding.kind}:{finding.quote}" for finding in find_unlawful(text)]

    assert " ".join(named) == expected


@pytest.mark.parametrize("text", LAWFUL.split())
def test_lawful_phrasing_is_left_alone(text: str) -> None:
    assert find_unlawful(text) == []


def test_offsets_count_the_characters_given() -> None:
    text = "㎡岗位要求：\n１、男性，３５岁以下；\n2、有①年经验，本地户口优先。"

    findings = find_unlawful(text)

    assert [finding.kind for finding in findings] == [Kind.SEX, Kind.AGE, Kind.ORIGIN]
    assert all(text[f.start : f.end] == f.quote for f in findings)


def test_each_finding_carries_its_rule_and_stops_a_submission() -> None:
    sex, age = find_unlawful("限男性，35岁以下")

    assert "妇女权益保障法" in sex.rule
    assert "暂行条例" not in age.rule  # Article 24 does not name age
    assert (sex.severity, age.severity) == (Severity.BLOCK, Severity.WARN)
    assert sex.needs_ground
    assert age.needs_ground
    assert (sex.message % {"quote": sex.quote}).startswith("“限男性”")


def test_a_lawful_phrase_does_not_shield_the_next_one() -> None:
    assert [f.quote for f in find_unlawful("男女不限，18-35岁；女装店招女店员")] == [
        "18-35岁",
        "招女店员",
    ]


def test_real_postings_that_state_a_sex_are_named(real_table) -> None:
    rows = real_table("postings_labour_site_2015.csv.gz")
    texts = [row["职位描述"] for row in rows]
    stated = re.compile("(?<!不)(?:限男|限女)|女性优先|男性优先")
    plain = [text for text in texts if stated.search(text)]

    missed = [t for t in plain if not any(f.kind is Kind.SEX for f in find_unlawful(t))]

    assert len(plain) > 40
    assert missed == []


def test_printed_age_limits_are_named(real_table) -> None:
    rows = real_table("vacancies_bureau_lists_2024.csv")
    limited = [row["原文"] for row in rows if row["年龄"]]

    missed = [t for t in limited if not any(f.kind is Kind.AGE for f in find_unlawful(t))]

    assert len(limited) > 250
    assert missed == []
