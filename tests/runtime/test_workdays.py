"""Working days with statutory holidays and make-up days."""

from datetime import date, datetime

import pytest

from runtime.clock import CHINA
from runtime.workdays import CalendarNotPublished, due_at, is_workday, workdays_left


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("filed", "days", "due"),
    [
        ("2026-11-24T09:00", 3, "2026-11-28T00:00"),  # Tuesday → end of Friday
        ("2026-11-24T23:59", 3, "2026-11-28T00:00"),  # the hour does not matter
        ("2026-11-27T10:00", 3, "2026-12-03T00:00"),  # Friday → end of Wednesday
        ("2026-11-28T10:00", 1, "2026-12-01T00:00"),  # Saturday → end of Monday
        ("2025-09-30T10:00", 1, "2025-10-10T00:00"),  # National Day and Mid-Autumn
        ("2025-01-25T10:00", 1, "2025-01-27T00:00"),  # Sunday 26 January was a make-up day
    ],
)
def test_due(filed: str, days: int, due: str) -> None:
    assert due_at(at(filed), days) == at(due)


def test_a_year_without_a_calendar() -> None:
    with pytest.raises(CalendarNotPublished):
        is_workday(date(2035, 1, 4))
    assert is_workday(date(2035, 1, 4), strict=False)
    assert not is_workday(date(2035, 1, 6), strict=False)


def test_days_left() -> None:
    due = at("2026-11-28T00:00")
    assert workdays_left(at("2026-11-24T10:00"), due) == 3
    assert workdays_left(at("2026-11-27T10:00"), due) == 0
    assert workdays_left(at("2026-11-30T10:00"), due) == -1
