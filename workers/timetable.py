"""What is done by the clock, in the order of the day."""

from datetime import time, timedelta

from marketplace.delivery import queue_reminders
from marketplace.pool import forget_old_views
from marketplace.postings import close_due_postings, open_due_postings
from marketplace.recommendations import open_cycle
from search.reconciliation import reconcile
from search.removal import purge_tombstones
from tenants import audit, outbox
from tenants.access import Actor
from tenants.submissions import forget_old_submissions
from tenants.work import begin
from workers.digests import send_digests
from workers.jobs import Job
from workers.runs import forget_old_runs


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


def forget_events(tenant_id: int) -> None:
    """Delete a tenant's events that were handled long ago."""
    with begin(Actor.system(tenant_id)) as work:
        outbox.forget_done(work)


def forget_views(tenant_id: int) -> None:
    """Delete who looked at whose card long ago; the audit log keeps its own."""
    with begin(Actor.system(tenant_id)) as work:
        forget_old_views(work)


def seal_audit(tenant_id: int) -> None:
    """Chain the audit entries of a tenant that are not chained yet."""
    with begin(Actor.system(tenant_id)) as work:
        audit.seal(work)


JOBS = (
    Job("postings.turn", turn_postings, at=time(0, 5)),
    Job("matching.nightly", start_cycle, at=time(2, 0)),
    Job("search.reconcile", lambda _: reconcile(), at=time(3, 30), for_platform=True),
    Job("search.purge", lambda _: purge_tombstones(), at=time(4, 15), for_platform=True),
    Job("schedule.forget", lambda _: forget_old_runs(), at=time(4, 30), for_platform=True),
    Job("outbox.forget", forget_events, at=time(4, 40)),
    Job("forms.forget", lambda _: forget_old_submissions(), at=time(4, 45), for_platform=True),
    Job("pool.forget", forget_views, at=time(4, 50)),
    Job("delivery.remind", remind, at=time(10, 0)),
    Job("saved_searches.digest", send_digests, at=time(10, 10)),
    Job("audit.seal", seal_audit, every=timedelta(minutes=10)),
)

JOB_BY_NAME = {job.name: job for job in JOBS}
