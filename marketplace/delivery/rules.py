"""Pure rules of delivery: quiet hours, back-off, what a reply means."""

import unicodedata
from datetime import datetime, timedelta

from marketplace.delivery.models import MessageState, ReplyMeaning, Topic
from runtime.clock import CHINA

MAX_ATTEMPTS = 5
MAX_TRIES = 10
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=2),
)
"""How long to wait after the first, second … refusal that may be tried again."""

CAP_WINDOW = timedelta(days=7)
LEASE = timedelta(minutes=2)
FINAL = (MessageState.DELIVERED, MessageState.FAILED, MessageState.SUPPRESSED)

WAITS_FOR_CAP = (Topic.INVITATION, Topic.APPLICATION)
"""Over the cap these wait until the week has room; the others stay in the inbox only."""

MEANINGS = {
    "1": ReplyMeaning.INTERESTED,
    "2": ReplyMeaning.NOT_FOR_ME,
    "0": ReplyMeaning.STOP,
}
STOP_WORDS = ("退订", "TD", "T", "N", "STOP")


def quiet_until(at: datetime, from_hour: int, to_hour: int) -> datetime | None:
    """Return when the quiet hours that hold at `at` end; None outside them.

    Hours are China time; the quiet begins in the evening and ends in the morning.
    """
    local = at.astimezone(CHINA)
    morning = local.replace(hour=to_hour, minute=0, second=0, microsecond=0)
    if local.hour >= from_hour:
        return (morning + timedelta(days=1)).astimezone(at.tzinfo)
    return morning.astimezone(at.tzinfo) if local < morning else None


def back_off(attempts: int) -> timedelta | None:
    """Return how long to wait after `attempts` refusals; None when a person has to look."""
    return BACK_OFF[attempts - 1] if attempts < MAX_ATTEMPTS else None


def meaning_of(reply: str) -> ReplyMeaning:
    """Read a reply: 1, 2 or 0, full-width too, with blanks and punctuation around it."""
    plain = unicodedata.normalize("NFKC", reply).upper()
    word = "".join(c for c in plain if c.isalnum())
    if word in STOP_WORDS:
        return ReplyMeaning.STOP
    return MEANINGS.get(word, ReplyMeaning.UNKNOWN)
