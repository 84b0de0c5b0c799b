"""Files of the contract's form meet the contract's rules, against an oracle written apart."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from matching.eligibility import Rule
from matching.scratch import ScratchSet
from tests.matching.contract_rules import DAY, posting_row, profile_row, rule

PEOPLE, JOBS = 500, 450


def test_a_quarter_million_pairs_on_the_boundaries_agree_with_the_oracle() -> None:
    luck = random.Random(20260301)
    jobs = [posting_row(n, luck) for n in range(JOBS)]
    people = [profile_row(n, luck, jobs) for n in range(PEOPLE)]
    scratch = ScratchSet.of(jobs, people, DAY)

    failed = scratch.rules(*scratch.columns(), slice(None))

    codes = np.array([rule.code for rule in Rule])[failed].tolist()
    wrong = [
        (person, job, said)
        for person, row in zip(people, codes, strict=True)
        for job, said in zip(jobs, row, strict=True)
        if said != rule(person, job, DAY)
    ]
    assert not wrong, wrong[0]
    met = Counter(code for row in codes for code in row)
    assert all(met[each.code] > 100 for each in Rule if each is not Rule.DECLINED)
    assert met["declined"] > 10


@pytest.mark.parametrize(
    ("posting", "profile", "said"),
    [
        ({}, {}, "ok"),
        ({"certificates": ["电工证"]}, {}, "ok"),
        ({"certificates": ["电工证"]}, {"certificates": []}, "certificate"),
        ({"certificates": ["驾驶证B2"]}, {"certificates": ["驾驶证C1"]}, "certificate"),
        ({"certificates": ["电工证"]}, {"certificates": ["高级电工证"]}, "ok"),
        ({"reserved": "public_welfare"}, {}, "reserved"),
        ({"reserved": "一句话"}, {}, "ok"),
        ({"company": "甲 公司（长沙）"}, {"hidden_from": ["甲公司(长沙)"]}, "hidden"),
        ({"valid_to": "2026-02-28"}, {"as_of": "2026-02-28"}, "ok"),
        ({"valid_to": "2026-02-28"}, {}, "closed"),
        ({"pay": "5千-8千"}, {"min_pay_fen": 800_001, "min_pay_hard": False}, "ok"),
        ({}, {"declined": ["p,1"]}, "declined"),
        ({"lat": 28.2, "lon": 999}, {"lat": 28.2, "lon": 112.9, "max_km": 0}, "ok"),
    ],
)
def test_single_pairs(posting: dict, profile: dict, said: str) -> None:
    scratch = ScratchSet.of(
        [{"id": "p,1", "title": "岗位"} | posting], [{"id": "s"} | profile], DAY
    )

    failed = scratch.rules(*scratch.columns(), slice(None))

    assert Rule(int(failed[0, 0])).code == said


@pytest.mark.parametrize("lat", [None, 28.2])
def test_a_named_place_is_known_to_the_product_but_not_stated(lat: float | None) -> None:
    """Changsha and Huaihua lie 300 km apart; only coordinates on both sides say how far."""
    there = {"lat": 27.5, "lon": 110.0} if lat else {}
    here = {"lat": lat, "lon": 112.9} if lat else {}
    scratch = ScratchSet.of(
        [{"id": "p", "title": "岗位", "place": "怀化市鹤城区"} | there],
        [{"id": "s", "place": "长沙市岳麓区", "max_km": 20} | here],
        DAY,
    )

    def said(these: ScratchSet) -> str:
        return Rule(int(these.rules(*these.columns(), slice(None))[0, 0])).code

    assert said(scratch) == "distance"
    assert said(scratch.as_stated()) == ("distance" if lat else "ok")
    assert np.isfinite(scratch.as_stated().columns()[0].areas).all()  # the ranker still knows


def test_texts_are_what_the_product_embeds() -> None:
    posting = {"id": "p", "title": "叉车司机", "text": "公司历史悠久。"}
    profile = {"id": "s", "wants": ["叉车司机"], "about": "为人老实", "skills": ["叉车"]}

    scratch = ScratchSet.of([posting], [profile], DAY)

    assert scratch.posting_texts[0].startswith("叉车司机 ")
    assert "历史" not in scratch.posting_texts[0]
    assert scratch.profile_texts[0].startswith("叉车司机 ")
    assert scratch.profile_texts[0].endswith("叉车")
