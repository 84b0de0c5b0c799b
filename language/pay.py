"""Pay as people write it, and the figures a month it stands for."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from language.numerals import decimal
from language.pay_notation import (
    AMOUNT,
    NEGOTIABLE,
    PIECEWORK,
    Expression,
    expressions,
    months_a_year,
    normalised,
)


class PayBasis(StrEnum):
    """The period a pay figure was written for."""

    MONTH = "month"
    YEAR = "year"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Pay:
    """What a pay text says; `low_fen` and `high_fen` are fen a month, an open end None."""

    text: str
    low_fen: int | None = None
    high_fen: int | None = None
    basis: PayBasis | None = None
    months: int | None = None
    assumed: tuple[str, ...] = ()
    negotiable: bool = False
    unparsed: bool = False


_A_MONTH = {  # periods in a month: 21.75 paid days of 8 hours are statutory
    PayBasis.MONTH: Decimal(1),
    PayBasis.YEAR: 1 / Decimal(12),
    PayBasis.WEEK: Decimal("4.35"),
    PayBasis.DAY: Decimal("21.75"),
    PayBasis.HOUR: Decimal(174),
}
_ASSUMED = {
    PayBasis.YEAR: "year=12",
    PayBasis.WEEK: "week=4.35",
    PayBasis.DAY: "day=21.75",
    PayBasis.HOUR: "hour=174",
}
_NEVER_MONTHLY_YUAN = 80_000
_LEAST_BARE_YUAN = 500
_LEAST_BARE_IN = {PayBasis.MONTH: 500, PayBasis.YEAR: 500, PayBasis.WEEK: 100, PayBasis.DAY: 20}
_MOST_FEN = 2**31 - 1
_MOST_YUAN = 10**9
_LONGEST_FIELD = 120
_LABELLED = re.compile(
    r"(?:月薪|年薪|日薪|时薪|工资|薪资|薪酬|薪水|待遇|底薪|月收入)[^\d\n,。;:]{0,6}[::]?\s*"
    rf"({AMOUNT}[^\n。;]{{0,24}})"
)


def parse_pay(text: str | None) -> Pay:
    """Read a pay field: 8千-1.2万·13薪, 10-15万/年, 100元/天, 4千以下, 面议.

    What is not understood is `unparsed`, never a guess; pieces are `unparsed` too.
    """
    written = (text or "").strip()
    if len(written) > _LONGEST_FIELD:
        return Pay(written[:_LONGEST_FIELD], unparsed=True)
    plain = normalised(written)
    found = expressions(plain)
    if len(found) == 1:
        return _pay(written, found[0], months_a_year(plain))
    if not found and NEGOTIABLE.search(plain):
        return Pay(written, negotiable=True)
    basis = PayBasis.PIECE if not found and PIECEWORK.search(plain) else None
    return Pay(written, basis=basis, unparsed=True)


def find_pay(text: str) -> Pay | None:
    """The first pay named with its label in running text (月薪：6000-12000元), or None."""
    for match in _LABELLED.finditer(normalised(text)):
        pay = parse_pay(match[0].split(",")[0])
        if not pay.unparsed:
            return replace(pay, text=match[0].strip())
    return None


def monthly_range_fen(pay: Pay) -> tuple[int | None, int | None]:
    """Lower and upper figure a month in fen; both None where nothing is known."""
    return (pay.low_fen, pay.high_fen)


def format_pay(
    low: int | None,
    high: int | None,
    basis: PayBasis | str | None,
    months: int | None,
    written: str = "",
) -> str:
    """Pay for people, in the period it was written for: 5000–7000元/月·13薪.

    Without figures it is what was `written` (2元/件), else 面议.
    """
    if low is None and high is None:
        return written.strip() or "面议"
    period = PayBasis(basis) if basis else PayBasis.MONTH
    note = f"·{months}薪" if months else ""
    return f"{_figures(*pay_figures(low, high, period))}{_SUFFIX[period]}{note}"


def pay_figures(
    low: int | None, high: int | None, period: PayBasis
) -> tuple[str | None, str | None]:
    """Both ends, fen a month, as yuan in the period they were written for."""
    return _in_period(low, period), _in_period(high, period)


_SUFFIX = {
    PayBasis.MONTH: "元/月",
    PayBasis.YEAR: "元/年",
    PayBasis.WEEK: "元/周",
    PayBasis.DAY: "元/天",
    PayBasis.HOUR: "元/小时",
    PayBasis.PIECE: "元/月",
}


def _in_period(fen: int | None, period: PayBasis) -> str | None:
    if fen is None:
        return None
    yuan = Decimal(fen) / 100 / _A_MONTH.get(period, Decimal(1))
    # a month's figure is exact; others were converted and get their round figure back
    exact = period is PayBasis.MONTH
    step = Decimal("0.01") if exact else Decimal("0.1") if period is PayBasis.HOUR else Decimal(1)
    return f"{yuan.quantize(step, ROUND_HALF_UP):f}".removesuffix(".00").removesuffix(".0")


def _figures(low: str | None, high: str | None) -> str:
    if low is None:
        return f"不超过{high}"
    if high is None:
        return f"不低于{low}"
    return low if low == high else f"{low}–{high}"


def _pay(text: str, found: Expression, months: int | None) -> Pay:
    bounds = _bounds_yuan(found)
    if bounds is None or found.period == PayBasis.PIECE:
        basis = PayBasis.PIECE if found.period == PayBasis.PIECE else None
        return Pay(text, basis=basis, unparsed=True)
    basis, assumed = _basis(found, bounds)
    if basis is None or max(bound or 0 for bound in bounds) > _MOST_YUAN:
        return Pay(text, unparsed=True)
    low, high = (_fen_a_month(bound, basis) for bound in bounds)
    if max(low or 0, high or 0) > _MOST_FEN:
        return Pay(text, unparsed=True)
    return Pay(text, low, high, basis, months, assumed)


def _basis(
    found: Expression, bounds: tuple[Decimal | None, Decimal | None]
) -> tuple[PayBasis | None, tuple[str, ...]]:
    """The written period, or what an amount without one can only mean."""
    low, high = bounds
    least = low if low is not None else high or Decimal(0)
    if found.period:
        basis = PayBasis(found.period)
        bare = not (found.low_unit or found.high_unit)
        if bare and least < _LEAST_BARE_IN.get(basis, 0):
            return None, ()  # 年薪20, 8-10/月: thousands or ten thousands, who knows
        return basis, (_ASSUMED[basis],) if basis in _ASSUMED else ()
    if least >= _NEVER_MONTHLY_YUAN:
        return PayBasis.YEAR, ("period=year", _ASSUMED[PayBasis.YEAR])
    return (PayBasis.MONTH, ()) if least >= _LEAST_BARE_YUAN else (None, ())


def _bounds_yuan(found: Expression) -> tuple[Decimal | None, Decimal | None] | None:
    if found.high is None:
        return _one_figure(found)
    low, high = _common_scale(found)
    if high < low or not high:
        return None
    return (low or None, None if found.open_end == "high" else high)


def _one_figure(found: Expression) -> tuple[Decimal | None, Decimal | None] | None:
    figure = decimal(found.low) * _SCALE[found.low_unit]
    if not figure:
        return None
    low = None if found.open_end == "low" else figure
    return (low, None if found.open_end == "high" else figure)


def _common_scale(found: Expression) -> tuple[Decimal, Decimal]:
    """Both ends in yuan; an end without unit takes the other's where that makes sense."""
    low, high = decimal(found.low), decimal(found.high or "0")
    low_scale, high_scale = _SCALE[found.low_unit], _SCALE[found.high_unit]
    if not found.low_unit and low < _LEAST_BARE_YUAN:
        low_scale = high_scale
    if not found.high_unit and high < _LEAST_BARE_YUAN:
        high_scale = low_scale
    return low * low_scale, high * high_scale


_SCALE = {"": 1, "元": 1, "百": 100, "千": 1000, "万": 10_000}


def _fen_a_month(yuan: Decimal | None, basis: PayBasis) -> int | None:
    if yuan is None:
        return None
    fen = yuan * 100 * _A_MONTH[basis] if basis is not PayBasis.YEAR else yuan * 100 / 12
    return int(fen.quantize(Decimal(1), ROUND_HALF_UP))
