"""The outbox: events committed with the change they tell of, claimed by state.

An event says only "object X changed" and carries ids; whoever handles it reads the row and
its version when it acts, so that order does not matter (microservices.io, transactional
outbox). Rows are leased, never claimed by position: a sequence number is taken before
commit, and a reader that goes by `id > last_seen` loses rows.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Identity,
    Index,
    any_,
    case,
    delete,
    func,
    insert,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from runtime.errors import NotFound
from tenants.access import Permission
from tenants.database import Base, TenantOwned

if TYPE_CHECKING:
    from tenants.work import Work

CHANNEL = "pes_outbox"
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
KEPT_FOR = timedelta(days=30)


class EventNotFound(NotFound):
    """No such event in this tenant."""


class Consumer(StrEnum):
    """Who handles an event; each has rows and a pace of its own."""

    INDEX = "index"
    EMBED = "embed"
    RECOMMEND = "recommend"
    DELIVER = "deliver"


@dataclass(frozen=True)
class Event:
    """Base of events. Subclasses hold ids only and name their consumers.

    The consumers stand on the event, not in a registry filled by imports: a process that
    emits without having imported a subscriber would lose the event.
    """

    name: ClassVar[str]
    consumers: ClassVar[tuple[Consumer, ...]] = ()


class OutboxRow(TenantOwned, Base):
    """One event for one consumer."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "tenant_id",
            "consumer",
            "id",
            postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    consumer: Mapped[Consumer]
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Claimed:
    """A leased event: its row id, name and payload of ids."""

    id: int
    name: str
    payload: dict[str, Any]
    attempts: int


def emit(work: "Work", events: Sequence[Event]) -> None:
    """Add `events` to the outbox of the Work's transaction and wake the relay at commit."""
    rows = [
        {
            "tenant_id": work.tenant_id,
            "consumer": consumer,
            "name": event.name,
            "payload": asdict(event),
            "created_at": work.now,
            "attempts": 0,
        }
        for event in events
        for consumer in event.consumers
    ]
    if rows:
        work.session.execute(insert(OutboxRow), rows)
        work.session.execute(select(func.pg_notify(CHANNEL, str(work.tenant_id))))


def claim(work: "Work", consumer: Consumer, limit: int) -> list[Claimed]:
    """Lease up to `limit` open events of `consumer`, oldest first.

    A claim whose holder dies is open again when its lease ends.
    """
    free = (
        select(OutboxRow.id)
        .where(
            OutboxRow.tenant_id == work.tenant_id,
            OutboxRow.consumer == consumer,
            OutboxRow.done_at.is_(None),
            OutboxRow.parked_at.is_(None),
            (OutboxRow.leased_until.is_(None)) | (OutboxRow.leased_until < work.now),
        )
        .order_by(OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    # As an array, the rows are chosen once; with IN the planner may choose again, and more.
    chosen = any_(func.array(free.scalar_subquery()))
    leased = (
        update(OutboxRow)
        .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.id == chosen)
        .values(leased_until=work.now + LEASE, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.id, OutboxRow.name, OutboxRow.payload, OutboxRow.attempts)
        .execution_options(synchronize_session=False)
    )
    return sorted((Claimed(*row) for row in work.session.execute(leased)), key=lambda row: row.id)


def extend(work: "Work", consumer: Consumer, ids: Sequence[int] | None = None) -> None:
    """Hold leased events longer (those of `ids`, or all): whoever took them is still at it."""
    held = [
        OutboxRow.tenant_id == work.tenant_id,
        OutboxRow.consumer == consumer,
        OutboxRow.done_at.is_(None),
        OutboxRow.parked_at.is_(None),
        OutboxRow.leased_until > work.now,
    ]
    if ids is not None:
        held.append(OutboxRow.id.in_(ids))
    work.session.execute(
        update(OutboxRow)
        .where(*held)
        .values(leased_until=work.now + LEASE)
        .execution_options(synchronize_session=False)
    )


def mark_done(work: "Work", ids: Sequence[int]) -> None:
    """Close the events `ids`. Safe to repeat."""
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.id.in_(ids))
        .values(done_at=work.now, leased_until=None)
        .execution_options(synchronize_session=False)
    )


def mark_failed(work: "Work", ids: Sequence[int], error: str, *, park: bool = False) -> None:
    """Give the events back after a failure; after three attempts park them for a person."""
    tired = true() if park else OutboxRow.attempts >= MAX_ATTEMPTS
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.id.in_(ids))
        .values(
            last_error=error[:500],
            leased_until=work.now + timedelta(seconds=5),
            parked_at=case((tired, work.now), else_=None),
        )
        .execution_options(synchronize_session=False)
    )


def release(work: "Work", ids: Sequence[int]) -> None:
    """Give the events back without counting the attempt: a server was down, not the event bad."""
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.id.in_(ids))
        .values(leased_until=None, attempts=func.greatest(OutboxRow.attempts - 1, 0))
        .execution_options(synchronize_session=False)
    )


def list_parked(work: "Work") -> list[OutboxRow]:
    """Return events that a person has to look at, oldest first. Raises NotAllowed."""
    work.actor.require(Permission.RUN_CYCLES)
    return list(
        work.session.scalars(
            select(OutboxRow)
            .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.parked_at.is_not(None))
            .order_by(OutboxRow.id)
        )
    )


def retry_parked(work: "Work", ids: Sequence[int]) -> None:
    """Open parked events again after a person has dealt with the cause.

    Safe to repeat. Raises NotAllowed, EventNotFound when one is not of this tenant.
    """
    work.actor.require(Permission.RUN_CYCLES)
    opened = work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.id.in_(ids))
        .values(parked_at=None, leased_until=None, attempts=0)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    if len(opened) != len(set(ids)):
        raise EventNotFound


def forget_done(work: "Work") -> None:
    """Delete events that were handled a month ago and more. Safe to repeat."""
    work.session.execute(
        delete(OutboxRow)
        .where(OutboxRow.tenant_id == work.tenant_id, OutboxRow.done_at < work.now - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )


def count_open(work: "Work", consumer: Consumer | None = None) -> int:
    """Return how many events still wait (of `consumer`, or of all)."""
    query = select(func.count()).where(
        OutboxRow.tenant_id == work.tenant_id,
        OutboxRow.done_at.is_(None),
        OutboxRow.parked_at.is_(None),
    )
    if consumer is not None:
        query = query.where(OutboxRow.consumer == consumer)
    return work.session.scalar(query) or 0
