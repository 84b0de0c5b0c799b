"""What looked like scraping: raised once a day, kind and employer; settled by an officer."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.employers import Employer
from marketplace.pool.errors import AlarmNotFound
from marketplace.pool.models import AlarmKind, PoolAlarm
from runtime.clock import china_date
from tenants.access import Permission
from tenants.work import Work

SUSPENDED_DAYS = 30


@dataclass(frozen=True)
class AlarmLine:
    """One alarm with the name of the employer it is about."""

    alarm: PoolAlarm
    employer_name: str


def raise_alarm(work: Work, employer_id: int, kind: AlarmKind, figure: int) -> None:
    """Let an officer know. Safe to repeat: the day's first figure stays."""
    values = {
        "tenant_id": work.tenant_id,
        "employer_id": employer_id,
        "on_day": china_date(work.now),
        "kind": kind,
        "figure": figure,
        "raised_at": work.now,
    }
    raised = work.session.scalar(
        insert(PoolAlarm).values(**values).on_conflict_do_nothing().returning(PoolAlarm.id)
    )
    if raised is not None:
        work.audit("pool.alarm_raised", "employer", employer_id, kind=kind, figure=figure)


def list_alarms(work: Work, *, limit: int = 100) -> list[AlarmLine]:
    """Return alarms, unsettled ones first, newest first. Raises NotAllowed."""
    work.actor.require(Permission.REVIEW_EMPLOYERS)
    rows = work.session.execute(
        select(PoolAlarm, Employer.name)
        .join(
            Employer,
            (Employer.tenant_id == PoolAlarm.tenant_id) & (Employer.id == PoolAlarm.employer_id),
        )
        .where(PoolAlarm.tenant_id == work.tenant_id)
        .order_by(PoolAlarm.settled_at.is_(None).desc(), PoolAlarm.id.desc())
        .limit(limit)
    )
    return [AlarmLine(alarm, name) for alarm, name in rows]


def count_open_alarms(work: Work) -> int:
    """Return how many alarms wait for an officer."""
    query = select(func.count()).where(
        PoolAlarm.tenant_id == work.tenant_id, PoolAlarm.settled_at.is_(None)
    )
    return work.session.scalar(query) or 0


def settle_alarm(work: Work, alarm_id: int, *, suspend: bool) -> PoolAlarm:
    """Close an alarm as seen; with `suspend` close the pool to the employer for a month.

    Safe to repeat; the later decision holds. Raises NotAllowed, AlarmNotFound.
    """
    work.actor.require(Permission.REVIEW_EMPLOYERS)
    alarm = work.session.scalar(
        select(PoolAlarm)
        .where(PoolAlarm.tenant_id == work.tenant_id, PoolAlarm.id == alarm_id)
        .with_for_update()
    )
    if alarm is None:
        raise AlarmNotFound
    alarm.settled_at, alarm.settled_by = work.now, work.actor.id
    alarm.suspended_until = work.now + timedelta(days=SUSPENDED_DAYS) if suspend else None
    act = "pool.suspended" if suspend else "pool.alarm_settled"
    work.audit(act, "employer", alarm.employer_id, kind=alarm.kind)
    return alarm
