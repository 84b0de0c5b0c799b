"""Tables: searches that people keep, their digests, and what each person was told of."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

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


class Frequency(StrEnum):
    """How often a person hears of new postings of a search."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class SavedSearch(TenantOwned, Base):
    """A search of the job list that a person keeps.

    `query` is the list's address as the person saw it, in one order; `asked` is what it asks
    for, as `search.saved_searches` reads it. Postings that became public from `since_at` on
    are new to it; `covered_until` is when the last digest looked, `due_on` the day on which
    the next one does.
    """

    __tablename__ = "saved_search"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "seeker_id", "query"),
        Index(
            "ix_saved_search_due",
            "tenant_id",
            "due_on",
            postgresql_where=text("frequency <> 'off'"),
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    query: Mapped[str]
    asked: Mapped[dict[str, Any]]
    frequency: Mapped[Frequency]
    created_at: Mapped[datetime]
    since_at: Mapped[datetime]
    covered_until: Mapped[datetime]
    due_on: Mapped[date]


class Digest(TenantOwned, Base):
    """What one person was told of on one day; a day has one at most."""

    __tablename__ = "saved_search_digest"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tenant_id", "seeker_id", "made_on"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    made_on: Mapped[date]
    made_at: Mapped[datetime]


class ToldPosting(TenantOwned, Base):
    """A posting that a person was told of: never again, by whatever search.

    The posting may be another tenant's, so that no foreign key leads to it.
    """

    __tablename__ = "saved_search_told"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["tenant_id", "digest_id"],
            ["saved_search_digest.tenant_id", "saved_search_digest.id"],
            ondelete="CASCADE",
        ),
        Index("ix_saved_search_told_digest", "tenant_id", "digest_id", "rank"),
    )
    seeker_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    posting_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest_id: Mapped[int] = mapped_column(BigInteger)
    rank: Mapped[int]
