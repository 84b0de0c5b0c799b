"""No text, however long and odd, keeps a reader busy or breaks it."""

import time

import pytest

from language.cleaning import plain_text
from language.experience import parse_years
from language.openings import parse_openings
from language.pay import parse_pay
from language.segmenter import segment
from language.understanding import understand_posting, understand_profile

LENGTH = 20_000
HOSTILE = [
    "1",
    "1,000",
    "1-",
    " ",
    "年龄 ",
    "男",
    "一",
    "千",
    "限湖南",
    "<",
    "&lt;",
    "<a",
    "(",
    "招",
    ",",
]
MOST_SECONDS = 3.0  # a quadratic reader takes minutes


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_fields_are_read_in_time(piece: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    started = time.process_time()

    understand_posting(dict.fromkeys(("title", "text", "pay", "place", "education"), text))
    understand_profile(dict.fromkeys(("about", "education", "birth", "place"), text))
    for reader in (parse_pay, parse_years, parse_openings, segment, plain_text):
        reader(text)

    assert time.process_time() - started < MOST_SECONDS


@pytest.mark.parametrize("field", ["pay", "openings", "experience", "lat", "valid_to", "birth"])
@pytest.mark.parametrize(
    "value", ["9" * 5000, "²³", "１２", "nan", "-inf", "1e400", "٣", "é", "0x10"]
)
def test_odd_figures_are_no_error(field: str, value: str) -> None:
    assert understand_posting({field: value}).title == ""
    assert understand_profile({field: value}).about == ""
