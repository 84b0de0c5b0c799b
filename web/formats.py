"""How instants, money, distances and counts are written on pages, in either language."""

from datetime import date, datetime

from runtime.clock import CHINA
from runtime.messages import N_
from web.translate import gettext, ngettext

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


def day(value: date | datetime | None) -> str:
    """Return 2026年11月24日（周二）; an empty text for None."""
    if value is None:
        return ""
    on = value.astimezone(CHINA).date() if isinstance(value, datetime) else value
    return gettext(
        "%(year)d年%(month)d月%(day)d日（%(weekday)s）",
        year=on.year,
        month=on.month,
        day=on.day,
        weekday=gettext(WEEKDAYS[on.weekday()]),
    )


def short_day(value: date | datetime | None) -> str:
    """Return 11月24日; an empty text for None."""
    if value is None:
        return ""
    on = value.astimezone(CHINA).date() if isinstance(value, datetime) else value
    return gettext("%(month)d月%(day)d日", month=on.month, day=on.day)


def moment(value: datetime | None) -> str:
    """Return 2026年11月24日 14:05 in China time; an empty text for None."""
    if value is None:
        return ""
    at = value.astimezone(CHINA)
    return gettext(
        "%(year)d年%(month)d月%(day)d日 %(clock)s",
        year=at.year,
        month=at.month,
        day=at.day,
        clock=f"{at:%H:%M}",
    )


def yuan(fen: int | None) -> str:
    """Return fen as plain yuan for an input field: 500000 → 5000; an empty text for None."""
    if fen is None:
        return ""
    return str(fen // 100) if fen % 100 == 0 else f"{fen / 100:.2f}"


def count(number: float | None) -> str:
    """Return a number with thousands separators; — when it is not known."""
    return "—" if number is None else f"{number:,}"


def distance(kilometres: float | None, *, exact: bool = True) -> str:
    """Return 3.2 公里, with 约 when the place is known only to its county or township."""
    if kilometres is None:
        return ""
    text = f"{kilometres:.1f}" if kilometres < 10 else f"{kilometres:.0f}"  # noqa: PLR2004 - tenths matter on foot only
    return gettext("%(km)s 公里", km=text) if exact else gettext("约 %(km)s 公里", km=text)


def duration(seconds: float) -> str:
    """Return 约还要 3 分钟 / 约还要 20 秒 for long work."""
    if seconds < 90:  # noqa: PLR2004 - beyond a minute and a half, minutes read better
        number = max(1, round(seconds))
        return ngettext("约还要 %(num)d 秒", "约还要 %(num)d 秒", number)
    number = round(seconds / 60)
    return ngettext("约还要 %(num)d 分钟", "约还要 %(num)d 分钟", number)


def page_numbers(page: int, pages: int) -> list[int | None]:
    """Return the page numbers to offer, None for a gap: 1 … 4 5 6 … 20."""
    near = {1, pages, *range(page - 1, page + 2)} & set(range(1, pages + 1))
    shown: list[int | None] = []
    for number in sorted(near):
        before = shown[-1] if shown else None
        if before is not None and number - before > 1:
            shown.append(None)
        shown.append(number)
    return shown


FILTERS = {
    "day": day,
    "short_day": short_day,
    "moment": moment,
    "yuan": yuan,
    "count": count,
    "distance": distance,
    "duration": duration,
}
