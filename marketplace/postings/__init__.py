"""Vacancy postings: from draft through review to the shared marketplace (P2, N1).

The model room: other rooms copy its shape.
"""

from marketplace.postings.content import PostingContent
from marketplace.postings.errors import (
    EmployerNotVerified,
    PlaceUnknown,
    PostingNotFound,
    PostingNotOpen,
    PostingNotPending,
    PostingNotReady,
    ReviewNoteMissing,
    StalePosting,
)
from marketplace.postings.events import PostingChanged, PostingPublished
from marketplace.postings.imports import SourcedPosting, Taken, publish_taken, take_postings
from marketplace.postings.models import (
    Posting,
    PostingStatus,
    Precision,
    PublishedPosting,
    Reserved,
)
from marketplace.postings.queries import (
    IndexRow,
    OpenPosting,
    ReviewItem,
    count_by_status,
    index_rows,
    list_newest_published,
    list_of_employer,
    list_versions,
    load_published,
    neighbours_in_review,
    open_postings,
    open_state,
    open_versions,
    review_queue,
)
from marketplace.postings.review import (
    approve_posting,
    close_due_postings,
    open_due_postings,
    return_posting,
)
from marketplace.postings.rules import SHORTEST_DUTIES, Finding, Severity, blocking, findings
from marketplace.postings.service import (
    access_posting,
    create_posting,
    edit_posting,
    mark_filled,
    pause_posting,
    posting_findings,
    resume_posting,
    submit_posting,
    withdraw_posting,
)

__all__ = [
    "SHORTEST_DUTIES",
    "EmployerNotVerified",
    "Finding",
    "IndexRow",
    "OpenPosting",
    "PlaceUnknown",
    "Posting",
    "PostingChanged",
    "PostingContent",
    "PostingNotFound",
    "PostingNotOpen",
    "PostingNotPending",
    "PostingNotReady",
    "PostingPublished",
    "PostingStatus",
    "Precision",
    "PublishedPosting",
    "Reserved",
    "ReviewItem",
    "ReviewNoteMissing",
    "Severity",
    "SourcedPosting",
    "StalePosting",
    "Taken",
    "access_posting",
    "approve_posting",
    "blocking",
    "close_due_postings",
    "count_by_status",
    "create_posting",
    "edit_posting",
    "findings",
    "index_rows",
    "list_newest_published",
    "list_of_employer",
    "list_versions",
    "load_published",
    "mark_filled",
    "neighbours_in_review",
    "open_due_postings",
    "open_postings",
    "open_state",
    "open_versions",
    "pause_posting",
    "posting_findings",
    "publish_taken",
    "resume_posting",
    "return_posting",
    "review_queue",
    "submit_posting",
    "take_postings",
    "withdraw_posting",
]
