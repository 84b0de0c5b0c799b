"""What is done by the clock: name, when, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from marketplace.delivery import queue_reminders
from marketplace.postings import close_due_postings, open_due_postings
from marketplace.recommendations import open_cycle
from runtime.clock import CHINA
from search.reconciliation import reconcile_tenant
from search.removal import purge_tombstones
from tenants import audit
from tenants.access import Actor
from tenants.work import begin


@dataclass(frozen=True)
class Job:
    """One job. At `at` each day (China time), or every `every` since midnight."""

    name: str
    run: Callable[[int], object]
    at: time | None = None
    every: timedelta | None = None
    for_platform: bool = False

    def slot(self, now: datetime) -> datetime:
        """Return the latest moment, not after `now`, for which the job is scheduled."""
        local = now.astimezone(CHINA)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.every is not None:
            return midnight + (local - midnight) // self.every * self.every
        today = datetime.combine(local.date(), self.at or time(), CHINA)
        return today if today <= local else today - timedelta(days=1)


def start_cycle(tenant_id: int) -> None:
    """Begin the nightly run of a tenant; one that still runs goes on."""
    with begin(Actor.system(tenant_id)) as work:
        open_cycle(work)


def turn_postings(tenant_id: int) -> None:
    """Publish postings whose first day has come, expire those whose last day is over."""
    with begin(Actor.system(tenant_id)) as work:
        close_due_postings(work)
        open_due_postings(work)


def remind(tenant_id: int) -> None:
    """Remind people of recommendations and invitations that they have not answered."""
    with begin(Actor.system(tenant_id)) as work:
        queue_reminders(work)


def seal_audit(tenant_id: int) -> None:
    """Chain the audit entries of a tenant that are not chained yet."""
    with begin(Actor.system(tenant_id)) as work:
        audit.seal(work)


JOBS = (
    Job("postings.turn", turn_postings, at=time(0, 5)),
    Job("matching.nightly", start_cycle, at=time(2, 0)),
    Job("search.reconcile", reconcile_tenant, at=time(3, 30)),
    Job("search.purge", lambda _: purge_tombstones(), at=time(4, 15), for_platform=True),
    Job("delivery.remind", remind, at=time(10, 0)),
    Job("audit.seal", seal_audit, every=timedelta(minutes=10)),
)
"""In the order of the day."""

JOB_BY_NAME = {job.name: job for job in JOBS}
