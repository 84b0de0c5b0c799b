"""The tables of the candidate pool: who looked at whom how often, and what looked like scraping."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class AlarmKind(StrEnum):
    """What an officer should look at: an employer reads or searches more than hiring needs."""

    CARDS = "cards"
    SEARCHES = "searches"
    BURST = "burst"


class CardView(TenantOwned, Base):
    """How often an employer saw a person's card on a day (China time)."""

    __tablename__ = "card_view"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
        Index("ix_card_view_seeker", "tenant_id", "seeker_id", "on_day"),
    )
    employer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    views: Mapped[int]
    last_at: Mapped[datetime]


class PoolUse(TenantOwned, Base):
    """How much an employer searched on a day, and since `burst_from` without a pause."""

    __tablename__ = "pool_use"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
    )
    employer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    searches: Mapped[int]
    burst: Mapped[int]
    burst_from: Mapped[datetime]


class PoolAlarm(TenantOwned, Base):
    """One alarm a kind, employer and day; `suspended_until`: the pool is closed to the employer."""

    __tablename__ = "pool_alarm"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
        UniqueConstraint("tenant_id", "employer_id", "on_day", "kind"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    employer_id: Mapped[int] = mapped_column(BigInteger)
    on_day: Mapped[date] = mapped_column(Date)
    kind: Mapped[AlarmKind]
    figure: Mapped[int]
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(BigInteger)
    suspended_until: Mapped[datetime | None]
