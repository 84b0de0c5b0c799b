"""Tables of the schedule and of signs of life. No tenant's data: `for_tenant` only names one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base


class RunState(StrEnum):
    """Where a scheduled run stands; a parked one waits for a person."""

    DUE = "due"
    DONE = "done"
    PARKED = "parked"


class ScheduledRun(Base):
    """One run of a scheduled job. Unique by name, tenant and time, so that two schedulers
    cannot double it; kept until done, so that a broker that lost its task cannot lose it.
    """

    __tablename__ = "scheduled_run"
    __table_args__ = (
        UniqueConstraint("name", "for_tenant", "scheduled_for"),
        Index("ix_scheduled_run_open", "id", postgresql_where=text("state = 'due'")),
        Index("ix_scheduled_run_parked", "id", postgresql_where=text("state = 'parked'")),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    for_tenant: Mapped[int] = mapped_column(default=0)  # 0: the whole platform
    scheduled_for: Mapped[datetime]
    state: Mapped[RunState] = mapped_column(default=RunState.DUE)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Heartbeat(Base):
    """When a part of the system last showed that it works, end to end."""

    __tablename__ = "heartbeat"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
