"""Verbs on scheduled runs: planned once, leased, counted, parked after three tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from runtime.clock import now
from tenants.access import Actor
from tenants.work import begin, begin_platform
from workers.jobs import Job
from workers.models import Heartbeat, RunState, ScheduledRun

MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=60)
LOST_AFTER = timedelta(minutes=2)
PAUSE = timedelta(seconds=30)
KEPT_FOR = timedelta(days=60)
PLATFORM = 0
S = RunState


@dataclass(frozen=True)
class RunLease:
    """The right to work off one run."""

    run_id: int
    name: str
    tenant_id: int
    attempts: int


def plan_due(jobs: Sequence[Job], tenant_ids: Sequence[int]) -> int:
    """Write down the runs that have come due; returns how many are new. Safe to repeat.

    The first time that a job is seen for a tenant its present slot counts as done: a new
    installation does not begin with everything that last night would have brought.
    """
    at = now()
    with begin_platform() as session:
        latest: dict[tuple[str, int], datetime] = {
            (name, tenant): slot
            for name, tenant, slot in session.execute(
                select(
                    ScheduledRun.name,
                    ScheduledRun.for_tenant,
                    func.max(ScheduledRun.scheduled_for),
                ).group_by(ScheduledRun.name, ScheduledRun.for_tenant)
            )
        }
        rows = [
            _row(job, tenant, at, known=(job.name, tenant) in latest)
            for job in jobs
            for tenant in ([PLATFORM] if job.for_platform else tenant_ids)
            if latest.get((job.name, tenant), datetime.min.replace(tzinfo=at.tzinfo)) < job.slot(at)
        ]
        if not rows:
            return 0
        statement = insert(ScheduledRun).on_conflict_do_nothing().returning(ScheduledRun.id)
        return len(session.execute(statement, rows).all())


def take_unsent() -> list[int]:
    """Return the runs for which a task has to be put on the broker, and note that it was."""
    at = now()
    lost = ScheduledRun.sent_at < at - LOST_AFTER
    free = or_(ScheduledRun.lease_until.is_(None), ScheduledRun.lease_until < at)
    with begin_platform() as session:
        ids = session.scalars(
            update(ScheduledRun)
            .where(ScheduledRun.state == S.DUE, free, or_(ScheduledRun.sent_at.is_(None), lost))
            .values(sent_at=at)
            .returning(ScheduledRun.id)
            .execution_options(synchronize_session=False)
        )
        return sorted(ids)


def lease_run(run_id: int) -> RunLease | None:
    """Take a run; None when it is done, held by another, or parked now after three tries."""
    at = now()
    with begin_platform() as session:
        run = session.get(ScheduledRun, run_id, with_for_update=True)
        held = run is not None and run.lease_until is not None and run.lease_until > at
        if run is None or run.state is not S.DUE or held:
            return None
        if run.attempts >= MAX_ATTEMPTS:
            run.state, run.last_error = S.PARKED, run.last_error or "worker_lost"
            parked: ScheduledRun | None = run
        else:
            run.attempts, run.lease_until, parked = run.attempts + 1, at + LEASE, None
        lease = RunLease(run.id, run.name, run.for_tenant, run.attempts)
    if parked is not None:
        _tell_administrators(parked)
        return None
    return lease


def renew_run(lease: RunLease) -> None:
    """Hold a run longer, while its worker still works."""
    _update(lease, lease_until=now() + LEASE)


def finish_run(lease: RunLease) -> None:
    """Close a run. Safe to repeat."""
    _update(lease, state=S.DONE, done_at=now(), lease_until=None, last_error=None)


def fail_run(lease: RunLease, error: str) -> None:
    """Give a run back after a failure, for another try after a pause; the third parks it."""
    parked = lease.attempts >= MAX_ATTEMPTS
    state = S.PARKED if parked else S.DUE
    sent_at = now() - LOST_AFTER + PAUSE
    _update(lease, state=state, lease_until=None, sent_at=sent_at, last_error=error[:500])
    if parked:
        with begin_platform() as session:
            run = session.get_one(ScheduledRun, lease.run_id)
        _tell_administrators(run)


def list_parked_runs() -> list[ScheduledRun]:
    """Return the runs that a person has to look at, newest first."""
    with begin_platform() as session:
        return list(
            session.scalars(
                select(ScheduledRun)
                .where(ScheduledRun.state == S.PARKED)
                .order_by(ScheduledRun.id.desc())
            )
        )


def retry_run(run_id: int) -> None:
    """Let a parked run be tried again. Safe to repeat."""
    with begin_platform() as session:
        session.execute(
            update(ScheduledRun)
            .where(ScheduledRun.id == run_id, ScheduledRun.state == S.PARKED)
            .values(state=S.DUE, attempts=0, sent_at=None, lease_until=None)
        )


def forget_old_runs() -> None:
    """Delete what was done long ago."""
    with begin_platform() as session:
        session.query(ScheduledRun).filter(
            ScheduledRun.state == S.DONE, ScheduledRun.scheduled_for < now() - KEPT_FOR
        ).delete(synchronize_session=False)


def beat_heart(name: str) -> None:
    """Note that a part of the system works, end to end: broker, worker and database."""
    statement = insert(Heartbeat).values(name=name, at=now())
    with begin_platform() as session:
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["name"], set_={"at": statement.excluded.at}
            )
        )


def last_heartbeat(name: str) -> datetime | None:
    """Return when that part last showed that it works, or None."""
    with begin_platform() as session:
        found = session.get(Heartbeat, name)
    return found.at if found else None


def _row(job: Job, tenant: int, at: datetime, *, known: bool) -> dict[str, object]:
    return {
        "name": job.name,
        "for_tenant": tenant,
        "scheduled_for": job.slot(at),
        "state": S.DUE if known else S.DONE,
        "attempts": 0,
        "done_at": None if known else at,
    }


def _update(lease: RunLease, **values: object) -> None:
    """Change a run, unless it was tried again by another meanwhile."""
    with begin_platform() as session:
        session.execute(
            update(ScheduledRun)
            .where(
                ScheduledRun.id == lease.run_id,
                ScheduledRun.state == S.DUE,
                ScheduledRun.attempts == lease.attempts,
            )
            .values(values)
        )


def _tell_administrators(run: ScheduledRun) -> None:
    """Write into the tenant's log, which its administrators read, that a run needs them."""
    if run.for_tenant != PLATFORM:
        with begin(Actor.system(run.for_tenant)) as work:
            work.audit(
                "schedule.parked", "scheduled_run", run.id, job=run.name, error=run.last_error
            )
