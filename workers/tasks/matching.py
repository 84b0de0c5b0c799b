"""Matching, cut into short tasks: plan a cycle, work off a chunk, push what is new.

A task that is delivered twice finds the chunk leased or done and ends at once.
"""

from marketplace.recommendations import (
    FINISH_BLOCK,
    CycleNotRunning,
    Lease,
    LeaseLost,
    extend_lease,
    fail_chunk,
    lease_chunk,
    take_unsent,
)
from matching import cycle as matching_cycle
from runtime.errors import Unavailable
from runtime.logging import get_logger
from tenants import outbox
from tenants.access import Actor
from tenants.work import begin
from workers.app import DURABLE, app
from workers.broker import send
from workers.leases import kept

RENEW_SECONDS = 7

log = get_logger(__name__)


@app.task(name="matching.plan", **DURABLE)
def plan(tenant_id: int, cycle_id: int) -> None:
    """Cut a cycle into chunks and send them."""
    try:
        matching_cycle.plan(tenant_id, cycle_id)
    except CycleNotRunning:
        return
    send_chunks(tenant_id, cycle_id)


@app.task(name="matching.chunk", **DURABLE)
def chunk(tenant_id: int, cycle_id: int, block: int) -> None:
    """Score one chunk, or assign what all have scored; then send what is next."""
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
        matching_cycle.push(tenant_id, posting_ids, seeker_ids)
    except (
        Exception
    ) as error:  # whatever it is counts against the events, and parks them in the end
        with begin(Actor.system(tenant_id)) as work:
            outbox.mark_failed(work, event_ids, type(error).__name__)
        raise
    with begin(Actor.system(tenant_id)) as work:
        outbox.mark_done(work, event_ids)


def send_chunks(tenant_id: int, cycle_id: int) -> None:
    """Put the chunks of a cycle on the broker that have not been there."""
    with begin(Actor.system(tenant_id)) as work:
        blocks = take_unsent(work, cycle_id)
    for block in blocks:
        send("matching.chunk", tenant_id, cycle_id, block)


def _work_off(tenant_id: int, lease: Lease) -> None:
    run = matching_cycle.assign if lease.block == FINISH_BLOCK else matching_cycle.score
    try:
        with kept(lambda: _renew(tenant_id, lease), RENEW_SECONDS):
            run(tenant_id, lease)
    except LeaseLost:
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
