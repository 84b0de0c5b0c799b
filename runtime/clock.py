"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_instant", default=None)


def now() -> datetime:
    """Return the current instant in UTC, or the instant set by `frozen`."""
    return _frozen.get() or datetime.now(UTC)


def china_date(instant: datetime) -> date:
    """Return the calendar day in China on which `instant` falls."""
    return instant.astimezone(CHINA).date()


def today() -> date:
    """Return today's date in China."""
    return china_date(now())


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` (aware) within the block: for tests and simulations.

    Raises ValueError for a naive instant.
    """
    if instant.tzinfo is None:
        raise ValueError("frozen() needs an aware instant")
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
