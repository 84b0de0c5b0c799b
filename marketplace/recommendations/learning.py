"""Recommendations as lists that people had before them, for learning."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from marketplace.recommendations.models import Recommendation, RecommendationState
from tenants.work import Work

PEOPLE_AT_ONCE = 500


class ShownRow(NamedTuple):
    """One posting on a list that its person was told of, or has answered."""

    cycle_id: int
    seeker_id: int
    posting_id: int
    rank: int
    opened: bool
    facts: dict[str, Any]
    seeker_digest: int
    posting_digest: int


def lists_seen(work: Work, since: datetime, until: datetime) -> Iterator[Sequence[ShownRow]]:
    """Yield the lists of whole people at a time, by person, run and place.

    A list counts when its person was told of it, or has opened or answered a posting of it.
    For learning, which keeps no ids; unguarded.
    """
    here = (
        Recommendation.tenant_id == work.tenant_id,
        Recommendation.recorded_at >= since,
        Recommendation.recorded_at < until,
    )
    ids = work.session.scalars(
        select(Recommendation.seeker_id).where(*here).distinct().order_by(Recommendation.seeker_id)
    ).all()
    told = func.bool_or(Recommendation.state != RecommendationState.RECORDED).over(
        partition_by=(Recommendation.cycle_id, Recommendation.seeker_id)
    )
    columns = (
        Recommendation.cycle_id,
        Recommendation.seeker_id,
        Recommendation.posting_id,
        Recommendation.rank,
        Recommendation.opened_at.is_not(None).label("opened"),
        Recommendation.facts,
        Recommendation.seeker_digest,
        Recommendation.posting_digest,
    )
    for n in range(0, len(ids), PEOPLE_AT_ONCE):
        part = ids[n : n + PEOPLE_AT_ONCE]
        inner = (
            select(*columns, told.label("told"))
            .where(*here, Recommendation.seeker_id.between(part[0], part[-1]))
            .subquery()
        )
        shown = select(*(inner.c[column] for column in ShownRow._fields)).where(inner.c.told)
        order = (inner.c.seeker_id, inner.c.cycle_id, inner.c.rank)
        yield [ShownRow(*row) for row in work.session.execute(shown.order_by(*order))]
