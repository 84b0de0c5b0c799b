"""Reminding, once: people of what they have not answered, employers to tell who stayed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from marketplace.applications import (
    KEPT_AFTER_DAYS,
    Application,
    ApplicationState,
    hired_long_enough,
)
from marketplace.delivery.compose import (
    Draft,
    audience,
    company_params,
    posting_params,
    queue_for_employer,
    queue_for_people,
)
from marketplace.delivery.models import Topic
from marketplace.delivery.settings import REMIND_AFTER_DAYS
from marketplace.postings import Posting, PublishedPosting
from marketplace.recommendations import Recommendation, RecommendationState
from tenants.access import Permission
from tenants.work import Work

NOT_AFTER = timedelta(days=7)
"""What is older than this beyond the day of reminding is left in peace."""

UNANSWERED = (RecommendationState.DELIVERED, RecommendationState.OPENED)


def queue_reminders(work: Work) -> int:
    """Put reminders in line for all that is due for one; returns how many. Safe to repeat.

    Raises NotAllowed.
    """
    work.actor.require(Permission.RELAY)
    invitations = work.session.execute(_open_invitations(work)).all()
    recommendations = work.session.execute(_unanswered(work)).all()
    invited = {application.seeker_id for application, _ in invitations}
    others = [row for row in recommendations if row[0].seeker_id not in invited]
    told = _queue(work, [*_invitation_drafts(work, invitations), *_drafts(work, others)])
    return told + sum(queue_for_employer(work, draft) for draft in _keeping_drafts(work))


def _queue(work: Work, drafts: list[Draft]) -> int:
    to = audience(work, {draft.seeker_id for draft in drafts if draft.seeker_id})
    wanted = [
        draft
        for draft in drafts
        if draft.application_id is not None or draft.seeker_id in to.recommendations
    ]
    return queue_for_people(work, wanted, to)


def _unanswered(work: Work) -> Select[Recommendation, PublishedPosting]:
    """The best posting of each person who was told some days ago and answered none since."""
    until = work.now - timedelta(days=work.setting(REMIND_AFTER_DAYS))
    answered = aliased(Recommendation)
    engaged = exists().where(
        answered.tenant_id == Recommendation.tenant_id,
        answered.seeker_id == Recommendation.seeker_id,
        answered.answered_at > until - NOT_AFTER,
    )
    return (
        select(Recommendation, PublishedPosting)
        .ext(distinct_on(Recommendation.seeker_id))
        .join(
            PublishedPosting,
            (PublishedPosting.tenant_id == Recommendation.tenant_id)
            & (PublishedPosting.posting_id == Recommendation.posting_id),
        )
        .where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.state.in_(UNANSWERED),
            Recommendation.recorded_at <= until,
            Recommendation.recorded_at > until - NOT_AFTER,
            ~engaged,
        )
        .order_by(Recommendation.seeker_id, Recommendation.cycle_id.desc(), Recommendation.rank)
    )


def _open_invitations(work: Work) -> Select[Application, PublishedPosting]:
    until = work.now - timedelta(days=work.setting(REMIND_AFTER_DAYS))
    return (
        select(Application, PublishedPosting)
        .join(
            PublishedPosting,
            (PublishedPosting.tenant_id == Application.tenant_id)
            & (PublishedPosting.posting_id == Application.posting_id),
        )
        .where(
            Application.tenant_id == work.tenant_id,
            Application.state == ApplicationState.INVITED,
            Application.changed_at <= until,
            Application.changed_at > until - NOT_AFTER,
        )
        .order_by(Application.id)
    )


def _drafts(work: Work, rows: Iterable[Row[Recommendation, PublishedPosting]]) -> Iterator[Draft]:
    for recommendation, posting in rows:
        yield Draft(
            topic=Topic.REMINDER,
            text="remind_recommended",
            key=f"remind:{recommendation.cycle_id}:{recommendation.seeker_id}",
            params=posting_params(work, posting),
            seeker_id=recommendation.seeker_id,
            posting_id=recommendation.posting_id,
            recommendation_id=recommendation.id,
        )


def _invitation_drafts(
    work: Work, rows: Iterable[Row[Application, PublishedPosting]]
) -> Iterator[Draft]:
    for application, posting in rows:
        yield Draft(
            topic=Topic.REMINDER,
            text="remind_invited",
            key=f"remind:invitation:{application.id}",
            params=posting_params(work, posting),
            seeker_id=application.seeker_id,
            posting_id=application.posting_id,
            application_id=application.id,
        )


def _keeping_drafts(work: Work) -> Iterator[Draft]:
    """Ask employers whether the people they hired some months ago are still there."""
    rows = work.session.execute(
        select(Application, Posting.title)
        .join(
            Posting,
            (Posting.tenant_id == Application.tenant_id) & (Posting.id == Application.posting_id),
        )
        .where(hired_long_enough(work, but_not_for=NOT_AFTER))
        .order_by(Application.id)
    )
    days = work.setting(KEPT_AFTER_DAYS)
    for application, title in rows:
        yield Draft(
            topic=Topic.REMINDER,
            text="employer_keeping",
            key=f"remind:keeping:{application.id}",
            params={**company_params(work, title), "days": days},
            employer_id=application.employer_id,
            posting_id=application.posting_id,
            application_id=application.id,
        )
