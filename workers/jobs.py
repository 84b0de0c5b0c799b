"""A scheduled job: name, when, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from runtime.clock import CHINA


@dataclass(frozen=True)
class Job:
    """One job. At `at` each day (China time), or every `every` since midnight."""

    name: str
    run: Callable[[int], object]
    at: time | None = None
    every: timedelta | None = None
    for_platform: bool = False

    def slot(self, now: datetime) -> datetime:
        """Return the latest moment, not after `now`, for which the job is scheduled."""
        local = now.astimezone(CHINA)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.every is not None:
            return midnight + (local - midnight) // self.every * self.every
        today = datetime.combine(local.date(), self.at or time(), CHINA)
        return today if today <= local else today - timedelta(days=1)
