"""Counting what an employer does in the pool: searches, and each view of each card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.pool.alarms import raise_alarm
from marketplace.pool.models import AlarmKind, CardView, PoolUse
from marketplace.pool.settings import CARDS_A_DAY, SEARCHES_A_DAY, SEARCHES_AT_ONCE
from runtime.clock import china_date
from tenants.work import Work

BURST = timedelta(minutes=10)


@dataclass(frozen=True)
class Used:
    """How many cards the employer saw today, and how many it may still see."""

    cards: int
    left: int


def use(work: Work, employer_id: int, searches: int) -> Used:
    """Count searches, and hold the day's row until the end of the Work: views add up rightly."""
    day, fresh = china_date(work.now), PoolUse.burst_from < work.now - BURST
    cards = select(func.count()).where(
        CardView.tenant_id == work.tenant_id,
        CardView.employer_id == employer_id,
        CardView.on_day == day,
    )
    row = work.session.execute(
        insert(PoolUse)
        .values(
            tenant_id=work.tenant_id,
            employer_id=employer_id,
            on_day=day,
            searches=searches,
            burst=searches,
            burst_from=work.now,
        )
        .on_conflict_do_update(
            index_elements=["tenant_id", "employer_id", "on_day"],
            set_={
                "searches": PoolUse.searches + searches,
                "burst": case((fresh, searches), else_=PoolUse.burst + searches),
                "burst_from": case((fresh, work.now), else_=PoolUse.burst_from),
            },
        )
        .returning(PoolUse.searches, PoolUse.burst, cards.scalar_subquery().label("cards"))
    ).one()
    if row.searches >= work.setting(SEARCHES_A_DAY):
        raise_alarm(work, employer_id, AlarmKind.SEARCHES, row.searches)
    if row.burst >= work.setting(SEARCHES_AT_ONCE):
        raise_alarm(work, employer_id, AlarmKind.BURST, row.burst)
    return Used(row.cards, work.setting(CARDS_A_DAY) - row.cards)


def seen_today(work: Work, employer_id: int) -> set[int]:
    """Return whose cards the employer saw today."""
    return set(
        work.session.scalars(
            select(CardView.seeker_id).where(
                CardView.tenant_id == work.tenant_id,
                CardView.employer_id == employer_id,
                CardView.on_day == china_date(work.now),
            )
        )
    )


def count_views(work: Work, employer_id: int, seeker_ids: Collection[int]) -> None:
    """Count one view of each card."""
    if not seeker_ids:
        return
    day = china_date(work.now)
    rows = [
        {
            "tenant_id": work.tenant_id,
            "employer_id": employer_id,
            "on_day": day,
            "seeker_id": seeker_id,
            "views": 1,
            "last_at": work.now,
        }
        for seeker_id in seeker_ids
    ]
    work.session.execute(
        insert(CardView)
        .values(rows)
        .on_conflict_do_update(
            index_elements=["tenant_id", "employer_id", "on_day", "seeker_id"],
            set_={"views": CardView.views + 1, "last_at": work.now},
        )
    )
