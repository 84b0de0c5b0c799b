"""Working days in mainland China: weekends, statutory holidays and make-up days counted."""

from datetime import date, datetime, time, timedelta

import chinese_calendar

from runtime.clock import CHINA, china_date
from runtime.errors import Invalid
from runtime.messages import N_

SATURDAY = 5


class CalendarNotPublished(Invalid):
    """The State Council has not published that year's holidays yet."""

    message = N_("%(year)d 年的节假日安排尚未公布，无法按工作日计算。请在公布并更新日历后再试。")


def is_workday(day: date, *, strict: bool = True) -> bool:
    """Tell whether `day` is a working day, make-up days (调休) included.

    For a year without a published calendar: raises CalendarNotPublished, or with
    `strict=False` takes Monday to Friday.
    """
    try:
        workday: bool = chinese_calendar.is_workday(day)
    except NotImplementedError:
        if strict:
            raise CalendarNotPublished(year=day.year) from None
        return day.weekday() < SATURDAY
    return workday


def due_at(filed_at: datetime, days: int, *, strict: bool = True) -> datetime:
    """Return the end of the last of `days` working days after `filed_at` (aware).

    The day of filing never counts, whatever the hour; the next working day is the first.
    Raises CalendarNotPublished as `is_workday` does.
    """
    day = china_date(filed_at)
    left = days
    while left:
        day += timedelta(days=1)
        left -= is_workday(day, strict=strict)
    return datetime.combine(day + timedelta(days=1), time(0), CHINA)


def workdays_left(at: datetime, due: datetime) -> int:
    """Return working days from `at` until `due`, today not counted; negative when overdue."""
    first, last = china_date(at), china_date(due - timedelta(seconds=1))
    step = 1 if last >= first else -1
    days = (first + timedelta(days=n * step) for n in range(1, abs((last - first).days) + 1))
    return step * sum(is_workday(day, strict=False) for day in days)
