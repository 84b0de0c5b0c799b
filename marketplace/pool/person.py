"""The person's side: which employers looked, and keeping one of them away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select

from marketplace.employers import Employer, EmployerNotFound, known_as
from marketplace.pool.models import CardView, PoolUse
from marketplace.seekers import (
    Limits,
    Section,
    access_own,
    change_profile,
    hides_from,
    stored_section,
)
from runtime.clock import china_date
from tenants.work import Work

KEPT_DAYS = 180
"""Views are kept for as long as the person is shown them; the audit log keeps its own."""


@dataclass(frozen=True)
class Looker:
    """An employer that looked at the person's card: how often, on how many days, when last."""

    employer_id: int
    name: str
    views: int
    days: int
    last_at: datetime
    hidden: bool


def who_looked(work: Work, *, limit: int = 50) -> list[Looker]:
    """Return the employers that saw the actor's card, the latest first.

    Raises NotAllowed, SeekerNotFound.
    """
    seeker = access_own(work)
    last = func.max(CardView.last_at)
    rows = work.session.execute(
        select(Employer, func.sum(CardView.views), func.count(), last)
        .join(
            CardView,
            (CardView.tenant_id == Employer.tenant_id) & (CardView.employer_id == Employer.id),
        )
        .where(
            CardView.tenant_id == work.tenant_id,
            CardView.seeker_id == seeker.id,
            CardView.on_day > _oldest(work),
        )
        .group_by(Employer.tenant_id, Employer.id)
        .order_by(last.desc())
        .limit(limit)
    )
    return [
        Looker(
            employer_id=employer.id,
            name=employer.name,
            views=int(views),
            days=days,
            last_at=seen_at,
            hidden=hides_from(seeker, known_as(employer)),
        )
        for employer, views, days, seen_at in rows
    ]


def keep_away(work: Work, employer_id: int) -> None:
    """Hide the actor from one employer, at once and under all names it had. Safe to repeat.

    Raises NotAllowed, SeekerNotFound, ProfileClosed, EmployerNotFound, ListTooLong.
    """
    seeker = access_own(work)
    employer = work.session.get(Employer, (work.tenant_id, employer_id))
    if employer is None:
        raise EmployerNotFound
    if hides_from(seeker, known_as(employer)):
        return
    limits = stored_section(seeker, Section.LIMITS)
    assert isinstance(limits, Limits)  # noqa: S101 - what the section's type says
    hidden = (*limits.hidden_from, employer.name)
    change_profile(work, Limits(limits.excludes, hidden), version=seeker.version)


def forget_old_views(work: Work) -> int:
    """Delete views and use that are older than anybody is shown; returns how many rows."""
    before = _oldest(work)
    gone = [
        work.session.execute(
            delete(table)
            .where(table.tenant_id == work.tenant_id, table.on_day <= before)
            .returning(table.on_day)
        ).all()
        for table in (CardView, PoolUse)
    ]
    return sum(map(len, gone))


def _oldest(work: Work) -> date:
    return china_date(work.now) - timedelta(days=KEPT_DAYS)
