"""The tables of what people and employers answer one another."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class ApplicationState(StrEnum):
    """Where a person and a posting stand. Identity is known from ACCEPTED on, until they end.

    KEPT and LEFT tell whether a hired person was still there some months later.
    """

    INTERESTED = "interested"
    APPLIED = "applied"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HIRED = "hired"
    KEPT = "kept"
    LEFT = "left"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class FeedbackKind(StrEnum):
    """What somebody answered."""

    INTERESTED = "interested"
    APPLIED = "applied"
    NOT_FOR_ME = "not_for_me"
    INVITED = "invited"
    ACCEPTED_CONTACT = "accepted_contact"
    DECLINED_CONTACT = "declined_contact"
    REJECTED = "rejected"
    HIRED = "hired"
    KEPT = "kept"
    LEFT = "left"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why a posting is not for a person."""

    TOO_FAR = "too_far"
    PAY_TOO_LOW = "pay_too_low"
    HOURS_DO_NOT_FIT = "hours_do_not_fit"
    WORK_TOO_HARD = "work_too_hard"
    NOT_MY_TRADE = "not_my_trade"
    ALREADY_WORKING = "already_working"
    EMPLOYER_NOT_WANTED = "employer_not_wanted"
    OTHER = "other"


class Channel(StrEnum):
    """Where an answer came in."""

    WEB = "web"
    SMS = "sms"
    API = "api"
    DESK = "desk"


class Application(TenantOwned, Base):
    """One person and one posting of the same tenant: there is at most one."""

    __tablename__ = "application"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
        ForeignKeyConstraint(["tenant_id", "posting_id"], ["posting.tenant_id", "posting.id"]),
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
        UniqueConstraint("tenant_id", "seeker_id", "posting_id"),
        Index("ix_application_posting", "tenant_id", "posting_id", "id"),
        Index("ix_application_employer", "tenant_id", "employer_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    posting_id: Mapped[int] = mapped_column(BigInteger)
    employer_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[ApplicationState]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class Feedback(TenantOwned, Base):
    """One answer, as it was given. A "not for me" that was taken back keeps its row.

    `previous_state` is the application's state before, so that taking back restores it.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
        ForeignKeyConstraint(["tenant_id", "posting_id"], ["posting.tenant_id", "posting.id"]),
        Index(
            "uq_feedback_not_for_me",
            "tenant_id",
            "seeker_id",
            "posting_id",
            unique=True,
            postgresql_where=text("kind = 'not_for_me' AND undone_at IS NULL"),
        ),
        Index("ix_feedback_posting", "tenant_id", "posting_id", "id"),
        Index("ix_feedback_seeker", "tenant_id", "seeker_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    posting_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[FeedbackKind]
    reason_code: Mapped[Reason | None]
    source: Mapped[Channel]
    previous_state: Mapped[ApplicationState | None]
    at: Mapped[datetime]
    by_account: Mapped[int | None] = mapped_column(BigInteger)
    undone_at: Mapped[datetime | None]
