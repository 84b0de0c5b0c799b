"""Whatever is typed, the answer is a query, and comes at once."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.queries import suggest, understand_query, without

LONG = 10_000


@given(st.text(max_size=120))
def test_any_text_is_understood(text: str) -> None:
    query = understand_query({"q": text})

    assert len(query.literal) <= len(text) + 10
    for span in query.spans:
        assert 0 <= span.start < span.end <= len(text)
    for chip in query.chips:
        assert len(without(text, chip)) < max(len(text), 1)


@given(st.text(alphabet="0123456789 -~.,万千k元/月天以上下不低于年长沙工焊ag", max_size=40))
def test_any_mixture_of_figures_and_words_is_understood(text: str) -> None:
    query = understand_query({"q": text})

    assert query.min_pay_fen is None or query.min_pay_fen > 0
    suggest(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "!!!???", "。，、；", "'; DROP TABLE posting; --", "title:(a OR b) AND NOT c~2",
        '"[* TO *]" +-&&||!(){}^~*?:\\/', "\u202eabc\u202c", "مرحبا بالعالم", "👩‍🔧👨‍🍳",
        "\x00\x01", "<script>alert(1)</script>", "%00%27", "\ud800", "-6000", "0元", "-1-2",
        "99999999999999999999元/月", "1e400元", "０", "²³元", "哥谭市 电工", "%" * 300,
    ],
)  # fmt: skip
def test_odd_queries_have_a_sensible_answer(text: str) -> None:
    query = understand_query({"q": text})

    assert query.place is None
    assert (query.min_pay_fen, query.max_pay_fen) == (None, None)


@pytest.mark.parametrize("value", [None, 5, 1.5, True, ["长沙"], {"q": 1}])
def test_what_is_no_text_is_read_as_text(value: object) -> None:
    assert understand_query({"q": value}).lat is None
    assert understand_query({}).chips == ()


@pytest.mark.parametrize(
    "piece",
    ["长沙", "1", "不要", "6000以上", "电焊工", "dhg", " ", "包住", "-", "一", "a ", "年", "，"],
)
def test_long_queries_are_read_in_time(piece: str) -> None:
    understand_query({"q": "dhg"})
    started = time.process_time()
    query = understand_query({"q": piece * (LONG // len(piece))})

    assert time.process_time() - started < 0.5
    assert len(query.literal) <= 200


def test_what_is_understood_can_be_written_as_json() -> None:
    spans = understand_query({"q": "长沙 月嫂 6000以上 不要倒班 大专 包吃住 3年经验"}).spans

    assert json.dumps([span.value for span in spans])
