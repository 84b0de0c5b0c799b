"""Tables of fairs and their exhibitors."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.postings import Precision
from tenants.database import Base, TenantOwned


class FairStatus(StrEnum):
    """A planned fair is seen by its organisers only."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class Fair(TenantOwned, Base):
    """A job fair: one day, one place, numbered booths. Times are China time."""

    __tablename__ = "fair"
    __table_args__ = (Index("ix_fair_day", "tenant_id", "held_on", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    held_on: Mapped[date]
    opens_at: Mapped[time]
    closes_at: Mapped[time]
    place_code: Mapped[int] = mapped_column(BigInteger)
    address: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    precision: Mapped[Precision]
    booths: Mapped[int]
    status: Mapped[FairStatus] = mapped_column(default=FairStatus.PLANNED)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class FairEmployer(TenantOwned, Base):
    """An exhibitor at its booth; the constraint keeps the last booth from being given twice."""

    __tablename__ = "fair_employer"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "fair_id"], ["fair.tenant_id", "fair.id"]),
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
        UniqueConstraint("tenant_id", "fair_id", "booth"),
    )
    fair_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    employer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    booth: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(BigInteger)
