"""Reasons: what is said for and against, in words, and nothing about what no rule prefers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from matching import wording
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import day_number
from matching.eligibility import Rule
from matching.facts import PostingFacts, SeekerFacts
from matching.features import FEATURES, Pairs
from matching.pair import Pair
from matching.ranker import FixedWeights
from matching.reasons import Account, account_of
from matching.scoring import score_pairs
from matching.versions import versions
from matching.wording import reason_text
from tests.matching import population
from tests.matching.population import DAY

SEEKER = SeekerFacts(
    id=1,
    wants=("6-05-01-03",),
    birth_on=date(1970, 1, 1),
    education="secondary",
    experience_years=4.0,
    skills=("缝纫", "裁剪"),
    certificates=("电工证",),
    lat=28.2,
    lon=112.9,
    precision="exact",
    min_pay_fen=400_000,
)
POSTING = PostingFacts(
    id=1,
    occupation_code="6-05-01-03",
    pay_low_fen=450_000,
    pay_high_fen=600_000,
    lat=28.21,
    lon=112.9,
    precision="exact",
    education_floor="junior",
    experience_years=1.0,
    openings=8,
    skills=("缝纫",),
    published_on=DAY - timedelta(days=2),
)


def account(seeker: dict[str, Any], posting: dict[str, Any], **how: Any) -> Account:
    person, job = _changed(SEEKER, seeker), _changed(POSTING, posting)
    jobs = PostingColumns.of([job])
    people = SeekerColumns.of([person], jobs.vocabularies)
    pairs = Pairs(people, jobs, np.array([0]), np.array([0]), day_number(DAY))
    ranker = FixedWeights()
    values, _ = score_pairs(pairs, ranker)
    return account_of(person, job, values[0], ranker.contributions(values)[0], **how)


def _changed(facts: Any, changes: dict[str, Any]) -> Any:
    return type(facts)(
        **{name: changes.get(name, getattr(facts, name)) for name in facts.__slots__}
    )


def texts(said: list[Any]) -> list[str]:
    return [reason_text(reason.code, reason.values) for reason in said]


def test_three_reasons_the_weightiest_first() -> None:
    given = account({}, {})

    assert texts(given.good) == [
        "正是您想找的工作：缝纫工",
        "离家约 1.1 公里",
        "工资每月 4500–6000 元，达到您想要的水平",
    ]
    assert given.weak == []


@pytest.mark.parametrize(
    ("seeker", "posting", "text"),
    [
        ({"wants": ("2-02-10-09",)}, {}, "和您想找的工作不是一类"),
        ({}, {"lat": 28.6}, "离家约 44 公里，路上花时间较多"),
        ({"min_pay_fen": 700_000}, {}, "工资每月 4500–6000 元，低于您想要的每月 7000 元"),
        ({}, {"pay_low_fen": None, "pay_high_fen": None}, "没有写明工资，请先问清楚"),
        ({}, {"conditions": ("night_shift", "dust", "noise")}, "工作比较辛苦：上夜班、粉尘、噪声"),
        ({}, {"skills": ("缝纫", "叉车", "锁边", "熨烫")}, "还需要会：叉车、锁边、熨烫"),
        ({"certificates": None}, {"certificates": ("焊工证",)}, "要求有焊工证，您还没有登记证书"),
        ({"education": None}, {}, "要求学历初中，您还没有登记学历"),
        (
            {"education": "master"},
            {"education_floor": "secondary"},
            "只要求学历高中（中专、中技、职高），您的学历可能用不上",
        ),
        ({"experience_years": 0.0}, {"experience_years": 5.0}, "要求 5 年经验，您登记的是 0 年"),
        (
            {"birth_on": None},
            {"conditions": ("heights",)},
            "未满 18 周岁不能做这项工作，您还没有登记出生日期",
        ),
        ({"lat": None}, {}, "您还没有填写住址，算不出路程"),
        ({}, {"lat": None}, "没有写明工作地点，请先问清楚"),
        ({}, {"published_on": DAY - timedelta(days=55)}, "发布已有 55 天，名额可能不多了"),
        ({}, {"openings": None}, "没有写明招几个人"),
    ],
)
def test_weak_points_say_what_is_short_or_not_known(
    seeker: dict[str, Any], posting: dict[str, Any], text: str
) -> None:
    assert text in texts(account(seeker, posting).weak)


def test_the_same_rough_place_is_not_called_nought_kilometres() -> None:
    rough = account({"precision": "township"}, {"lat": 28.2, "precision": "township"})
    exact = account({}, {"lat": 28.2})

    assert "工作地点就在您住的这一片" in texts(rough.good)
    assert "离家约 0.0 公里" in texts(exact.good)


def test_pay_is_said_to_meet_the_wish_only_where_it_does() -> None:
    for high, code in ((520_000, "pay_meets"), (340_000, "pay_below")):
        given = account({}, {"pay_low_fen": 300_000, "pay_high_fen": high})
        said = {reason.code for reason in (*given.good, *given.weak)}
        assert ("pay_below" in said) == (code == "pay_below")
    low = account({}, {"pay_low_fen": 300_000, "pay_high_fen": 420_000})
    assert "pay_meets" not in {reason.code for reason in low.good}


def test_what_a_rule_could_not_check_comes_first() -> None:
    given = account({"certificates": None, "wants": ("2-02-10-09",)}, {"certificates": ("焊工证",)})

    assert given.weak[0].code == "certificates_unknown"


def test_groups_are_no_reason_unless_a_rule_prefers_them() -> None:
    certified = {"groups": ("employment_difficulty",)}

    assert account(certified, {}) == account({}, {})
    kept = account(certified, {"reserved": "public_welfare"}, served_first=True)
    assert texts(kept.good)[:2] == [
        "这是公益性岗位，面向您这样的服务对象",
        "按就业援助政策，优先为您安排",
    ]
    assert len(kept.good) == 5


def test_a_plain_list_says_that_it_is_one() -> None:
    given = account({"personalised": False}, {})

    assert [reason.code for reason in given.good] == ["plain_list", "near_home", "new_posting"]
    assert given.weak == []


def test_every_code_has_words_and_every_word_its_value() -> None:
    codes = {
        code
        for item in FEATURES
        for code in (item.good, item.weak, item.posting_silent, item.person_silent)
        if code
    }
    assert codes <= set(wording.GOOD) | set(wording.WEAK)
    assert set(wording.BARRED) == {rule.code for rule in Rule} - {"ok"}
    pair = Pair(SEEKER, POSTING, {"distance_km": 1.0, "age_days": 3.0})
    for code, text in {**wording.GOOD, **wording.WEAK, **wording.BARRED}.items():
        assert set(pair.values(code)) >= set(re.findall(r"%\((\w+)\)s", text)), code


def test_any_account_is_json_and_can_be_worded() -> None:
    people = population.seekers(40)
    jobs = [replace(job, occupation_code="6-05-01-03") for job in population.postings(50)]
    right = PostingColumns.of(jobs)
    left = SeekerColumns.of(people, right.vocabularies)
    i, j = np.divmod(np.arange(40 * 50), 50)
    ranker = FixedWeights()
    values, _ = score_pairs(Pairs(left, right, i, j, day_number(DAY)), ranker)
    moved = ranker.contributions(values)

    for k in range(len(i)):
        given = account_of(people[i[k]], jobs[j[k]], values[k], moved[k])
        for reason in (*given.good, *given.weak):
            stored = json.loads(json.dumps(reason.to_json(), allow_nan=False))
            assert "%(" not in reason_text(stored["code"], stored["values"])
        assert len(given.weak) <= 3


def test_versions_name_every_part() -> None:
    ranker = FixedWeights()
    named = versions(ranker, "bge-test")

    assert named.keys() == {"rules", "features", "choice", "weights", "encoder"}
    assert named == versions(FixedWeights(), "bge-test")
    assert FixedWeights(apply_base=-5.0).version != ranker.version
