"""The tables of people who look for work and of what they want."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from language.education import Education
from tenants.database import Base, TenantOwned


class SeekerStatus(StrEnum):
    """Whether a person is served: paused keeps everything, closed ends it."""

    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class DocumentType(StrEnum):
    """Identity documents that open the same service to everyone (P1)."""

    RESIDENT_ID = "resident_id"
    RESIDENCE_PERMIT = "residence_permit"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGNER_ID = "foreigner_id"


class Hours(StrEnum):
    """The working time a person can give."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    TEMPORARY = "temporary"
    FLEXIBLE = "flexible"


class HomePrecision(StrEnum):
    """How exactly a home is known: a county's centroid, a township's, or the spot itself."""

    COUNTY = "county"
    TOWNSHIP = "township"
    EXACT = "exact"


class Seeker(TenantOwned, Base):
    """A person within a tenant. Name, phone, identity number and address are sealed.

    Null means "not known" everywhere; an empty list of skills or certificates means none.
    `section_versions` tells at which version each part of the profile last changed.
    """

    __tablename__ = "seeker"
    __table_args__ = (
        UniqueConstraint("tenant_id", "source", "source_key"),
        Index("ix_seeker_account", "tenant_id", "account_id"),
        Index("ix_seeker_place", "tenant_id", "place_code"),
        Index("ix_seeker_name_hash", "tenant_id", "name_hash"),
        Index(
            "ix_seeker_hiding",
            "tenant_id",
            "id",
            postgresql_where=text("cardinality(hidden_from) > 0"),
        ),
        Index(
            "uq_seeker_id_number",
            "tenant_id",
            "id_hash",
            unique=True,
            postgresql_where=text("status <> 'closed'"),
        ),
        Index(
            "uq_seeker_phone",
            "tenant_id",
            "phone_hash",
            unique=True,
            postgresql_where=text("status <> 'closed'"),
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name_enc: Mapped[bytes | None]
    phone_enc: Mapped[bytes | None]
    id_number_enc: Mapped[bytes | None]
    address_enc: Mapped[bytes | None]
    name_hash: Mapped[str | None]
    phone_hash: Mapped[str | None]
    id_hash: Mapped[str | None]
    surname_masked: Mapped[str]
    document_type: Mapped[DocumentType] = mapped_column(default=DocumentType.RESIDENT_ID)
    birth_on: Mapped[date | None]
    place_code: Mapped[int | None] = mapped_column(BigInteger)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[HomePrecision | None]
    max_km: Mapped[float | None]
    min_pay_fen: Mapped[int | None]
    min_pay_hard: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[Hours | None]
    education: Mapped[Education | None]
    experience_years: Mapped[float | None]
    skills: Mapped[list[str] | None]
    certificates: Mapped[list[str] | None]
    excludes: Mapped[list[str]] = mapped_column(default=list)
    hidden_from: Mapped[list[str]] = mapped_column(default=list)
    about: Mapped[str] = mapped_column(default="")
    status: Mapped[SeekerStatus] = mapped_column(default=SeekerStatus.ACTIVE)
    personalised: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(default="self")
    source_key: Mapped[str | None]
    source_hash: Mapped[str | None]
    section_versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    wants: Mapped[list["SeekerWant"]] = relationship(
        lazy="raise", order_by="SeekerWant.rank", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class SeekerWant(TenantOwned, Base):
    """One wish, the first ranked 1: the person's own words and, when understood, its code."""

    __tablename__ = "seeker_want"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"], ondelete="CASCADE"
        ),
        Index("ix_seeker_want_occupation", "tenant_id", "occupation_code"),
    )
    seeker_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    rank: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    occupation_code: Mapped[str | None]
    title_text: Mapped[str]
