"""Verbs on recommendations: recorded once, and what came of each. No state goes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from marketplace.recommendations.chunks import Lease, extend_lease
from marketplace.recommendations.errors import RecommendationNotFound
from marketplace.recommendations.models import Recommendation, RecommendationState
from marketplace.recommendations.snapshots import Snapshot, keep_snapshots
from marketplace.recommendations.transfer import sent_as_table
from tenants.access import Permission
from tenants.work import Work

S = RecommendationState
STEPS: dict[RecommendationState, tuple[RecommendationState, ...]] = {
    S.RECORDED: (),
    S.DELIVERED: (S.RECORDED,),
    S.OPENED: (S.RECORDED, S.DELIVERED),
    S.NOT_FOR_ME: (S.RECORDED, S.DELIVERED, S.OPENED, S.INTERESTED),
    S.INTERESTED: (S.RECORDED, S.DELIVERED, S.OPENED, S.NOT_FOR_ME),
    S.APPLIED: (S.RECORDED, S.DELIVERED, S.OPENED, S.NOT_FOR_ME, S.INTERESTED),
    S.INVITED: (S.RECORDED, S.DELIVERED, S.OPENED, S.INTERESTED, S.APPLIED),
    S.ACCEPTED: tuple(set(S) - {S.ACCEPTED, S.HIRED, S.KEPT}),
    S.HIRED: tuple(set(S) - {S.HIRED, S.KEPT}),
    S.KEPT: tuple(set(S) - {S.KEPT}),
}
"""From which states each may be reached; anything else leaves the state as it is."""

ANSWERS = (S.INTERESTED, S.NOT_FOR_ME, S.APPLIED)


@dataclass(frozen=True)
class NewRecommendation:
    """One posting for one person, as matching decided it; `facts` are those of the pair."""

    seeker_id: int
    posting_id: int
    rank: int
    score_apply: float
    score_hire: float
    score_rank: float
    reasons: list[dict[str, Any]]
    weak: list[dict[str, Any]]
    facts: dict[str, Any]
    seeker: Snapshot[Any]
    posting: Snapshot[Any]

    def sent(self) -> dict[str, Any]:
        """Return the row that keeps it."""
        digests = {"seeker_digest": self.seeker.digest, "posting_digest": self.posting.digest}
        return {**vars(self), "seeker": None, "posting": None, **digests}


def record_recommendations(
    work: Work,
    cycle_id: int,
    rows: Sequence[NewRecommendation],
    *,
    lease: Lease | None = None,
    skip_known: bool = False,
) -> int:
    """Keep what a run recommends; returns how many rows are new. Safe to repeat.

    A pair that any run has recorded before, or records at this moment, is kept once.

    With a `lease` the rows are refused when another worker has taken over. `skip_known`
    leaves out pairs that any earlier run recommended. Raises NotAllowed, LeaseLost.
    """
    work.actor.require(Permission.RUN_CYCLES)
    if lease is not None:
        extend_lease(work, lease)
    known = already_recommended(work, rows) if skip_known else set()
    new = [row for row in rows if (row.seeker_id, row.posting_id) not in known]
    keep_snapshots(work, (row.seeker for row in new), (row.posting for row in new))
    return _insert(work, cycle_id, new) if new else 0


_SENT = (
    Recommendation.seeker_id,
    Recommendation.posting_id,
    Recommendation.rank,
    Recommendation.score_apply,
    Recommendation.score_hire,
    Recommendation.score_rank,
    Recommendation.reasons,
    Recommendation.weak,
    Recommendation.facts,
    Recommendation.seeker_digest,
    Recommendation.posting_digest,
)


def _insert(work: Work, cycle_id: int, rows: Sequence[NewRecommendation]) -> int:
    # One order for all runs: two that record the same pairs wait for each other, not in a ring.
    ordered = sorted(rows, key=lambda row: (row.seeker_id, row.posting_id))
    sent = sent_as_table([row.sent() for row in ordered], _SENT)
    same = {
        Recommendation.tenant_id: work.tenant_id,
        Recommendation.cycle_id: cycle_id,
        Recommendation.state: S.RECORDED,
        Recommendation.recorded_at: work.now,
    }
    values = [literal(value, each.type) for each, value in same.items()]
    added = work.session.execute(
        insert(Recommendation)
        .from_select([each.key for each in (*same, *_SENT)], select(*values, *sent.c))
        .on_conflict_do_nothing()
        .returning(Recommendation.id)
    )
    return len(added.all())


def already_recommended(
    work: Work, rows: Sequence[NewRecommendation] | None = None
) -> set[tuple[int, int]]:
    """Return the (seeker, posting) pairs ever recommended, all or those among `rows`."""
    query = select(Recommendation.seeker_id, Recommendation.posting_id).where(
        Recommendation.tenant_id == work.tenant_id
    )
    if rows is not None:
        pairs = [(row.seeker_id, row.posting_id) for row in rows]
        key = tuple_(Recommendation.seeker_id, Recommendation.posting_id)
        query = query.where(key.in_(pairs))
    return {(seeker_id, posting_id) for seeker_id, posting_id in work.session.execute(query)}


def access_recommendation(
    work: Work, recommendation_id: int, *, lock: bool = False
) -> Recommendation:
    """Return a recommendation made to the actor, or any for staff who see people.

    Raises RecommendationNotFound, for a stranger's and a missing one alike.
    """
    query = select(Recommendation).where(
        Recommendation.tenant_id == work.tenant_id, Recommendation.id == recommendation_id
    )
    found: Recommendation | None = work.session.scalar(query.with_for_update() if lock else query)
    staff = work.actor.may(Permission.SEE_SEEKERS)
    if found is None or not (staff or work.actor.seeker_id == found.seeker_id):
        raise RecommendationNotFound
    return found


def mark_delivered(work: Work, recommendation_ids: Sequence[int]) -> None:
    """Note that the people were told. Safe to repeat."""
    work.session.execute(
        update(Recommendation)
        .where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.id.in_(recommendation_ids),
            Recommendation.state.in_(STEPS[S.DELIVERED]),
        )
        .values(state=S.DELIVERED)
        .execution_options(synchronize_session=False)
    )


def mark_opened(work: Work, recommendation_id: int) -> Recommendation:
    """Note that the person looked at it. Safe to repeat. Raises RecommendationNotFound."""
    recommendation = access_recommendation(work, recommendation_id, lock=True)
    if recommendation.opened_at is None:
        recommendation.opened_at = work.now
    _step(recommendation, S.OPENED)
    return recommendation


def mark_answered(work: Work, seeker_id: int, posting_id: int, state: RecommendationState) -> int:
    """Carry an answer, an invitation or a hiring into all recommendations of the pair.

    Called with what became of an application or feedback; returns how many rows moved.
    """
    values: dict[str, Any] = {"state": state}
    if state in ANSWERS:
        values["answered_at"] = work.now
    moved = work.session.execute(
        update(Recommendation)
        .where(_pair(work, seeker_id, posting_id), Recommendation.state.in_(STEPS[state]))
        .values(values)
        .returning(Recommendation.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    return len(moved)


def _step(recommendation: Recommendation, state: RecommendationState) -> None:
    if recommendation.state in STEPS[state]:
        recommendation.state = state


def _pair(work: Work, seeker_id: int, posting_id: int) -> ColumnElement[bool]:
    return (
        (Recommendation.tenant_id == work.tenant_id)
        & (Recommendation.seeker_id == seeker_id)
        & (Recommendation.posting_id == posting_id)
    )
