"""What people answer by SMS: 1 interested, 2 not for me, 0 stop; anything else gets help.

A reply is the person's own act: it runs in their name, through the same verbs as the page.
The same reply twice acts once. What was written is read and forgotten, never stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace.applications import (
    Application,
    ApplicationState,
    Reason,
    accept_invitation,
    decline_invitation,
    not_for_me,
    show_interest,
)
from marketplace.applications import Channel as AnsweredBy
from marketplace.delivery.compose import (
    Draft,
    audience,
    company_params,
    queue_answer,
    queue_for_people,
)
from marketplace.delivery.gateway import Reply
from marketplace.delivery.models import (
    Channel,
    Message,
    MessageState,
    ReplyMeaning,
    SmsReply,
    Topic,
)
from marketplace.delivery.phones import find_by_phone
from marketplace.delivery.receipts import Taken
from marketplace.delivery.rules import meaning_of
from marketplace.seekers import disagree, find_seeker
from runtime.clock import china_date
from runtime.errors import ServiceError
from tenants.access import Actor, Permission, Role
from tenants.consents import Purpose
from tenants.work import Work

ANSWERABLE = (Topic.RECOMMENDATION, Topic.REMINDER, Topic.INVITATION)
ANSWER_WINDOW = timedelta(days=14)
SMS = AnsweredBy.SMS
M = ReplyMeaning


@dataclass(frozen=True)
class _Received:
    """A reply, whose it is, and the message it answers."""

    work: Work
    reply_id: str
    seeker_id: int
    message: Message | None


def take_reply(work: Work, reply: Reply) -> Taken:
    """Do what a person's reply asks for. Safe to repeat. Raises NotAllowed.

    UNKNOWN: nobody of the tenant is registered with the number.
    """
    work.actor.require(Permission.RELAY)
    seeker_id = find_by_phone(work, reply.phone)
    message = _answered(work, seeker_id) if seeker_id is not None else None
    meaning = meaning_of(reply.text)
    if not _note(work, reply, seeker_id, message, meaning):
        return Taken.DUPLICATE
    if seeker_id is None:
        return Taken.UNKNOWN
    _ACTS[meaning](_Received(work, reply.reply_id, seeker_id, message))
    return Taken.RECORDED


def _note(
    work: Work, reply: Reply, seeker_id: int | None, message: Message | None, meaning: ReplyMeaning
) -> bool:
    added = work.session.scalar(
        insert(SmsReply)
        .values(
            tenant_id=work.tenant_id,
            reply_id=reply.reply_id,
            seeker_id=seeker_id,
            message_id=message.id if message else None,
            meaning=meaning,
            received_at=work.now,
        )
        .on_conflict_do_nothing()
        .returning(SmsReply.id)
    )
    return added is not None


def _answered(work: Work, seeker_id: int) -> Message | None:
    """Return the last message to the person that asks for an answer."""
    found: Message | None = work.session.scalar(
        select(Message)
        .where(
            Message.tenant_id == work.tenant_id,
            Message.seeker_id == seeker_id,
            Message.channel == Channel.SMS,
            Message.topic.in_(ANSWERABLE),
            Message.sent_at > work.now - ANSWER_WINDOW,
            or_(Message.posting_id.is_not(None), Message.application_id.is_not(None)),
        )
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(1)
    )
    return found


def _as_person(received: _Received) -> Work:
    """Return the same Work in the name of the person who wrote."""
    work = received.work
    seeker = find_seeker(work, received.seeker_id)
    account_id = seeker.account_id if seeker else None
    person = Actor(
        work.tenant_id, account_id, frozenset({Role.SEEKER}), seeker_id=received.seeker_id
    )
    return replace(work, actor=person)


def _stop(received: _Received) -> None:
    work = received.work
    disagree(_as_person(received), Purpose.SMS)
    work.session.execute(
        update(Message)
        .where(
            Message.tenant_id == work.tenant_id,
            Message.seeker_id == received.seeker_id,
            Message.channel == Channel.SMS,
            Message.state == MessageState.QUEUED,
        )
        .values(state=MessageState.SUPPRESSED, reason="stopped", settled_at=work.now)
        .execution_options(synchronize_session=False)
    )
    _confirm(received, "stopped")


def _interested(received: _Received) -> None:
    _do(received, _say_yes, "answer_interested")


def _not_for_me(received: _Received) -> None:
    _do(received, _say_no, "answer_not_for_me")


def _do(received: _Received, act: Callable[[Work, Message], None], confirmation: str) -> None:
    """Act in the person's name; where that is not possible any more, say so."""
    if received.message is None:
        _help(received)
        return
    try:
        with received.work.session.begin_nested():
            act(_as_person(received), received.message)
    except ServiceError:
        _answer(received, "too_late", f"too_late:{received.message.id}")
    else:
        _confirm(received, confirmation)


def _say_yes(person: Work, message: Message) -> None:
    if _invited(person, message):
        accept_invitation(person, message.application_id or 0, source=SMS)
    else:
        show_interest(person, message.posting_id or 0, source=SMS)


def _say_no(person: Work, message: Message) -> None:
    if _invited(person, message):
        decline_invitation(person, message.application_id or 0, Reason.OTHER, source=SMS)
    else:
        not_for_me(person, message.posting_id or 0, Reason.OTHER, source=SMS)


def _invited(person: Work, message: Message) -> bool:
    """Tell whether the message is about an invitation; the verbs tell whether it still stands."""
    if message.application_id is None:
        return False
    key = (person.tenant_id, message.application_id)
    application = person.session.get(Application, key)
    return application is not None and application.state is not ApplicationState.WITHDRAWN


def _help(received: _Received) -> None:
    day = china_date(received.work.now).isoformat()
    _answer(received, "help", f"help:{received.seeker_id}:{day}")


def _answer(received: _Received, text: str, key: str) -> None:
    params = company_params(received.work)
    queue_answer(
        received.work, Draft(Topic.ANSWER, text, key, params, seeker_id=received.seeker_id)
    )


def _confirm(received: _Received, text: str) -> None:
    """Confirm in the inbox only: a person who stopped gets no further text message."""
    params = received.message.params if received.message else company_params(received.work)
    draft = Draft(
        Topic.ANSWER, text, f"reply:{received.reply_id}", params, seeker_id=received.seeker_id
    )
    queue_for_people(received.work, [draft], audience(received.work, []))


_ACTS: dict[ReplyMeaning, Callable[[_Received], None]] = {
    M.INTERESTED: _interested,
    M.NOT_FOR_ME: _not_for_me,
    M.STOP: _stop,
    M.UNKNOWN: _help,
}
