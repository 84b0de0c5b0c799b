"""The table of memberships in priority groups (real-name lists, P3)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class Group(StrEnum):
    """Groups that policy serves first."""

    UNEMPLOYED_GRADUATE = "unemployed_graduate"
    EMPLOYMENT_DIFFICULTY = "employment_difficulty"
    POVERTY_HOUSEHOLD = "poverty_household"
    DISABLED = "disabled"
    ZERO_EMPLOYMENT_HOUSEHOLD = "zero_employment_household"
    RETURNING_MIGRANT = "returning_migrant"


class Source(StrEnum):
    """On what ground a membership stands: the person's own application needs their consent,
    the others are registers that a law or policy makes the service keep.
    """

    APPLICATION = "application"
    OFFICIAL_REGISTER = "official_register"
    CERTIFICATION = "certification"
    DATA_EXCHANGE = "data_exchange"


class EndedReason(StrEnum):
    """Why a membership ended."""

    EMPLOYED = "employed"
    NO_LONGER_QUALIFIES = "no_longer_qualifies"
    LEFT_TERRITORY = "left_territory"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ENTERED_IN_ERROR = "entered_in_error"


class GroupMembership(TenantOwned, Base):
    """One person's membership in one group. Days are China time, both ends inclusive.

    `evidence` names the proof (a certificate's kind and place, never its image or number).
    """

    __tablename__ = "group_membership"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
        Index(
            "uq_group_membership_standing",
            "tenant_id",
            "seeker_id",
            "group",
            unique=True,
            postgresql_where=text("ended_reason IS NULL"),
        ),
        Index("ix_group_membership_group", "tenant_id", "group", "id"),
        Index("ix_group_membership_officer", "tenant_id", "officer_account_id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    group: Mapped[Group]
    source: Mapped[Source]
    evidence: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    officer_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_reason: Mapped[EndedReason | None]
