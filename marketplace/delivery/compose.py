"""Putting messages in line: each once, by its key, however often it is asked for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from language.pay import format_pay
from marketplace.delivery.models import Channel, Message, MessageState, Topic
from marketplace.delivery.permission import agreed
from marketplace.delivery.rules import quiet_until
from marketplace.delivery.settings import QUIET_FROM_HOUR, QUIET_TO_HOUR
from marketplace.postings import PublishedPosting
from tenants.consents import Purpose
from tenants.registry import find_tenant
from tenants.work import Work

SMS = "_sms"


@dataclass(frozen=True)
class Draft:
    """What to tell whom; `key` names the occasion, so that it is told once a channel."""

    topic: Topic
    text: str
    key: str
    params: dict[str, Any]
    seeker_id: int | None = None
    employer_id: int | None = None
    posting_id: int | None = None
    recommendation_id: int | None = None
    application_id: int | None = None


@dataclass(frozen=True)
class Audience:
    """Which people may be written to about what, read once for many messages."""

    sms: frozenset[int]
    recommendations: frozenset[int] = field(default_factory=frozenset)


def audience(work: Work, seeker_ids: Collection[int]) -> Audience:
    """Return who of `seeker_ids` agreed to text messages and to recommendations."""
    return Audience(
        sms=agreed(work, Purpose.SMS, seeker_ids),
        recommendations=agreed(work, Purpose.RECOMMENDATION, seeker_ids),
    )


def queue_for_people(work: Work, drafts: Iterable[Draft], to: Audience) -> int:
    """Put messages into the inbox, and in line as SMS where the person agreed to them."""
    due = sms_due(work)
    rows = []
    for draft in drafts:
        rows.append(_row(work, draft, Channel.INBOX, work.now))
        if draft.seeker_id in to.sms:
            rows.append(_row(work, draft, Channel.SMS, due))
    return _insert(work, rows)


def queue_for_employer(work: Work, draft: Draft) -> int:
    """Put a message into an employer's inbox."""
    return _insert(work, [_row(work, draft, Channel.INBOX, work.now)])


def queue_answer(work: Work, draft: Draft) -> int:
    """Put an SMS in line that answers the person's own: at once, at any hour."""
    return _insert(work, [_row(work, draft, Channel.SMS, work.now)])


def sms_due(work: Work) -> datetime:
    """Return the first moment from now on at which an SMS may go out."""
    hours = (work.setting(QUIET_FROM_HOUR), work.setting(QUIET_TO_HOUR))
    return quiet_until(work.now, *hours) or work.now


def posting_params(work: Work, posting: PublishedPosting) -> dict[str, Any]:
    """Return what the texts say of a posting."""
    pay = format_pay(
        posting.pay_low_fen,
        posting.pay_high_fen,
        posting.pay_basis,
        posting.pay_months,
        posting.pay_text,
    )
    return {**company_params(work, posting.title, posting.employer_name), "pay": pay}


def company_params(work: Work, title: str = "", company: str = "") -> dict[str, Any]:
    """Return what the texts say of a posting by title and company, and who signs them."""
    sign = find_tenant(work.tenant_id).short_name
    return {"sign": sign, "title": title, "company": company}


def _row(work: Work, draft: Draft, channel: Channel, due: datetime) -> dict[str, Any]:
    inbox = channel is Channel.INBOX
    return {
        "tenant_id": work.tenant_id,
        "seeker_id": draft.seeker_id,
        "employer_id": draft.employer_id,
        "channel": channel,
        "topic": draft.topic,
        "text": draft.text if inbox else draft.text + SMS,
        "params": draft.params,
        "posting_id": draft.posting_id,
        "recommendation_id": draft.recommendation_id,
        "application_id": draft.application_id,
        "idempotency_key": f"{channel}:{draft.key}",
        "state": MessageState.DELIVERED if inbox else MessageState.QUEUED,
        "created_at": work.now,
        "due_at": due,
        "settled_at": work.now if inbox else None,
        "attempts": 0,
        "tries": 0,
    }


def _insert(work: Work, rows: list[dict[str, Any]]) -> int:
    if not rows:
        return 0
    statement = insert(Message).on_conflict_do_nothing().returning(Message.id)
    return len(work.session.execute(statement, rows).all())
