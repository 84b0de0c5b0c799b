"""Pay as people type it into a field: open ends after the period, sums, currencies."""

import pytest

from language.pay import PayBasis, parse_pay

READ = [
    ("3500元/月起", 350_000, None, PayBasis.MONTH),
    ("8000元/月以上", 800_000, None, PayBasis.MONTH),
    ("8000元/月及以上", 800_000, None, PayBasis.MONTH),
    ("8000元/月以下", None, 800_000, PayBasis.MONTH),
    ("3000~8000元/月以上", 300_000, None, PayBasis.MONTH),
    ("200元/天起", 435_000, None, PayBasis.DAY),
    ("25/小时以上", 435_000, None, PayBasis.HOUR),
    ("20万/年起", 1_666_667, None, PayBasis.YEAR),
    ("200元/每天", 435_000, 435_000, PayBasis.DAY),
    ("5000-8000元/每月", 500_000, 800_000, PayBasis.MONTH),
    ("8000-10000/month", 800_000, 1_000_000, PayBasis.MONTH),
    ("周结 1000", 435_000, 435_000, PayBasis.WEEK),
    ("年入20万+", 1_666_667, None, PayBasis.YEAR),
    ("保底工资4000", 400_000, None, PayBasis.MONTH),
    ("4000元底薪+提成", 400_000, None, PayBasis.MONTH),
    ("2500元底薪+提成(综合6000-10000元)", 250_000, None, PayBasis.MONTH),
    ("保底4000-5000", 400_000, 500_000, PayBasis.MONTH),
    ("叁仟元", 300_000, 300_000, PayBasis.MONTH),
    ("伍仟元整", 500_000, 500_000, PayBasis.MONTH),
    ("壹万元", 1_000_000, 1_000_000, PayBasis.MONTH),
    ("9:00-18:00，5000-8000元", 500_000, 800_000, PayBasis.MONTH),
]
NOT_A_GUESS = [
    *("几千", "好几千", "数百元/天", "上千元", "月薪过万", "近万元"),
    *("年薪8-10", "年薪20以上", "月薪8", "8-10/月", "日薪8-10"),
    *("10万/2年", "5000元/15天", "两周1000", "5000/半月", "6万/季度", "200元/半天", "200元/晚"),
    *("22+2元/小时", "3000+1000", "补贴500元/月，3000-5000", "房补1000元", "押金500元"),
    *("底薪3000-4000元+提成，综合5000-8000", "底薪2500+提成，月均8000", "18元/小时，月入5000"),
    *("首月保底5000元", "前3个月保底6000元", "~10000", "10000~"),
    *("30万円", "8000新币", "10000泰铢", "3000 dollars", "8000SGD", "1000欧", "日币20万"),
]


@pytest.mark.parametrize(("text", "low", "high", "basis"), READ)
def test_notation_is_read(text: str, low: int | None, high: int | None, basis: PayBasis) -> None:
    pay = parse_pay(text)

    assert (pay.low_fen, pay.high_fen, pay.basis) == (low, high, basis)


@pytest.mark.parametrize("text", NOT_A_GUESS)
def test_what_may_mean_several_things_is_unparsed(text: str) -> None:
    pay = parse_pay(text)

    assert (pay.unparsed, pay.low_fen, pay.high_fen) == (True, None, None)


def test_months_of_salary_stand_beside_the_month() -> None:
    assert parse_pay("8000元/月*13个月").months == 13
    assert parse_pay("年薪14-25万（14薪）").months == 14
