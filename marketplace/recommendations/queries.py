"""Reading recommendations: the person's list, the employer's candidates, the export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from marketplace.applications import declined_of
from marketplace.postings import PublishedPosting, access_posting
from marketplace.recommendations.models import (
    CycleKind,
    MatchingCycle,
    Recommendation,
    RecommendationState,
)
from marketplace.recommendations.settings import SHOWN_DAYS
from runtime.clock import china_date
from runtime.errors import NotAllowed
from tenants.access import Permission
from tenants.work import Work

S = RecommendationState
SETTLED = (S.ACCEPTED, S.HIRED, S.KEPT)
BATCH = 2000
AT_ONCE = 10
_CYCLE = (MatchingCycle.tenant_id == Recommendation.tenant_id) & (
    MatchingCycle.id == Recommendation.cycle_id
)
_BRIEF = defer(Recommendation.facts, raiseload=True)  # a page of what a run computed on


@dataclass(frozen=True)
class Recommended:
    """A recommendation with its posting, as it stands now."""

    recommendation: Recommendation
    posting: PublishedPosting


def list_today(work: Work, seeker_id: int, *, limit: int = AT_ONCE) -> list[Recommended]:
    """Return what is recommended to a person and still holds, best of the newest run first.

    Postings that were closed, have ended or were declined are left out at once: everything is
    read here again. Raises NotAllowed for another person's list.
    """
    if work.actor.seeker_id != seeker_id:
        work.actor.require(Permission.SEE_SEEKERS)
    since = work.now - timedelta(days=work.setting(SHOWN_DAYS))
    rows = work.session.execute(
        select(Recommendation, PublishedPosting)
        .join(
            PublishedPosting,
            (PublishedPosting.tenant_id == Recommendation.tenant_id)
            & (PublishedPosting.posting_id == Recommendation.posting_id),
        )
        .where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.seeker_id == seeker_id,
            Recommendation.recorded_at >= since,
        )
        .order_by(Recommendation.cycle_id.desc(), Recommendation.rank)
        .options(_BRIEF)
    )
    declined = set(declined_of(work, [seeker_id]).get(seeker_id, ()))
    shown = _still_open(work, (Recommended(*row) for row in rows), declined)
    return shown[:limit]


def list_for_posting(work: Work, posting_id: int, *, limit: int = 50) -> list[Recommendation]:
    """Return to whom a posting was recommended, best first: rows without any identity.

    Ranks of two rankers cannot be compared: whom the latest one recommended come first.

    For the employer of the posting and for staff. Raises NotAllowed, PostingNotFound.
    """
    if not (work.actor.may(Permission.SEE_CANDIDATES) or work.actor.may(Permission.SEE_SEEKERS)):
        raise NotAllowed
    access_posting(work, posting_id)
    of_posting = (
        Recommendation.tenant_id == work.tenant_id,
        Recommendation.posting_id == posting_id,
    )
    by_ranker = MatchingCycle.versions["weights"].astext
    latest = (
        select(by_ranker)
        .join(Recommendation, _CYCLE)
        .where(*of_posting)
        .order_by(Recommendation.cycle_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = work.session.scalars(
        select(Recommendation)
        .join(MatchingCycle, _CYCLE)
        .where(*of_posting, Recommendation.state != S.NOT_FOR_ME)
        .order_by(
            by_ranker.is_not_distinct_from(latest).desc(),
            Recommendation.score_rank.desc(),
            Recommendation.id.desc(),
        )
        .options(_BRIEF)
        .limit(limit * 4)
    )
    newest: dict[int, Recommendation] = {}
    for row in rows:
        newest.setdefault(row.seeker_id, row)
    return list(newest.values())[:limit]


def list_of_seeker(work: Work, seeker_id: int, *, limit: int = 100) -> list[Recommendation]:
    """Return all that was ever recommended to a person, newest first. Raises NotAllowed."""
    if work.actor.seeker_id != seeker_id:
        work.actor.require(Permission.SEE_SEEKERS)
    return list(
        work.session.scalars(
            select(Recommendation)
            .where(
                Recommendation.tenant_id == work.tenant_id, Recommendation.seeker_id == seeker_id
            )
            .order_by(Recommendation.id.desc())
            .limit(limit)
        )
    )


def find_recommendation(work: Work, seeker_id: int, posting_id: int) -> Recommendation | None:
    """Return the newest recommendation of a posting to a person, facts included, or None.

    Raises NotAllowed.
    """
    if work.actor.seeker_id != seeker_id:
        work.actor.require(Permission.SEE_SEEKERS)
    found: Recommendation | None = work.session.scalar(
        select(Recommendation)
        .where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.seeker_id == seeker_id,
            Recommendation.posting_id == posting_id,
        )
        .order_by(Recommendation.id.desc())
        .limit(1)
    )
    return found


def list_recorded(work: Work, cycle_id: int, *, after: int = 0) -> list[Recommendation]:
    """Return a run's recommendations by seeker, whole people at a time, from seeker `after` on."""
    seekers = (
        select(Recommendation.seeker_id)
        .where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.cycle_id == cycle_id,
            Recommendation.seeker_id > after,
        )
        .distinct()
        .order_by(Recommendation.seeker_id)
        .limit(BATCH // 10)
    )
    return list(
        work.session.scalars(
            select(Recommendation)
            .where(
                Recommendation.tenant_id == work.tenant_id,
                Recommendation.cycle_id == cycle_id,
                Recommendation.seeker_id.in_(seekers),
            )
            .order_by(Recommendation.seeker_id, Recommendation.rank)
            .options(_BRIEF)
        )
    )


def export_recommendations(work: Work, cycle_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield all that is recorded (of one run), in the form other programs read.

    Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CYCLES)
    query = select(Recommendation).where(Recommendation.tenant_id == work.tenant_id).options(_BRIEF)
    if cycle_id is not None:
        query = query.where(Recommendation.cycle_id == cycle_id)
    order = (Recommendation.cycle_id, Recommendation.seeker_id, Recommendation.rank)
    rows = work.session.scalars(query.order_by(*order).execution_options(yield_per=BATCH))
    for row in rows:
        yield exported(row)


def exported(row: Recommendation) -> dict[str, Any]:
    """Return one recommendation as other programs read it."""
    return {
        "cycle": row.cycle_id,
        "seeker": row.seeker_id,
        "posting": row.posting_id,
        "rank": row.rank,
        "scores": {"apply": row.score_apply, "hire": row.score_hire, "rank": row.score_rank},
        "reasons": row.reasons,
        "state": row.state,
    }


def newest_cycle_id(work: Work) -> int | None:
    """Return the id of the tenant's last full run, whatever its state, or None."""
    found: int | None = work.session.scalar(
        select(MatchingCycle.id)
        .where(MatchingCycle.tenant_id == work.tenant_id, MatchingCycle.kind == CycleKind.FULL)
        .order_by(MatchingCycle.id.desc())
        .limit(1)
    )
    return found


def _still_open(work: Work, rows: Iterator[Recommended], declined: set[int]) -> list[Recommended]:
    today, seen = china_date(work.now), set(declined)
    kept = []
    for row in rows:
        posting = row.posting
        ended = posting.valid_to is not None and posting.valid_to < today
        fresh = posting.posting_id not in seen
        seen.add(posting.posting_id)
        if fresh and not ended and row.recommendation.state not in SETTLED:
            kept.append(row)
    return kept
