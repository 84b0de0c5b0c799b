"""Making one move: state, feedback, audit, events. Private to the room."""

from marketplace.applications.errors import ActNotPossible
from marketplace.applications.events import ApplicationChanged
from marketplace.applications.labels import STATE_LABELS
from marketplace.applications.models import (
    Application,
    ApplicationState,
    Channel,
    Feedback,
    FeedbackKind,
    Reason,
)
from marketplace.applications.rules import MOVES, Act, is_done, may
from marketplace.postings import Posting
from tenants.work import Work


def act_on(
    work: Work,
    act: Act,
    application: Application,
    *,
    source: Channel = Channel.WEB,
    reason: Reason | None = None,
) -> bool:
    """Do `act` on an application; returns False when it was done before.

    Raises ActNotPossible.
    """
    if is_done(act, application.state):
        return False
    if not may(act, application.state):
        raise ActNotPossible(state=STATE_LABELS[application.state])
    move = MOVES[act]
    set_state(work, application, move.to, act)
    add_feedback(work, application.seeker_id, application.posting_id, move.kind, source, reason)
    return True


def begin_with(
    work: Work, act: Act, seeker_id: int, posting: Posting, *, source: Channel = Channel.WEB
) -> Application:
    """Make the application whose first act is `act`."""
    move = MOVES[act]
    application = Application(
        seeker_id=seeker_id,
        posting_id=posting.id,
        employer_id=posting.employer_id,
        state=move.to,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(application)
    work.session.flush()
    _record(work, application, act)
    add_feedback(work, seeker_id, posting.id, move.kind, source)
    return application


def set_state(
    work: Work, application: Application, state: ApplicationState, act: Act | FeedbackKind | str
) -> None:
    """Change the state, with audit and event."""
    application.state, application.changed_at = state, work.now
    work.session.flush()
    _record(work, application, act)


def add_feedback(
    work: Work,
    seeker_id: int,
    posting_id: int,
    kind: FeedbackKind,
    source: Channel,
    reason: Reason | None = None,
    previous_state: ApplicationState | None = None,
) -> Feedback:
    """Write down an answer."""
    feedback = Feedback(
        seeker_id=seeker_id,
        posting_id=posting_id,
        kind=kind,
        reason_code=reason,
        source=source,
        previous_state=previous_state,
        at=work.now,
        by_account=work.actor.id,
    )
    work.session.add(feedback)
    work.session.flush()
    return feedback


def _record(work: Work, application: Application, act: str) -> None:
    work.audit(
        f"application.{act}",
        "application",
        application.id,
        subject_seeker_id=application.seeker_id,
        posting=application.posting_id,
        state=application.state,
    )
    work.emit(ApplicationChanged(application.id))
