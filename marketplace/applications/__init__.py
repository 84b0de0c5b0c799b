"""What people and employers answer one another about a posting.

Anonymous on the person's side until they accept an employer's invitation.
"""

from marketplace.applications.access import access_application
from marketplace.applications.clock import days_to_answer
from marketplace.applications.employer import (
    NOBODY,
    SaidAbout,
    SharedIdentity,
    audit_looks,
    identity_of,
    invite,
    mark_hired,
    reject,
    said_about,
    visible_cards,
)
from marketplace.applications.errors import (
    ActNotPossible,
    ApplicationNotFound,
    CandidateNotFound,
    IdentityNotShared,
    PostingClosed,
    TooEarlyToKeep,
    TooLateToUndo,
)
from marketplace.applications.events import ApplicationChanged, InvitationSent, PostingRefused
from marketplace.applications.imports import take_declined
from marketplace.applications.keeping import (
    confirm_kept,
    hired_long_enough,
    may_confirm_kept,
    record_left,
)
from marketplace.applications.labels import KIND_LABELS, REASON_LABELS, STATE_LABELS
from marketplace.applications.models import (
    Application,
    ApplicationState,
    Channel,
    Feedback,
    FeedbackKind,
    Reason,
)
from marketplace.applications.outcomes import NO_ANSWER, Outcome, outcomes_of
from marketplace.applications.queries import (
    Answer,
    OwnApplication,
    Received,
    count_by_posting,
    declined_of,
    engaged_of,
    history,
    in_touch,
    list_own_applications,
    list_received,
    own_answers,
)
from marketplace.applications.refusals import not_for_me, undo_not_for_me
from marketplace.applications.rules import Act, may
from marketplace.applications.service import (
    accept_invitation,
    apply,
    decline_invitation,
    invitation_text,
    show_interest,
    withdraw,
)
from marketplace.applications.settings import ANSWER_DAYS, KEPT_AFTER_DAYS, UNDO_MINUTES

__all__ = [
    "ANSWER_DAYS",
    "KEPT_AFTER_DAYS",
    "KIND_LABELS",
    "NOBODY",
    "NO_ANSWER",
    "REASON_LABELS",
    "STATE_LABELS",
    "UNDO_MINUTES",
    "Act",
    "ActNotPossible",
    "Answer",
    "Application",
    "ApplicationChanged",
    "ApplicationNotFound",
    "ApplicationState",
    "CandidateNotFound",
    "Channel",
    "Feedback",
    "FeedbackKind",
    "IdentityNotShared",
    "InvitationSent",
    "Outcome",
    "OwnApplication",
    "PostingClosed",
    "PostingRefused",
    "Reason",
    "Received",
    "SaidAbout",
    "SharedIdentity",
    "TooEarlyToKeep",
    "TooLateToUndo",
    "accept_invitation",
    "access_application",
    "apply",
    "audit_looks",
    "confirm_kept",
    "count_by_posting",
    "days_to_answer",
    "decline_invitation",
    "declined_of",
    "engaged_of",
    "hired_long_enough",
    "history",
    "identity_of",
    "in_touch",
    "invitation_text",
    "invite",
    "list_own_applications",
    "list_received",
    "mark_hired",
    "may",
    "may_confirm_kept",
    "not_for_me",
    "outcomes_of",
    "own_answers",
    "record_left",
    "reject",
    "said_about",
    "show_interest",
    "take_declined",
    "undo_not_for_me",
    "visible_cards",
    "withdraw",
]
