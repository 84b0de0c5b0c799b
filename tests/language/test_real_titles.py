"""Guesses on real titles. Floors, slightly below what is reached; the goals lie higher.

The labels are a machine's: one in eight is plainly wrong, so two in three is much.
"""

import re
from collections import defaultdict
from collections.abc import Callable

import pytest

from language.classification import table
from language.occupations import guess_occupations

GROUPS = "2346"
NO_TITLES = re.split(
    "[|]",
    "五险一金|包吃住|月入过万|高薪诚聘|急招急招急招|待遇优厚|双休不加班|欢迎加入我们|薪资面议|无需经验|"
    "年底双薪|上班轻松|发展空间大|团队氛围好|诚邀英才|虚位以待|稳定长久|大量招人|周末双休 带薪年假|"
    "男女不限|长沙某某科技有限公司|湖南某某重工股份有限公司|某某银行长沙分行|某某集团|某某大学|长沙市第一中学|某某广场|"
    "某某物业（深圳）有限公司|某某管理咨询(上海)有限公司|123456|13800138000|2024-05-06|5000-8000|99.9%|"
    "你好|早上好|谢谢|请问还招人吗|在吗|大家好|hello|祝您生活愉快|长沙市岳麓区麓谷大道627号|湖南省长沙市|"
    "芙蓉中路三段|浏阳市永安镇|跑步|吃饭|睡觉|努力工作|开会|喝水|旅游|走路|asdfgh|xxxxx|啊啊啊啊|。。。。|"
    "哈哈哈|test|无|其他|null|N/A|不限|未知|岗位|工作|今天天气不错|苹果|长沙|汽车|本科|夜班|直招",
)


@pytest.fixture(scope="module")
def labelled(real_table) -> dict[str, list[tuple[list[tuple[str, float]], str]]]:
    """Guesses and label of each title, by major group of the label."""
    found = defaultdict(list)
    for row in real_table("titles_to_occupation.csv"):
        if row["职业代码"] in table():
            found[row["职业代码"][0]].append((guess_occupations(row["职位名称"]), row["职业代码"]))
    return found


@pytest.mark.parametrize(
    ("level", "first", "floor"),
    [(4, 1, 0.52), (4, 3, 0.67), (2, 1, 0.65), (2, 3, 0.76)],
)
def test_groups_equally_weighted(labelled, level: int, first: int, floor: float) -> None:
    hits = [
        sum(_cut(code, level) in _classes(guesses, level)[:first] for guesses, code in cases)
        / len(cases)
        for cases in (labelled[group] for group in GROUPS)
    ]

    assert sum(hits) / len(hits) >= floor


def test_almost_every_title_is_answered(labelled) -> None:
    guessed = [guesses for group in GROUPS for guesses, _ in labelled[group]]

    assert sum(map(bool, guessed)) >= 0.96 * len(guessed)


def test_who_is_surer_is_right_more_often(labelled) -> None:
    cases = [(g[0], code) for group in GROUPS for g, code in labelled[group] if g]
    share = [
        _mean([first[0] == code for first, code in cases if low <= first[1] < high])
        for low, high in ((0, 0.65), (0.65, 0.8), (0.8, 1))
    ]

    assert share[0] + 0.1 < share[1] < share[2] - 0.1


def test_what_is_no_title_is_unknown() -> None:
    named = [text for text in NO_TITLES if guess_occupations(text)]

    assert len(named) <= 0.03 * len(NO_TITLES), named


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("postings_labour_site_2015.csv.gz", "公司"),
        ("postings_labour_site_2015.csv.gz", "月薪"),
        ("postings_51job_2024.csv.gz", "地点"),
        ("vacancies_bureau_lists_2024.csv", "企业"),
        ("vacancies_bureau_lists_2024.csv", "单位地址"),
    ],
)
def test_companies_pay_and_places_are_unknown(
    real_table: Callable[[str], list[dict[str, str]]], name: str, column: str
) -> None:
    written = sorted({re.sub(r"\s+", " ", row[column] or "") for row in real_table(name)})[:1000]

    assert _mean([not guess_occupations(text) for text in written]) >= 0.96


def _classes(guesses: list[tuple[str, float]], level: int) -> list[str]:
    return list(dict.fromkeys(_cut(code, level) for code, _ in guesses))


def _cut(code: str, level: int) -> str:
    return "-".join(code.split("-")[:level])


def _mean(hits: list[bool]) -> float:
    return sum(hits) / len(hits)
