"""One tick of the clock: plan what is due, and send again what the broker may have lost.

Everything is read from rows, so a tick more or less, or two schedulers at once, change nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import func, select

from marketplace.delivery import has_due
from marketplace.intake import due_uploads
from marketplace.recommendations import running_cycle
from tenants.access import Actor
from tenants.registry import list_tenants
from tenants.work import begin, begin_platform
from workers import runs
from workers.app import MATCHING
from workers.broker import send, waiting
from workers.chunks import send_chunks
from workers.timetable import JOBS

CHUNK_LOST_AFTER = timedelta(seconds=20)
HEART = "worker"
LOCK = 0x5045_5301


def tick() -> None:
    """Do what one tick does; nothing when another tick is at it. Raises BrokerUnavailable."""
    runs.beat_heart(HEART)
    with _alone() as mine:
        if not mine:
            return
        tenant_ids = [tenant.id for tenant in list_tenants()]
        runs.plan_due(JOBS, tenant_ids)
        _send_runs()
        _send_chunks(tenant_ids)
        _send_messages(tenant_ids)
        _send_imports(tenant_ids)


@contextmanager
def _alone() -> Iterator[bool]:
    with begin_platform() as session:
        yield bool(session.scalar(select(func.pg_try_advisory_xact_lock(LOCK))))


def _send_runs() -> None:
    for run_id in runs.take_unsent():
        send("schedule.run", run_id)


def _send_chunks(tenant_ids: Sequence[int]) -> None:
    """Send the chunks of running cycles again once the queue is empty: they were lost."""
    if waiting(MATCHING):
        return
    for tenant_id in tenant_ids:
        with begin(Actor.system(tenant_id), read_only=True) as work:
            cycle = running_cycle(work)
        if cycle is not None:
            send_chunks(tenant_id, cycle.id, lost_after=CHUNK_LOST_AFTER)


def _send_messages(tenant_ids: Sequence[int]) -> None:
    for tenant_id in tenant_ids:
        with begin(Actor.system(tenant_id), read_only=True) as work:
            due = has_due(work)
        if due:
            send("delivery.send_due", tenant_id)
    send("delivery.collect")


def _send_imports(tenant_ids: Sequence[int]) -> None:
    """Send imports of uploaded files that were started, or whose worker was lost."""
    for tenant_id in tenant_ids:
        with begin(Actor.system(tenant_id), read_only=True) as work:
            due = due_uploads(work)
        for job_id in due:
            send("intake.run", tenant_id, job_id)
