"""Tables: the posting, and its public projection that every tenant may read."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Identity,
    Index,
    Sequence,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from tenants.database import Base, TenantOwned


class PostingStatus(StrEnum):
    """States of a posting. APPROVED waits for its first day; PUBLISHED is in the lists."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    PAUSED = "paused"
    EXPIRED = "expired"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"


class Precision(StrEnum):
    """How exactly a place is known; a distance from a county's centre is only "about"."""

    COUNTY = "county"
    TOWNSHIP = "township"
    EXACT = "exact"


class Reserved(StrEnum):
    """Postings kept for one group by policy."""

    PUBLIC_WELFARE = "public_welfare"
    GRADUATE_INTERNSHIP = "graduate_internship"
    POVERTY_WORKSHOP = "poverty_workshop"


class ContentColumns:
    """What a posting says: the same columns in the posting and in its projection.

    Pay is fen a month whatever the notation; `pay_basis` and `pay_text` keep the
    employer's own. Validity is in days, both ends inclusive.
    """

    title: Mapped[str]
    duties: Mapped[str]
    requirements: Mapped[str]
    occupation_code: Mapped[str | None]
    pay_low_fen: Mapped[int | None]
    pay_high_fen: Mapped[int | None]
    pay_basis: Mapped[str | None]
    pay_months: Mapped[int | None]
    pay_negotiable: Mapped[bool]
    pay_text: Mapped[str]
    place_code: Mapped[int | None] = mapped_column(BigInteger)
    address: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[Precision | None]
    education_floor: Mapped[str | None]
    experience_years: Mapped[float | None]
    openings: Mapped[int | None]
    conditions: Mapped[list[str]]
    certificates: Mapped[list[str]]
    skills: Mapped[list[str]]
    reserved: Mapped[Reserved | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Posting(ContentColumns, TenantOwned, Base):
    """A vacancy posting (P2)."""

    __tablename__ = "posting"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
        UniqueConstraint("tenant_id", "source", "source_key"),
        Index(
            "ix_posting_review_due",
            "tenant_id",
            "review_due_at",
            postgresql_where=text("status = 'submitted'"),
        ),
        Index("ix_posting_employer", "tenant_id", "employer_id", "id"),
        Index("ix_posting_validity", "tenant_id", "status", "valid_to"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    employer_id: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[PostingStatus] = mapped_column(default=PostingStatus.DRAFT)
    source: Mapped[str | None]
    source_key: Mapped[str | None]
    source_hash: Mapped[str | None]
    lawful_ground: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    review_due_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(BigInteger)
    review_note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()  # optimistic lock and external index version

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Let SQLAlchemy count versions and refuse a stale write."""
        return {"version_id_col": cls.__table__.c.version}


class PublishedPosting(ContentColumns, TenantOwned, Base):
    """The public projection of a published posting: readable from every tenant.

    Written in the transaction that publishes, changes or closes the posting, so that a
    closed one is gone at once. Row-level security lets all read and only the own tenant
    write; the full row stays private.
    """

    __tablename__ = "published_posting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "posting_id"], ["posting.tenant_id", "posting.id"], ondelete="CASCADE"
        ),
        Index("ix_published_posting_id", "posting_id"),
        Index("ix_published_posting_newest", "published_at", "posting_id"),
        Index("ix_published_posting_tenant_newest", "tenant_id", "published_at", "posting_id"),
    )
    posting_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    employer_id: Mapped[int] = mapped_column(BigInteger)
    employer_name: Mapped[str]
    source: Mapped[str | None]
    published_at: Mapped[datetime]
    version: Mapped[int]


TRACE_POSITIONS = Sequence("posting_trace_position", metadata=Base.metadata)


class PostingTrace(TenantOwned, Base):
    """What the public saw of a posting: one row from its first publication on, for good.

    Readable from every tenant like the projection, and holds of a closed posting only its
    occupation and place. `position` is where its last change stands in the feed, None until
    that change is settled; `opened_position` where it last became public. `opened` marks a
    change not yet settled that made it public.
    """

    __tablename__ = "posting_trace"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "posting_id"], ["posting.tenant_id", "posting.id"], ondelete="CASCADE"
        ),
        Index("ix_posting_trace_id", "posting_id"),
        Index("ix_posting_trace_position", "position"),
        Index("ix_posting_trace_tenant_position", "tenant_id", "position"),
        Index(
            "ix_posting_trace_opened", "tenant_id", "opened_at", postgresql_where=text("is_open")
        ),
        Index("ix_posting_trace_unsettled", "tenant_id", postgresql_where=text("position IS NULL")),
    )
    posting_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    is_open: Mapped[bool]
    opened: Mapped[bool]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    occupation_code: Mapped[str | None]
    place_code: Mapped[int | None] = mapped_column(BigInteger)
    position: Mapped[int | None] = mapped_column(BigInteger)
    opened_position: Mapped[int | None] = mapped_column(BigInteger)
