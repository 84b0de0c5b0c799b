"""What the relay does with events for `recommend` and `deliver`."""

from collections.abc import Callable
from typing import Any

from marketplace.delivery import EVENT_HANDLERS
from marketplace.recommendations import CycleOpened
from runtime.logging import get_logger
from tenants import outbox
from tenants.access import Actor
from tenants.outbox import Claimed, Consumer
from tenants.work import Work, begin
from workers.app import PUSHES
from workers.broker import BrokerUnavailable, send, waiting
from workers.chunks import send_chunks

DELIVER_BATCH = 50
RECOMMEND_BATCH = 200
BUSY = 50
"""With so many pushes waiting, events stay in the outbox for now."""

log = get_logger(__name__)


def relay_recommend(tenant_id: int) -> int:
    """Let matching know of new cycles, postings and people; returns how many events were taken.

    Postings and people stay leased: the task closes them when their recommendations are
    recorded. When the task is lost, the lease ends and they are sent again, three times.
    """
    queued = waiting(PUSHES)
    with begin(Actor.system(tenant_id)) as work:
        if queued:  # what was sent may still stand there: it is not lost
            outbox.extend(work, Consumer.RECOMMEND)
        if queued >= BUSY:
            return 0
        claimed = outbox.claim(work, Consumer.RECOMMEND, RECOMMEND_BATCH)
        tired = [row.id for row in claimed if row.attempts > outbox.MAX_ATTEMPTS]
        outbox.mark_failed(work, tired, "no worker finished it", park=True)
    fresh = [row for row in claimed if row.id not in set(tired)]
    try:
        _send_cycles(tenant_id, [row for row in fresh if row.name == CycleOpened.name])
        _send_push(tenant_id, [row for row in fresh if row.name != CycleOpened.name])
    except BrokerUnavailable:
        with begin(Actor.system(tenant_id)) as work:
            outbox.release(work, [row.id for row in fresh])
        raise
    return len(claimed)


def relay_deliver(tenant_id: int) -> int:
    """Turn events into messages; returns how many were taken.

    An event and its messages are one transaction, so that neither is there without the other.
    """
    with begin(Actor.system(tenant_id)) as work:
        claimed = outbox.claim(work, Consumer.DELIVER, DELIVER_BATCH)
    for row in claimed:
        _deliver(tenant_id, row)
    return len(claimed)


def _send_cycles(tenant_id: int, rows: list[Claimed]) -> None:
    for row in rows:
        send_chunks(tenant_id, row.payload["cycle_id"])
    if rows:
        with begin(Actor.system(tenant_id)) as work:
            outbox.mark_done(work, [row.id for row in rows])


def _send_push(tenant_id: int, rows: list[Claimed]) -> None:
    """Send new events in one task; those that failed before one by one, so that a bad one
    parks itself alone.
    """
    first = [row for row in rows if row.attempts == 1]
    again = [[row] for row in rows if row.attempts > 1]
    for batch in filter(None, [first, *again]):
        postings = [row.payload["posting_id"] for row in batch if "posting_id" in row.payload]
        seekers = [row.payload["seeker_id"] for row in batch if "seeker_id" in row.payload]
        send("matching.push", tenant_id, [row.id for row in batch], postings, seekers)


def _deliver(tenant_id: int, row: Claimed) -> None:
    handler: Callable[[Work, dict[str, Any]], object] | None = EVENT_HANDLERS.get(row.name)
    try:
        with begin(Actor.system(tenant_id)) as work:
            if handler is not None:
                handler(work, row.payload)
            outbox.mark_done(work, [row.id])
    except Exception as error:  # one event's fault, whatever it is, parks that event alone
        log.exception("event_not_delivered", tenant=tenant_id, row=row.id, name=row.name)
        with begin(Actor.system(tenant_id)) as work:
            outbox.mark_failed(work, [row.id], type(error).__name__)
