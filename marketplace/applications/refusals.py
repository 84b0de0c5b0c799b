"""Not for me: said with a reason, taken back within a short time."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.applications.access import find_application, seen_posting
from marketplace.applications.errors import ActNotPossible, TooLateToUndo
from marketplace.applications.events import PostingRefused
from marketplace.applications.labels import STATE_LABELS
from marketplace.applications.models import Channel, Feedback, FeedbackKind, Reason
from marketplace.applications.moves import add_feedback, set_state
from marketplace.applications.rules import KNOWN, after_not_for_me
from marketplace.applications.settings import UNDO_MINUTES
from marketplace.postings import PostingNotFound
from marketplace.seekers import access_own_open
from tenants.work import Work


def not_for_me(
    work: Work, posting_id: int, reason: Reason, *, source: Channel = Channel.WEB
) -> Feedback:
    """Tell that a posting is not for the person, and why; it is not recommended again.

    An open application is withdrawn, an invitation declined. Said twice it stays one row,
    with the last reason. Raises NotAllowed, SeekerNotFound, ProfileClosed,
    PostingNotFound, ActNotPossible once the employer knows the person.
    """
    seeker = access_own_open(work)
    application = find_application(work, seeker.id, posting_id)
    seen_posting(work, posting_id)
    standing = _standing(work, seeker.id, posting_id)
    if standing is not None:
        standing.reason_code = reason
        return standing
    state = application.state if application else None
    if state in KNOWN and state is not None:
        raise ActNotPossible(state=STATE_LABELS[state])
    feedback = add_feedback(
        work, seeker.id, posting_id, FeedbackKind.NOT_FOR_ME, source, reason, state
    )
    following = after_not_for_me(state)
    if application is not None and following is not None:
        set_state(work, application, following, FeedbackKind.NOT_FOR_ME)
    work.emit(PostingRefused(seeker.id, posting_id))
    return feedback


def undo_not_for_me(work: Work, posting_id: int) -> None:
    """Take "not for me" back within the tenant's time; the application is as it was before.

    Safe to repeat. Raises NotAllowed, SeekerNotFound, ProfileClosed, PostingNotFound for a
    posting that the person never refused, TooLateToUndo.
    """
    seeker = access_own_open(work)
    application = find_application(work, seeker.id, posting_id)
    standing = _standing(work, seeker.id, posting_id)
    if standing is None:
        _expect_refused_once(work, seeker.id, posting_id)
        return
    minutes = work.setting(UNDO_MINUTES)
    if work.now > standing.at + timedelta(minutes=minutes):
        raise TooLateToUndo(minutes=minutes)
    take_back_refusal(work, seeker.id, posting_id)
    before = standing.previous_state
    if application and before and application.state is after_not_for_me(before):
        set_state(work, application, before, "not_for_me_undone")


def take_back_refusal(work: Work, seeker_id: int, posting_id: int) -> None:
    """End a standing "not for me", because it was undone or the person changed their mind."""
    standing = _standing(work, seeker_id, posting_id)
    if standing is not None:
        standing.undone_at = work.now
        work.session.flush()
        work.emit(PostingRefused(seeker_id, posting_id))


def _expect_refused_once(work: Work, seeker_id: int, posting_id: int) -> None:
    said = select(Feedback.id).where(
        Feedback.tenant_id == work.tenant_id,
        Feedback.seeker_id == seeker_id,
        Feedback.posting_id == posting_id,
        Feedback.kind == FeedbackKind.NOT_FOR_ME,
    )
    if work.session.scalar(said.limit(1)) is None:
        raise PostingNotFound


def _standing(work: Work, seeker_id: int, posting_id: int) -> Feedback | None:
    return work.session.scalar(
        select(Feedback).where(
            Feedback.tenant_id == work.tenant_id,
            Feedback.seeker_id == seeker_id,
            Feedback.posting_id == posting_id,
            Feedback.kind == FeedbackKind.NOT_FOR_ME,
            Feedback.undone_at.is_(None),
        )
    )
