import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.pay import Pay, PayBasis, find_pay, format_pay, monthly_range_fen, parse_pay

MONTHLY = [
    ("8千-1.2万·13薪", 8000, 12000, 13),
    ("3.5-6.5千/月", 3500, 6500, None),
    ("4千以下", None, 4000, None),
    ("3千及以下·13薪", None, 3000, 13),
    ("3000~5000", 3000, 5000, None),
    ("3000-5000元/月", 3000, 5000, None),
    ("0.8-1.3万/月", 8000, 13000, None),
    ("6000-12000元", 6000, 12000, None),
    ("8000以上元/月", 8000, None, None),
    ("1万以上", 10000, None, None),
    ("7.9-15万", 79000, 150000, None),
    ("10万以上/月", 100000, None, None),
    ("5-10万", 50000, 100000, None),
    ("8k-12k", 8000, 12000, None),
    ("15-25K·16薪", 15000, 25000, 16),
    ("12K*14", 12000, 12000, 14),
    ("1.2w-1.5w", 12000, 15000, None),
    ("8000-1.2万", 8000, 12000, None),
    ("1万-1.5", 10000, 15000, None),
    ("三千五到五千", 3500, 5000, None),
    ("八千至一万二", 8000, 12000, None),
    ("一万五左右", 15000, 15000, None),
    ("五六千", 5000, 6000, None),
    ("1万2", 12000, 12000, None),
    ("3千5", 3500, 3500, None),
    ("5000起", 5000, None, None),
    ("不低于5000元", 5000, None, None),
    ("最高8000元/月", None, 8000, None),
    ("底薪3000+提成", 3000, None, None),
    ("月薪5000元，另有餐补300元", 5000, 5000, None),
    ("5000-7000元/月（试用期4000元/月）", 5000, 7000, None),
    ("面议（5000-8000）", 5000, 8000, None),
    ("每天工作8小时 5000元", 5000, 5000, None),
    ("5000元/人/月", 5000, 5000, None),
    ("3000元/月-5000元/月", 3000, 5000, None),
    ("￥5,000-8,000/月", 5000, 8000, None),
    ("５０００－８０００元／月", 5000, 8000, None),
    ("5000—8000元", 5000, 8000, None),
    ("薪资4000-6000，五险一金", 4000, 6000, None),
]
CONVERTED = [
    ("10-15万/年", 833_333, 1_250_000, PayBasis.YEAR, ("year=12",)),
    ("年薪10-15万", 833_333, 1_250_000, PayBasis.YEAR, ("year=12",)),
    ("3万及以下/年", None, 250_000, PayBasis.YEAR, ("year=12",)),
    ("10-20万", 833_333, 1_666_667, PayBasis.YEAR, ("period=year", "year=12")),
    ("8万-12万·13薪", 666_667, 1_000_000, PayBasis.YEAR, ("period=year", "year=12")),
    ("8万以上", 666_667, None, PayBasis.YEAR, ("period=year", "year=12")),
    ("100元/天", 217_500, 217_500, PayBasis.DAY, ("day=21.75",)),
    ("日结150元", 326_250, 326_250, PayBasis.DAY, ("day=21.75",)),
    ("150-200元/天", 326_250, 435_000, PayBasis.DAY, ("day=21.75",)),
    ("计件，200元/天", 435_000, 435_000, PayBasis.DAY, ("day=21.75",)),
    ("75元/小时", 1_305_000, 1_305_000, PayBasis.HOUR, ("hour=174",)),
    ("25元/h", 435_000, 435_000, PayBasis.HOUR, ("hour=174",)),
    ("1500元/周", 652_500, 652_500, PayBasis.WEEK, ("week=4.35",)),
]
NOT_UNDERSTOOD = [
    "", "无", "按公司规定", "月入过万", "十三薪", "0", "3-5", "120", "8000-5000", "2000~300",
    "-5000", "200元/次", "3元/件", "计件", "200元/其他", "20元/课时", "2000元/人", "80元/半天",
    "400元/季度", "$2000-3000", "8000港币", "薪资优厚", "99999999999999元",
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "months"), MONTHLY)
def test_monthly_notation(text: str, low: int | None, high: int | None, months: int | None) -> None:
    pay = parse_pay(text)

    assert (pay.low_fen, pay.high_fen) == (low and low * 100, high and high * 100)
    assert (pay.basis, pay.months, pay.assumed) == (PayBasis.MONTH, months, ())


