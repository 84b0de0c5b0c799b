"""Whether a message may go out now: consent, quiet hours, weekly cap, posting still open."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from marketplace.applications import declined_of
from marketplace.delivery.models import Channel, Message, MessageState, Topic
from marketplace.delivery.rules import CAP_WINDOW, WAITS_FOR_CAP, quiet_until
from marketplace.delivery.settings import QUIET_FROM_HOUR, QUIET_TO_HOUR, SMS_PER_WEEK
from marketplace.postings import load_published
from tenants.consents import Consent, Purpose, consented
from tenants.work import Work

S = MessageState
NEEDS_RECOMMENDATION = (Topic.RECOMMENDATION,)
NEEDS_OPEN_POSTING = (
    Topic.RECOMMENDATION,
    Topic.REMINDER,
    Topic.INVITATION,
    Topic.SAVED_SEARCH,
)


@dataclass(frozen=True)
class Verdict:
    """Go, wait until a moment, or never (with the reason's code)."""

    go: bool = False
    wait_until: datetime | None = None
    suppress: str | None = None


@dataclass
class Permits:
    """What was read once for a batch of messages; counts what the batch itself sends."""

    now: datetime
    sms: frozenset[int]
    recommendation: frozenset[int]
    open_postings: frozenset[int]
    declined: Mapping[int, tuple[int, ...]]
    quiet_until: datetime | None
    cap: int
    sent: Counter[int]
    room_at: dict[int, datetime]

    def verdict(self, message: Message) -> Verdict:
        """Decide on one message; a "go" counts against the person's week."""
        reason = self._forbidden(message)
        if reason is not None:
            return Verdict(suppress=reason)
        if message.topic is Topic.ANSWER:
            return Verdict(go=True)
        if self.quiet_until is not None:
            return Verdict(wait_until=self.quiet_until)
        if self.sent[message.seeker_id or 0] >= self.cap:
            return self._over_cap(message)
        self.sent[message.seeker_id or 0] += 1
        return Verdict(go=True)

    def _forbidden(self, message: Message) -> str | None:
        if message.seeker_id not in self.sms:
            return "no_consent"
        if message.topic in NEEDS_RECOMMENDATION and message.seeker_id not in self.recommendation:
            return "no_consent"
        if message.posting_id in self.declined.get(message.seeker_id, ()):
            return "declined"
        closed = message.posting_id is not None and message.posting_id not in self.open_postings
        return "posting_closed" if closed and message.topic in NEEDS_OPEN_POSTING else None

    def _over_cap(self, message: Message) -> Verdict:
        if message.topic not in WAITS_FOR_CAP or self.cap == 0:
            return Verdict(suppress="over_cap")
        room = self.room_at.get(message.seeker_id or 0, self.now + timedelta(days=1))
        return Verdict(wait_until=max(room, self.now + timedelta(hours=1)))


def permits(work: Work, messages: Sequence[Message]) -> Permits:
    """Read what decides on `messages`, all at once."""
    seekers = {message.seeker_id for message in messages if message.seeker_id}
    postings = {message.posting_id for message in messages if message.posting_id}
    sent, room_at = _sent_this_week(work, seekers)
    return Permits(
        now=work.now,
        sms=agreed(work, Purpose.SMS, seekers),
        recommendation=agreed(work, Purpose.RECOMMENDATION, seekers),
        open_postings=frozenset(row.posting_id for row in load_published(work, postings)),
        declined=declined_of(work, seekers),
        quiet_until=quiet_until(
            work.now, work.setting(QUIET_FROM_HOUR), work.setting(QUIET_TO_HOUR)
        ),
        cap=work.setting(SMS_PER_WEEK),
        sent=sent,
        room_at=room_at,
    )


def agreed(work: Work, purpose: Purpose, seekers: Collection[int]) -> frozenset[int]:
    """Return those of `seekers` whose consent for `purpose` stands."""
    query = consented(work, purpose).where(Consent.seeker_id.in_(seekers))
    return frozenset(work.session.scalars(query))


def _sent_this_week(
    work: Work, seekers: Collection[int]
) -> tuple[Counter[int], dict[int, datetime]]:
    rows = work.session.execute(
        select(Message.seeker_id, func.count(), func.min(Message.sent_at))
        .where(
            Message.tenant_id == work.tenant_id,
            Message.seeker_id.in_(seekers),
            Message.channel == Channel.SMS,
            Message.topic != Topic.ANSWER,
            (Message.sent_at > work.now - CAP_WINDOW) | (Message.state == S.SENDING),
        )
        .group_by(Message.seeker_id)
    )
    sent: Counter[int] = Counter()
    room_at: dict[int, datetime] = {}
    for seeker, count, first in rows:
        seeker_id = seeker or 0
        sent[seeker_id] = count
        if first is not None:
            room_at[seeker_id] = first + CAP_WINDOW
    return sent, room_at
