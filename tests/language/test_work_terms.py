"""Shifts, rest, board, lodging and insurance: offered, denied, or not said."""

import pytest

from language.cleaning import fold
from language.work_terms import WorkTerms, find_work_terms, work_term_spans


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("长白班，包吃住，五险一金", WorkTerms(
            shift=("day",), board=("meals",), lodging=("dormitory",),
            insurance=("social", "housing_fund"))),
        ("两班倒，月休四天，公司提供住宿，餐补300元", WorkTerms(
            shift=("two_shifts",), rest=("four_days_a_month",), board=("meal_allowance",),
            lodging=("dormitory",))),
        ("四班三运转，做六休一，缴纳社保", WorkTerms(
            shift=("three_shifts",), rest=("one_day_a_week",), insurance=("social",))),
        ("无夜班，大小周，不包吃住", WorkTerms(
            shift=("none",), rest=("alternating",), board=("none",), lodging=("none",))),
        ("包住不包吃", WorkTerms(board=("none",), lodging=("dormitory",))),
        ("住宿补贴200元，购买意外险，周末双休", WorkTerms(
            rest=("two_days_a_week",), lodging=("housing_allowance",), insurance=("commercial",))),
        ("有机关食堂从业经验者优先，面试时间：周一至周六", WorkTerms()),
        ("负责设备的安装与维护", WorkTerms()),
    ],
)  # fmt: skip
def test_terms(text: str, terms: WorkTerms) -> None:
    assert find_work_terms(text) == terms


def test_spans_quote_the_words() -> None:
    text = fold("待遇：包吃住、五险一金；夜班补贴")

    quoted = {(text[start:end], kind) for start, end, kind, _ in work_term_spans(text)}

    assert {("包吃", "board"), ("五险", "insurance"), ("夜班", "shift")} <= quoted