@pytest.mark.parametrize(("text", "low", "high", "basis", "assumed"), CONVERTED)
def test_other_periods_become_months_and_say_so(
    text: str, low: int | None, high: int | None, basis: PayBasis, assumed: tuple[str, ...]
) -> None:
    pay = parse_pay(text)

    assert monthly_range_fen(pay) == (low, high)
    assert (pay.basis, pay.assumed) == (basis, assumed)


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_never_a_guess(text: str) -> None:
    pay = parse_pay(text)

    assert pay.unparsed
    assert (pay.low_fen, pay.high_fen, pay.negotiable) == (None, None, False)


@pytest.mark.parametrize("text", ["面议", "薪资面议", "工资待遇面谈", "电议"])
def test_negotiable(text: str) -> None:
    assert parse_pay(text) == Pay(text, negotiable=True)


@given(
    st.integers(1000, 79_999),
    st.integers(0, 70_000),
    st.sampled_from(["", "元", "/月", "元/月", " 元/月"]),
    st.sampled_from(["-", "~", "—", "至", " - ", "到"]),
    st.none() | st.integers(12, 24),
)
def test_a_written_range_is_read_back(
    low: int, more: int, unit: str, separator: str, months: int | None
) -> None:
    note = f"·{months}薪" if months else ""
    pay = parse_pay(f"{low}{separator}{low + more}{unit}{note}")

    assert (pay.low_fen, pay.high_fen, pay.months) == (low * 100, (low + more) * 100, months)


@given(
    st.none() | st.integers(2000, 60_000),
    st.none() | st.integers(60_000, 90_000),
    st.sampled_from([PayBasis.MONTH, PayBasis.YEAR, PayBasis.DAY]),
    st.none() | st.integers(12, 16),
)
def test_what_we_print_we_read(
    low: int | None, high: int | None, basis: PayBasis, months: int | None
) -> None:
    printed = format_pay(low and low * 100, high and high * 100, basis, months)
    pay = parse_pay(printed)

    if low is None and high is None:
        assert pay.negotiable
        return
    assert (pay.basis, pay.months) == (basis, months)
    assert (pay.low_fen is None, pay.high_fen is None) == (low is None, high is None)
    step_yuan = 11 if basis is PayBasis.DAY else 1  # half a yuan a day, 21.75 days
    for read, given_yuan in ((pay.low_fen, low), (pay.high_fen, high)):
        assert read is None or abs(read - (given_yuan or 0) * 100) <= step_yuan * 100


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    pay = parse_pay(text)

    assert pay.unparsed or pay.negotiable or pay.low_fen or pay.high_fen
    if pay.low_fen and pay.high_fen:
        assert pay.low_fen <= pay.high_fen


def test_pay_is_found_in_a_printed_line() -> None:
    found = find_pay("5、电焊工:4人，45岁以下,3年以上工作经验,月薪：6000-12000元；")

    assert found is not None
    assert (found.low_fen, found.high_fen) == (600_000, 1_200_000)
    assert find_pay("注册资金500万元，员工200人") is None


TABLES = [
    ("postings_51job_2024.csv.gz", "薪资"),
    ("postings_51job_described.xlsx", "薪资"),
    ("postings_51job_python_2018.jsonl", "薪资"),
    ("postings_labour_site_2015.csv.gz", "月薪"),
    ("vacancies_bureau_lists_2024.csv", "薪资"),
]
WRITTEN_WITHOUT_PAY = {"", "无", "None"}


@pytest.mark.parametrize(("table", "column"), TABLES)
def test_every_pattern_of_the_real_tables(real_table, table: str, column: str) -> None:
    by_pattern: dict[str, list[Pay]] = defaultdict(list)
    for row in real_table(table):
        written = row.get(column) or ""
        by_pattern[re.sub(r"\d+(\.\d+)?", "N", written)].append(parse_pay(written))

    for pattern, pays in by_pattern.items():
        unread = [pay.text for pay in pays if pay.unparsed and not _upside_down(pay.text)]
        assert pattern in WRITTEN_WITHOUT_PAY or not unread, (pattern, unread[:3])


def _upside_down(text: str) -> bool:
    """A range whose upper figure lost a digit (2000~300)."""
    low, _, high = text.partition("~")
    return bool(high) and int(low) > int(high)
