"""Verbs of the employer on its postings."""

from sqlalchemy import select

from marketplace.employers import Employer, access_employer
from marketplace.postings.content import PostingContent, columns_of
from marketplace.postings.errors import (
    PostingNotFound,
    PostingNotOpen,
    PostingNotReady,
    StalePosting,
)
from marketplace.postings.models import Posting, PostingStatus
from marketplace.postings.projection import project
from marketplace.postings.rules import Finding, blocking, findings
from marketplace.postings.settings import LONGEST_VALIDITY_DAYS, REVIEW_DAYS
from runtime.clock import china_date
from runtime.workdays import due_at
from tenants.access import Permission
from tenants.work import Work

S = PostingStatus
EDITABLE = {S.DRAFT, S.SUBMITTED, S.RETURNED, S.APPROVED, S.PUBLISHED, S.PAUSED, S.EXPIRED}
ENDED = {S.FILLED, S.WITHDRAWN}


def access_posting(work: Work, posting_id: int, *, lock: bool = False) -> Posting:
    """Return a posting the actor may work on: the own employer's, or any for reviewers.

    The only way from an id to a row. Raises PostingNotFound, for a stranger's and a missing
    one alike.
    """
    query = select(Posting).where(Posting.tenant_id == work.tenant_id, Posting.id == posting_id)
    posting = work.session.scalar(query.with_for_update() if lock else query)
    staff = work.actor.may(Permission.REVIEW_POSTINGS)
    if posting is None or not (staff or work.actor.employer_id == posting.employer_id):
        raise PostingNotFound
    return posting


def create_posting(
    work: Work, employer_id: int, content: PostingContent, *, lawful_ground: str = ""
) -> Posting:
    """Start a draft; it may be incomplete. Raises NotAllowed, EmployerNotFound."""
    work.actor.require(Permission.WRITE_POSTINGS)
    employer: Employer = access_employer(work, employer_id)
    posting = Posting(
        employer_id=employer.id,
        created_at=work.now,
        created_by=work.actor.id,
        changed_at=work.now,
        lawful_ground=lawful_ground,
        **columns_of(content),
    )
    work.session.add(posting)
    work.session.flush()
    work.audit("posting.created", "posting", posting.id)
    return posting


def edit_posting(
    work: Work,
    posting_id: int,
    content: PostingContent,
    *,
    version: int,
    lawful_ground: str = "",
) -> Posting:
    """Change a posting; one that was approved or public goes back to review (P2).

    `version` is the one the editor started from. Raises NotAllowed, PostingNotFound,
    PostingNotOpen, StalePosting; PostingNotReady when a public posting would become
    incomplete or unlawful.
    """
    work.actor.require(Permission.WRITE_POSTINGS)
    posting = access_posting(work, posting_id, lock=True)
    _expect(posting, EDITABLE)
    if posting.version != version:
        raise StalePosting(title=posting.title)
    if content == PostingContent.of(posting) and lawful_ground == posting.lawful_ground:
        return posting
    for name, value in columns_of(content).items():
        setattr(posting, name, value)
    posting.lawful_ground, posting.changed_at = lawful_ground, work.now
    work.audit("posting.edited", "posting", posting.id, version=version)
    if posting.status not in {S.DRAFT, S.RETURNED, S.EXPIRED}:
        _send_to_review(work, posting)
    return posting


def submit_posting(work: Work, posting_id: int) -> Posting:
    """Hand a posting in for review; the clock of working days starts (P2). Safe to repeat.

    Raises NotAllowed, PostingNotFound, PostingNotOpen, PostingNotReady.
    """
    work.actor.require(Permission.WRITE_POSTINGS)
    posting = access_posting(work, posting_id, lock=True)
    if posting.status is S.SUBMITTED:
        return posting
    _expect(posting, {S.DRAFT, S.RETURNED, S.EXPIRED})
    _send_to_review(work, posting)
    return posting


def pause_posting(work: Work, posting_id: int) -> Posting:
    """Take a public posting out of the lists for a while. Safe to repeat.

    Raises NotAllowed, PostingNotFound, PostingNotOpen.
    """
    return _move(work, posting_id, {S.PUBLISHED}, S.PAUSED)


def resume_posting(work: Work, posting_id: int) -> Posting:
    """Put a paused posting back. Its validity may have ended: then it is expired."""
    posting = access_posting(work, posting_id, lock=True)
    over = posting.valid_to is not None and posting.valid_to < china_date(work.now)
    return _move(work, posting_id, {S.PAUSED}, S.EXPIRED if over else S.PUBLISHED)


def mark_filled(work: Work, posting_id: int) -> Posting:
    """Close a posting because its openings are taken. Safe to repeat."""
    return _move(work, posting_id, {S.PUBLISHED, S.PAUSED, S.APPROVED}, S.FILLED)


def withdraw_posting(work: Work, posting_id: int) -> Posting:
    """Close a posting for good. Safe to repeat."""
    return _move(work, posting_id, set(S) - ENDED, S.WITHDRAWN)


def posting_findings(work: Work, posting: Posting) -> list[Finding]:
    """Return what is missing or unlawful in a posting, as of the Work's day."""
    return findings(
        PostingContent.of(posting),
        today=china_date(work.now),
        longest_days=work.setting(LONGEST_VALIDITY_DAYS),
        lawful_ground=posting.lawful_ground,
    )


def _send_to_review(work: Work, posting: Posting) -> None:
    faults = blocking(posting_findings(work, posting))
    if faults:
        raise PostingNotReady(faults)
    was_public = posting.status is S.PUBLISHED
    posting.status, posting.submitted_at = S.SUBMITTED, work.now
    posting.review_due_at = due_at(work.now, work.setting(REVIEW_DAYS), strict=False)
    work.audit("posting.submitted", "posting", posting.id, again=was_public)
    project(work, posting)


def _move(work: Work, posting_id: int, allowed: set[PostingStatus], to: PostingStatus) -> Posting:
    work.actor.require(Permission.WRITE_POSTINGS)
    posting = access_posting(work, posting_id, lock=True)
    if posting.status is to:
        return posting
    _expect(posting, allowed)
    posting.status, posting.changed_at = to, work.now
    work.audit(f"posting.{to}", "posting", posting.id)
    project(work, posting)
    return posting


def _expect(posting: Posting, allowed: set[PostingStatus]) -> None:
    if posting.status not in allowed:
        raise PostingNotOpen(title=posting.title)
