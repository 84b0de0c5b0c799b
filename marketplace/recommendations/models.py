"""Tables of matching cycles, their chunks, and what was recommended."""

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


class CycleKind(StrEnum):
    """A full run over all people, or a push of postings that were just published."""

    FULL = "full"
    PUSH = "push"


class CycleState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class ChunkState(StrEnum):
    """Where a part of a run stands; a parked one waits for a person."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


class RecommendationState(StrEnum):
    """How far a recommendation has come; `STEPS` orders them, none goes back."""

    RECORDED = "recorded"
    DELIVERED = "delivered"
    OPENED = "opened"
    INTERESTED = "interested"
    NOT_FOR_ME = "not_for_me"
    APPLIED = "applied"
    INVITED = "invited"
    ACCEPTED = "accepted"
    HIRED = "hired"
    KEPT = "kept"


class MatchingCycle(TenantOwned, Base):
    """One run of matching: its window, results and all versions it stood on."""

    __tablename__ = "matching_cycle"
    __table_args__ = (
        UniqueConstraint("tenant_id", "cause"),
        Index(
            "uq_matching_cycle_running",
            "tenant_id",
            unique=True,
            postgresql_where=text("state = 'running' AND kind = 'full'"),
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[CycleKind]
    cause: Mapped[str | None]  # what a push answers to; the same cause is pushed once
    window_from: Mapped[date]
    window_to: Mapped[date]
    state: Mapped[CycleState] = mapped_column(default=CycleState.RUNNING)
    started_by: Mapped[int | None] = mapped_column(BigInteger)
    started_at: Mapped[datetime]
    planned_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    counts: Mapped[dict[str, Any]]
    stages: Mapped[dict[str, Any]]
    versions: Mapped[dict[str, Any]]
    by_group: Mapped[dict[str, Any]]


class CycleChunk(TenantOwned, Base):
    """A part of a run, leased by one worker at a time; `fence` refuses the late result of
    a worker whose lease went to another.
    """

    __tablename__ = "cycle_chunk"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["matching_cycle.tenant_id", "matching_cycle.id"],
            ondelete="CASCADE",
        ),
    )
    cycle_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_seeker: Mapped[int] = mapped_column(BigInteger)
    last_seeker: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[ChunkState] = mapped_column(default=ChunkState.WAITING)
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]  # when a task for it was last put on the broker
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    stages: Mapped[dict[str, Any]]
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]


class ScoredBlock(TenantOwned, Base):
    """What a chunk scored, and what was then chosen for its people, until the run has ended.

    Arrays of numbers, packed by matching: a row a person would cost more than the scoring.
    """

    __tablename__ = "scored_block"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["matching_cycle.tenant_id", "matching_cycle.id"],
            ondelete="CASCADE",
        ),
    )
    cycle_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scored: Mapped[bytes]
    chosen: Mapped[bytes | None]


class Recommendation(TenantOwned, Base):
    """One posting recommended to one person, why, and what came of it.

    `reasons` and `weak` hold codes with values; `facts`, with the snapshots of both sides that
    the digests name, what is needed to compute it again.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "cycle_id"], ["matching_cycle.tenant_id", "matching_cycle.id"]
        ),
        UniqueConstraint("tenant_id", "cycle_id", "seeker_id", "posting_id"),
        Index("uq_recommendation_pair", "tenant_id", "seeker_id", "posting_id", unique=True),
        Index("ix_recommendation_posting", "tenant_id", "posting_id", "score_rank"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(BigInteger)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    posting_id: Mapped[int] = mapped_column(BigInteger)
    rank: Mapped[int]
    score_apply: Mapped[float]
    score_hire: Mapped[float]
    score_rank: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]]
    weak: Mapped[list[dict[str, Any]]]
    facts: Mapped[dict[str, Any]]
    seeker_digest: Mapped[int] = mapped_column(BigInteger)
    posting_digest: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[RecommendationState] = mapped_column(default=RecommendationState.RECORDED)
    recorded_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class SeekerSnapshot(TenantOwned, Base):
    """What matching knew of a person, kept once for all recommendations that stand on it."""

    __tablename__ = "seeker_snapshot"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
    )
    seeker_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    digest: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facts: Mapped[dict[str, Any]]


class PostingSnapshot(TenantOwned, Base):
    """What matching knew of a posting, kept once for all recommendations that stand on it."""

    __tablename__ = "posting_snapshot"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "posting_id"], ["posting.tenant_id", "posting.id"]),
    )
    posting_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    digest: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facts: Mapped[dict[str, Any]]
