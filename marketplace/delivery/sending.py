"""Sending what is due: claim in one Work, hand over outside any, note the outcome in another.

Consent, quiet hours, the weekly cap and the posting are read again when a message is claimed,
so that what was taken back meanwhile is not sent. A worker that dies with a message in hand
loses nothing: its lease runs out, and the gateway knows the attempt by its reference.
"""

import hmac
from dataclasses import dataclass, field

from sqlalchemy import Select, or_, select

from marketplace.delivery.errors import MessageNotFound
from marketplace.delivery.gateway import (
    RETRYABLE,
    GatewayCode,
    GatewayRefused,
    Sms,
    SmsGateway,
    sender_of,
)
from marketplace.delivery.models import Channel, Message, MessageState
from marketplace.delivery.permission import Permits, permits
from marketplace.delivery.rules import FINAL, LEASE, MAX_TRIES, back_off
from marketplace.delivery.texts import render
from marketplace.seekers import phones_for_sms
from tenants.access import Permission
from tenants.secrecy import keyed_hash
from tenants.work import Work

S = MessageState
TAG_LENGTH = 12
GAVE_UP = "gave_up"


@dataclass(frozen=True)
class Outgoing:
    """A message in hand, ready for the gateway."""

    message_id: int
    sms: Sms = field(repr=False)


@dataclass(frozen=True)
class HandedOver:
    """What the gateway said: its id, or why it refused."""

    provider_id: str | None = None
    code: GatewayCode | None = None


def has_due(work: Work) -> bool:
    """Tell whether any message of the tenant is due."""
    return bool(work.session.scalar(_due(work).with_only_columns(Message.id).limit(1)))


def claim_due(work: Work, *, limit: int = 50) -> list[Outgoing]:
    """Take due messages in hand; those that may not go out are put off or suppressed.

    Raises NotAllowed.
    """
    work.actor.require(Permission.RELAY)
    work.lock("delivery.claim")
    due = list(
        work.session.scalars(
            _due(work).order_by(Message.due_at, Message.id).limit(limit).with_for_update()
        )
    )
    allowed = permits(work, due)
    ready = [message for message in due if _decide(work, message, allowed)]
    phones = phones_for_sms(work, {message.seeker_id for message in ready if message.seeker_id})
    return [_take(work, message, phones) for message in ready if _reachable(work, message, phones)]


def hand_over(gateway: SmsGateway, outgoing: Outgoing) -> HandedOver:
    """Give a message to the gateway; outside any Work, it may take its time."""
    try:
        return HandedOver(provider_id=gateway.send(outgoing.sms))
    except GatewayRefused as refused:
        return HandedOver(code=refused.code)
    except TimeoutError:
        return HandedOver(code=GatewayCode.TIMED_OUT)
    except OSError:
        return HandedOver(code=GatewayCode.UNAVAILABLE)


def record_handed_over(work: Work, message_id: int, result: HandedOver) -> None:
    """Note what the gateway said. Safe to repeat; a receipt that was faster stands."""
    work.actor.require(Permission.RELAY)
    message = access_message(work, message_id)
    if message.state is not S.SENDING:
        return
    message.lease_until = None
    if result.code is None:
        message.state, message.sent_at = S.SENT, work.now
        message.provider_id = result.provider_id
    else:
        refuse(work, message, result.code)


def refuse(work: Work, message: Message, code: GatewayCode) -> None:
    """Try again later where that may help, five times; then a member of staff has to look."""
    message.attempts, message.reason = message.attempts + 1, code
    message.lease_until, message.sent_at = None, None
    wait = back_off(message.attempts)
    if code not in RETRYABLE:
        message.state, message.settled_at = S.FAILED, work.now
    elif wait is None:
        message.state = S.PARKED
    else:
        message.state, message.due_at = S.QUEUED, work.now + wait


def access_message(work: Work, message_id: int) -> Message:
    """Return a message of the tenant, locked. Raises MessageNotFound."""
    message: Message | None = work.session.scalar(
        select(Message)
        .where(Message.tenant_id == work.tenant_id, Message.id == message_id)
        .with_for_update()
    )
    if message is None:
        raise MessageNotFound
    return message


def reference_of(tenant_id: int, message_id: int, attempt: int) -> str:
    """Return the name of one attempt, with a tag that nobody can guess."""
    return f"{tenant_id}-{message_id}-{attempt}-{_tag(tenant_id, message_id, attempt)}"


def parse_reference(reference: str) -> tuple[int, int, int] | None:
    """Return tenant, message and attempt; None for a reference that we never gave."""
    *numbers, tag = reference.split("-")
    if len(numbers) != 3 or not all(n.isascii() and n.isdigit() for n in numbers):  # noqa: PLR2004 - tenant, message, attempt
        return None
    tenant_id, message_id, attempt = map(int, numbers)
    genuine = hmac.compare_digest(tag.encode(), _tag(tenant_id, message_id, attempt).encode())
    return (tenant_id, message_id, attempt) if genuine else None


def _tag(tenant_id: int, message_id: int, attempt: int) -> str:
    return keyed_hash(tenant_id, "sms.reference", f"{message_id}-{attempt}")[:TAG_LENGTH]


def _due(work: Work) -> Select[Message]:
    free = or_(Message.lease_until.is_(None), Message.lease_until < work.now)
    return select(Message).where(
        Message.tenant_id == work.tenant_id,
        Message.channel == Channel.SMS,
        Message.state.in_([S.QUEUED, S.SENDING]),
        Message.due_at <= work.now,
        free,
    )


def _decide(work: Work, message: Message, allowed: Permits) -> bool:
    if message.tries >= MAX_TRIES:
        message.state, message.reason = S.PARKED, GAVE_UP
        return False
    if message.state is S.SENDING:  # its worker died: the gateway may have it already
        return True
    verdict = allowed.verdict(message)
    if verdict.suppress is not None:
        suppress(work, message, verdict.suppress)
    elif verdict.wait_until is not None:
        message.due_at = verdict.wait_until
    return verdict.go


def suppress(work: Work, message: Message, reason: str) -> None:
    """End a message without sending it."""
    if message.state not in FINAL:
        message.state, message.reason, message.settled_at = S.SUPPRESSED, reason, work.now


def _reachable(work: Work, message: Message, phones: dict[int, str]) -> bool:
    if phones.get(message.seeker_id or 0):
        return True
    suppress(work, message, "no_number")
    return False


def _take(work: Work, message: Message, phones: dict[int, str]) -> Outgoing:
    message.state, message.tries = S.SENDING, message.tries + 1
    message.lease_until = work.now + LEASE
    reference = reference_of(work.tenant_id, message.id, message.attempts + 1)
    sms = Sms(
        reference=reference,
        sender=sender_of(work.tenant_id),
        phone=phones[message.seeker_id or 0],
        text=render(message.text, message.params),
    )
    return Outgoing(message.id, sms)
