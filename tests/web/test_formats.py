"""Dates, money, distances, counts as the pages write them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel

from web import formats


@pytest.fixture(autouse=True)
def _in_chinese():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context("/"):
        yield


def test_days_and_moments_are_in_china_time() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert formats.day(date(2026, 11, 24)) == "2026年11月24日（周二）"
    assert formats.day(late) == "2026年11月24日（周二）"
    assert formats.short_day(late) == "11月24日"
    assert formats.moment(late) == "2026年11月24日 00:30"
    assert formats.day(None) == formats.short_day(None) == formats.moment(None) == ""


def test_figures() -> None:
    assert [formats.yuan(fen) for fen in (None, 500_000, 1_250)] == ["", "5000", "12.50"]
    assert [formats.count(number) for number in (None, 0, 1234567)] == ["—", "0", "1,234,567"]
    assert formats.distance(3.24) == "3.2 公里"
    assert formats.distance(12.6, exact=False) == "约 13 公里"
    assert formats.distance(None) == ""
    assert formats.duration(20) == "约还要 20 秒"
    assert formats.duration(200) == "约还要 3 分钟"


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 20, [1, None, 4, 5, 6, None, 20]),
        (20, 20, [1, None, 19, 20]),
    ],
)
def test_page_numbers(page: int, pages: int, shown: list[int | None]) -> None:
    assert formats.page_numbers(page, pages) == shown
