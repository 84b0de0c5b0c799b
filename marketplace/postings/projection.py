"""Keeping the public projection equal to the posting, in the same transaction."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import class_mapper

from marketplace.employers import Employer
from marketplace.postings.events import PostingChanged
from marketplace.postings.models import ContentColumns, Posting, PostingStatus, PublishedPosting
from marketplace.postings.traces import trace_closed, trace_opened
from tenants.work import Work

CONTENT = [
    column.key
    for column in class_mapper(PublishedPosting).column_attrs
    if column.key in ContentColumns.__annotations__
]


def project(work: Work, posting: Posting) -> None:
    """Write, update or remove the projection as the posting's status asks; tell the index.

    Called by every verb that changes what the public sees. Flushes, so that the projection
    carries the version that the posting has after this change.
    """
    work.session.flush()
    if posting.status is PostingStatus.PUBLISHED:
        _write(work, posting)
        trace_opened(work, [posting])
    else:
        _remove(work, posting)
        trace_closed(work, posting.id)
    work.emit(PostingChanged(posting_id=posting.id))


def _write(work: Work, posting: Posting) -> None:
    employer = work.session.get_one(Employer, (work.tenant_id, posting.employer_id))
    values = {name: getattr(posting, name) for name in CONTENT} | {
        "tenant_id": work.tenant_id,
        "posting_id": posting.id,
        "employer_id": posting.employer_id,
        "employer_name": employer.name,
        "source": posting.source,
        "published_at": posting.reviewed_at or work.now,
        "version": posting.version,
    }
    fresh = {k: v for k, v in values.items() if k not in {"tenant_id", "posting_id"}}
    work.session.execute(
        insert(PublishedPosting)
        .values(**values)
        .on_conflict_do_update(index_elements=["tenant_id", "posting_id"], set_=fresh)
    )


def _remove(work: Work, posting: Posting) -> None:
    work.session.execute(
        delete(PublishedPosting).where(
            PublishedPosting.tenant_id == work.tenant_id,
            PublishedPosting.posting_id == posting.id,
        )
    )
