"""Verbs of the reviewer, and the daily turning of dates into states."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from marketplace.employers import Employer
from marketplace.postings.errors import (
    EmployerNotVerified,
    PostingNotPending,
    ReviewNoteMissing,
)
from marketplace.postings.events import PostingPublished
from marketplace.postings.models import Posting, PostingStatus
from marketplace.postings.projection import project
from marketplace.postings.service import access_posting
from runtime.clock import china_date
from tenants.access import Permission
from tenants.work import Work

S = PostingStatus


def approve_posting(work: Work, posting_id: int, *, note: str = "") -> Posting:
    """Publish a posting whose truth and legality were reviewed (P2). Safe to repeat.

    One whose validity begins later waits as approved. Raises NotAllowed, PostingNotFound,
    PostingNotPending (withdrawn or decided meanwhile), EmployerNotVerified.
    """
    work.actor.require(Permission.REVIEW_POSTINGS)
    posting = access_posting(work, posting_id, lock=True)
    if posting.status in {S.APPROVED, S.PUBLISHED}:
        return posting
    _expect_pending(posting)
    _expect_verified(work, posting)
    _decide(work, posting, note)
    work.audit("posting.approved", "posting", posting.id)
    _publish_or_wait(work, posting)
    return posting


def return_posting(work: Work, posting_id: int, *, note: str) -> Posting:
    """Send a posting back with what has to change. Safe to repeat.

    Raises NotAllowed, PostingNotFound, PostingNotPending, ReviewNoteMissing.
    """
    work.actor.require(Permission.REVIEW_POSTINGS)
    if not note.strip():
        raise ReviewNoteMissing(field="note")
    posting = access_posting(work, posting_id, lock=True)
    if posting.status is S.RETURNED:
        return posting
    _expect_pending(posting)
    _decide(work, posting, note.strip())
    posting.status = S.RETURNED
    work.audit("posting.returned", "posting", posting.id)
    project(work, posting)
    return posting


def open_due_postings(work: Work) -> int:
    """Publish approved postings whose first day has come; returns how many."""
    work.actor.require(Permission.REVIEW_POSTINGS)
    due = _due(work, [S.APPROVED], Posting.valid_from <= china_date(work.now))
    return sum(_publish_or_wait(work, posting) for posting in due)


def close_due_postings(work: Work) -> int:
    """Expire postings whose last day is over; returns how many. Safe to repeat."""
    work.actor.require(Permission.REVIEW_POSTINGS)
    due = _due(work, [S.PUBLISHED, S.PAUSED, S.APPROVED], Posting.valid_to < china_date(work.now))
    count = 0
    for count, posting in enumerate(due, start=1):  # noqa: B007 - the count is the answer
        posting.status, posting.changed_at = S.EXPIRED, work.now
        work.audit("posting.expired", "posting", posting.id)
        project(work, posting)
    return count


def _due(work: Work, states: list[PostingStatus], when: ColumnElement[bool]) -> Iterable[Posting]:
    return work.session.scalars(
        select(Posting)
        .where(Posting.tenant_id == work.tenant_id, Posting.status.in_(states), when)
        .order_by(Posting.id)
        .with_for_update(skip_locked=True)
    ).all()


def _publish_or_wait(work: Work, posting: Posting) -> bool:
    begun = posting.valid_from is None or posting.valid_from <= china_date(work.now)
    posting.status = S.PUBLISHED if begun else S.APPROVED
    posting.changed_at = work.now
    project(work, posting)
    if begun:
        work.audit("posting.published", "posting", posting.id)
        work.emit(PostingPublished(posting_id=posting.id))
    return begun


def _decide(work: Work, posting: Posting, note: str) -> None:
    posting.reviewed_at, posting.reviewed_by = work.now, work.actor.id
    posting.review_note = note


def _expect_pending(posting: Posting) -> None:
    if posting.status is not S.SUBMITTED:
        raise PostingNotPending(title=posting.title)


def _expect_verified(work: Work, posting: Posting) -> None:
    # A posting from a file comes from an office that vouches for the employer.
    if posting.source is not None:
        return
    employer = work.session.get_one(Employer, (work.tenant_id, posting.employer_id))
    if employer.verified_at is None:
        raise EmployerNotVerified(name=employer.name)
