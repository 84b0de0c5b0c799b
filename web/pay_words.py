"""Pay as pages write it: as postings do in Chinese, with words of its own in English."""

from decimal import Decimal

from language.pay import PayBasis, format_pay, pay_figures
from runtime.messages import N_
from web.i18n import preference
from web.translate import gettext

UNITS: dict[PayBasis, str] = {
    PayBasis.MONTH: N_("元/月"),
    PayBasis.YEAR: N_("元/年"),
    PayBasis.WEEK: N_("元/周"),
    PayBasis.DAY: N_("元/天"),
    PayBasis.HOUR: N_("元/小时"),
    PayBasis.PIECE: N_("元/月"),
}


def pay_words(
    low: int | None,
    high: int | None,
    basis: PayBasis | str | None,
    months: int | None,
    written: str = "",
) -> str:
    """Return 4000–6000元/月, in English 4,000–6,000 yuan/month; `low` and `high` are fen.

    Without figures it is what was `written` (2元/件), else 面议.
    """
    if low is None and high is None:
        words = format_pay(low, high, basis, months, written)
        return gettext("面议") if words == "面议" else words
    if preference("language") == "zh":
        return format_pay(low, high, basis, months)
    period = PayBasis(basis) if basis else PayBasis.MONTH
    words = f"{_range(*pay_figures(low, high, period))} {gettext(UNITS[period])}"
    return gettext("%(pay)s，一年 %(months)d 薪", pay=words, months=months) if months else words


def _range(low: str | None, high: str | None) -> str:
    low, high = (figure and f"{Decimal(figure):,}" for figure in (low, high))
    if low is None:
        return gettext("不超过 %(pay)s", pay=high)
    if high is None:
        return gettext("不低于 %(pay)s", pay=low)
    return low if low == high else f"{low}–{high}"
