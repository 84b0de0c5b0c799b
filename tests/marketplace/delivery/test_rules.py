"""Pure rules: quiet hours, back-off, what a reply means."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.delivery.models import ReplyMeaning
from marketplace.delivery.rules import back_off, meaning_of, quiet_until
from runtime.clock import CHINA


def china(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (china(20, 59), None),
        (china(21), china(8, day=25)),
        (china(23, 59), china(8, day=25)),
        (china(0, day=25), china(8, day=25)),
        (china(7, 59, day=25), china(8, day=25)),
        (china(8, day=25), None),
        (china(12), None),
    ],
)
def test_quiet_hours_end_in_the_morning(at: datetime, until: datetime | None) -> None:
    assert quiet_until(at, 21, 8) == until
    assert quiet_until(at.astimezone(UTC), 21, 8) == until


def test_back_off_grows_and_ends_with_the_fifth_refusal() -> None:
    waits = [back_off(n) for n in range(1, 6)]
    assert waits[-1] is None
    given = [wait for wait in waits if wait is not None]
    assert given == sorted(given)
    assert given[0] == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("1", ReplyMeaning.INTERESTED),
        ("１", ReplyMeaning.INTERESTED),
        ("  1 。", ReplyMeaning.INTERESTED),
        ("\u30002\u3000", ReplyMeaning.NOT_FOR_ME),
        ("②", ReplyMeaning.NOT_FOR_ME),
        ("0", ReplyMeaning.STOP),
        ("０", ReplyMeaning.STOP),
        ("退订", ReplyMeaning.STOP),
        ("td", ReplyMeaning.STOP),
        ("3", ReplyMeaning.UNKNOWN),
        ("12", ReplyMeaning.UNKNOWN),
        ("1 2", ReplyMeaning.UNKNOWN),
        ("好的", ReplyMeaning.UNKNOWN),
        ("", ReplyMeaning.UNKNOWN),
    ],
)
def test_replies_are_read_as_people_type_them(text: str, meaning: ReplyMeaning) -> None:
    assert meaning_of(text) is meaning
