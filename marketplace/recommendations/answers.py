"""Carrying answers into recommendations, read from where answers are kept."""

from sqlalchemy import select, update

from marketplace.applications import Application, ApplicationState, declined_of
from marketplace.recommendations.models import Recommendation, RecommendationState
from marketplace.recommendations.service import mark_answered
from tenants.work import Work

S, A = RecommendationState, ApplicationState
FOLLOWS = {
    A.INTERESTED: S.INTERESTED,
    A.APPLIED: S.APPLIED,
    A.INVITED: S.INVITED,
    A.ACCEPTED: S.ACCEPTED,
    A.HIRED: S.HIRED,
    A.KEPT: S.KEPT,
    A.LEFT: S.HIRED,
}
"""What a recommendation becomes when its application stands so; others leave it as it is."""


def follow_answers(work: Work, seeker_id: int, posting_id: int) -> None:
    """Bring the recommendations of a pair to where person and posting stand now.

    Safe to repeat, and in any order: the present answers are read, not the event.
    """
    if posting_id in declined_of(work, [seeker_id]).get(seeker_id, ()):
        mark_answered(work, seeker_id, posting_id, S.NOT_FOR_ME)
        return
    _reopen(work, seeker_id, posting_id)
    state = work.session.scalar(
        select(Application.state).where(
            Application.tenant_id == work.tenant_id,
            Application.seeker_id == seeker_id,
            Application.posting_id == posting_id,
        )
    )
    if state in FOLLOWS:
        mark_answered(work, seeker_id, posting_id, FOLLOWS[state])


def _reopen(work: Work, seeker_id: int, posting_id: int) -> None:
    """A "not for me" that was taken back leaves the recommendation as one that was seen."""
    work.session.execute(
        update(Recommendation)
        .where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.seeker_id == seeker_id,
            Recommendation.posting_id == posting_id,
            Recommendation.state == S.NOT_FOR_ME,
        )
        .values(state=S.OPENED, answered_at=None)
        .execution_options(synchronize_session=False)
    )
