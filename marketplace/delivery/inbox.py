"""Reading messages: a person's inbox, an employer's, and what staff has to look at."""

from sqlalchemy import ColumnElement, func, select, update

from marketplace.delivery.errors import MessageNotFound, MessageNotParked
from marketplace.delivery.models import Channel, Message, MessageState
from marketplace.delivery.sending import access_message, suppress
from tenants.access import Permission
from tenants.work import Work

S = MessageState
STAFF_ENDED = "staff_ended"


def list_inbox(work: Work, *, before: int | None = None, limit: int = 30) -> list[Message]:
    """Return the actor's own messages, newest first: the person's or the employer's."""
    query = select(Message).where(_own_inbox(work))
    if before is not None:
        query = query.where(Message.id < before)
    return list(work.session.scalars(query.order_by(Message.id.desc()).limit(limit)))


def count_unread(work: Work) -> int:
    """Return how many of the actor's own messages were not opened yet."""
    query = select(func.count()).where(_own_inbox(work), Message.read_at.is_(None))
    return work.session.scalar(query) or 0


def read_message(work: Work, message_id: int) -> Message:
    """Return one of the actor's own messages and note that it was read. Safe to repeat.

    Raises MessageNotFound, for a stranger's and a missing one alike.
    """
    message: Message | None = work.session.scalar(
        select(Message).where(_own_inbox(work), Message.id == message_id).with_for_update()
    )
    if message is None:
        raise MessageNotFound
    if message.read_at is None:
        message.read_at = work.now
    return message


def read_all(work: Work) -> None:
    """Note that the actor has seen the whole inbox. Safe to repeat."""
    work.session.execute(
        update(Message)
        .where(_own_inbox(work), Message.read_at.is_(None))
        .values(read_at=work.now)
        .execution_options(synchronize_session=False)
    )


def list_of_person(work: Work, seeker_id: int, *, limit: int = 50) -> list[Message]:
    """Return all messages to a person, of every channel, newest first. Raises NotAllowed."""
    if work.actor.seeker_id != seeker_id:
        work.actor.require(Permission.SEE_SEEKERS)
    return list(
        work.session.scalars(
            select(Message)
            .where(Message.tenant_id == work.tenant_id, Message.seeker_id == seeker_id)
            .order_by(Message.id.desc())
            .limit(limit)
        )
    )


def list_parked_messages(work: Work, *, limit: int = 100) -> list[Message]:
    """Return messages whose tries have ended, longest waiting first: staff looks at them.

    Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_SEEKERS)
    return list(
        work.session.scalars(
            select(Message)
            .where(Message.tenant_id == work.tenant_id, Message.state == S.PARKED)
            .order_by(Message.id)
            .limit(limit)
        )
    )


def count_parked_messages(work: Work) -> int:
    """Return how many messages wait for staff."""
    query = select(func.count()).where(
        Message.tenant_id == work.tenant_id, Message.state == S.PARKED
    )
    return work.session.scalar(query) or 0


def retry_message(work: Work, message_id: int) -> Message:
    """Send a parked message again, with all tries. Raises NotAllowed, MessageNotFound,
    MessageNotParked.
    """
    message = _parked(work, message_id)
    message.state, message.due_at = S.QUEUED, work.now
    message.tries, message.reason = 0, None
    work.audit("message.retried", "message", message_id, subject_seeker_id=message.seeker_id)
    return message


def end_message(work: Work, message_id: int) -> Message:
    """Give a parked message up, for instance because the person was called instead.

    Raises NotAllowed, MessageNotFound, MessageNotParked.
    """
    message = _parked(work, message_id)
    suppress(work, message, STAFF_ENDED)
    work.audit("message.ended", "message", message_id, subject_seeker_id=message.seeker_id)
    return message


def _parked(work: Work, message_id: int) -> Message:
    work.actor.require(Permission.SEE_SEEKERS)
    message = access_message(work, message_id)
    if message.state is not S.PARKED:
        raise MessageNotParked
    return message


def _own_inbox(work: Work) -> ColumnElement[bool]:
    actor = work.actor
    if actor.may(Permission.OWN_PROFILE):
        own = Message.seeker_id == (actor.seeker_id or 0)
    else:
        own = Message.employer_id == (actor.employer_id or 0)
    return (Message.tenant_id == work.tenant_id) & (Message.channel == Channel.INBOX) & own
