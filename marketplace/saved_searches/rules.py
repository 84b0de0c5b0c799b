"""Pure policy: when a digest is due, and how far back it looks."""

from datetime import date, datetime, timedelta

from marketplace.saved_searches.models import Frequency

MOST_SAVED = 20
CYCLE = {Frequency.DAILY: timedelta(days=1), Frequency.WEEKLY: timedelta(days=7)}
LOOKS_BACK = timedelta(days=3)
"""How far a digest looks back beyond the one before: for postings whose transaction ended late,
or that the index took in late. What was told already is not told again."""


def next_due(today: date, frequency: Frequency) -> date:
    """Return the day of the next digest; for one that is off, the day it would be daily."""
    return today + CYCLE.get(frequency, CYCLE[Frequency.DAILY])


def looks_from(since_at: datetime, covered_until: datetime) -> datetime:
    """Return from when on postings are new to a search."""
    return max(since_at, covered_until - LOOKS_BACK)
