"""Every pay of the real tables against a reader of its own: plain grammar, exact fractions."""

import re
from fractions import Fraction
from typing import Literal

import pytest

from language.pay import parse_pay

TABLES = [
    ("postings_51job_2024.csv.gz", "薪资"),
    ("postings_51job_described.xlsx", "薪资"),
    ("postings_51job_python_2018.jsonl", "薪资"),
    ("postings_labour_site_2015.csv.gz", "月薪"),
    ("vacancies_bureau_lists_2024.csv", "薪资"),
]
YUAN = {"": 1, "千": 1000, "万": 10_000}
A_MONTH = {
    "month": Fraction(1), "year": Fraction(1, 12), "day": Fraction("21.75"), "hour": Fraction(174)
}  # fmt: skip
NAMES = {"年": "year", "月": "month", "天": "day", "小时": "hour"}
RANGE = re.compile(
    r"([\d.]+)([千万]?)(?:[-~]([\d.]+)([千万]?))?(及?以[下上])?元?(?:/(年|月|天|小时))?"
)

Reading = tuple[int | None, int | None, str, int | None] | Literal["none", "open to talks"]


def reading(written: str) -> Reading:
    """Ends in fen a month, period and salaries a year; every table keeps to this grammar."""
    plain, _, months = written.strip().partition("·")
    if plain in {"", "无", "None"}:
        return "none"
    if plain == "面议":
        return "open to talks"
    plain = plain.replace("元/月", "/月").replace("元/", "/").removesuffix("元")
    match = RANGE.fullmatch(plain.replace("元以上", "以上"))
    assert match, written
    low, low_unit, high, high_unit, mark, period = match.groups(default="")
    upper = Fraction(high or low) * YUAN[high_unit if high else low_unit]
    lower = Fraction(low) * YUAN[low_unit or high_unit]
    if lower > upper:
        return "none"
    basis = NAMES.get(period, "year" if lower >= 80_000 else "month")
    ends = (None if "下" in mark else lower, None if "上" in mark else upper)
    fen = [
        None if end is None else int(end * 100 * A_MONTH[basis] + Fraction(1, 2)) for end in ends
    ]
    return fen[0], fen[1], basis, int(months.removesuffix("薪")) if months else None


@pytest.mark.parametrize(("table", "column"), TABLES)
def test_no_pay_of_the_tables_is_read_otherwise(real_table, table: str, column: str) -> None:
    for written in {row.get(column) or "" for row in real_table(table)}:
        pay = parse_pay(written)
        read: Reading = (pay.low_fen, pay.high_fen, pay.basis or "", pay.months)
        if pay.unparsed:
            read = "none"
        elif pay.negotiable:
            read = "open to talks"
        assert read == reading(written), written
