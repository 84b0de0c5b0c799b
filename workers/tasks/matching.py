"""Matching, cut into short tasks: one for each chunk of a cycle, one to push what is new.

A task that is delivered twice finds the chunk leased or done and ends at once.
"""

from marketplace.recommendations import (
    CycleNotRunning,
    Lease,
    LeaseLost,
    extend_lease,
    fail_chunk,
    lease_chunk,
)
from matching import cycle as matching_cycle
from runtime.errors import Unavailable
from runtime.logging import get_logger
from tenants import outbox
from tenants.access import Actor
from tenants.work import begin
from workers.app import DURABLE, app
from workers.chunks import send_chunks
from workers.leases import kept

RENEW_SECONDS = 7
LONG = {"soft_time_limit": 840, "time_limit": 900}
"""For the first plan of a large tenant, which embeds all its postings; a chunk takes seconds."""

log = get_logger(__name__)


@app.task(name="matching.chunk", **{**DURABLE, **LONG})
def chunk(tenant_id: int, cycle_id: int, block: int) -> None:
    """Work off one chunk of a cycle, whatever its phase; then send what is next."""
    with begin(Actor.system(tenant_id)) as work:
        lease = lease_chunk(work, cycle_id, block)
    if lease is not None:
        _work_off(tenant_id, lease)
    send_chunks(tenant_id, cycle_id)


@app.task(name="matching.push", **DURABLE)
def push(
    tenant_id: int, event_ids: list[int], posting_ids: list[int], seeker_ids: list[int]
) -> None:
    """Recommend newly published postings, and to people who just got ready; close the events."""
    try:
        with kept(lambda: _keep_events(tenant_id, event_ids), RENEW_SECONDS):
            matching_cycle.push(tenant_id, posting_ids, seeker_ids)
    except Unavailable:
        raise
    except Exception as error:  # whatever it is counts against the events, and parks them
        log.exception("push_failed", tenant=tenant_id, events=event_ids)
        with begin(Actor.system(tenant_id)) as work:
            outbox.mark_failed(work, event_ids, type(error).__name__)
    else:
        with begin(Actor.system(tenant_id)) as work:
            outbox.mark_done(work, event_ids)


def _keep_events(tenant_id: int, event_ids: list[int]) -> None:
    with begin(Actor.system(tenant_id)) as work:
        outbox.extend(work, outbox.Consumer.RECOMMEND, event_ids)


def _work_off(tenant_id: int, lease: Lease) -> None:
    try:
        with kept(lambda: _renew(tenant_id, lease), RENEW_SECONDS):
            matching_cycle.work_off(tenant_id, lease)
    except (LeaseLost, CycleNotRunning):
        log.info("chunk_taken_over", tenant=tenant_id, cycle=lease.cycle_id, block=lease.block)
    except Unavailable:
        raise
    except Exception as error:  # whatever it is counts against the chunk, and parks it in the end
        log.exception("chunk_failed", tenant=tenant_id, cycle=lease.cycle_id, block=lease.block)
        _give_back(tenant_id, lease, type(error).__name__)


def _renew(tenant_id: int, lease: Lease) -> None:
    with begin(Actor.system(tenant_id)) as work:
        extend_lease(work, lease)


def _give_back(tenant_id: int, lease: Lease, error: str) -> None:
    try:
        with begin(Actor.system(tenant_id)) as work:
            fail_chunk(work, lease, error)
    except LeaseLost:
        log.info("chunk_taken_over", tenant=tenant_id, cycle=lease.cycle_id, block=lease.block)
