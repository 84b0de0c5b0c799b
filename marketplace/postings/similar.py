"""Open postings like one that is closed, from PostgreSQL: for when the index is away."""

from sqlalchemy import select

from marketplace.postings.models import PostingTrace, PublishedPosting
from tenants.work import Work


def list_newest_like(work: Work, trace: PostingTrace, *, limit: int) -> list[PublishedPosting]:
    """Return open postings of the closed one's tenant and occupation, the newest first."""
    query = select(PublishedPosting).where(
        PublishedPosting.tenant_id == trace.tenant_id,
        PublishedPosting.posting_id != trace.posting_id,
        PublishedPosting.occupation_code == trace.occupation_code,
    )
    newest = (PublishedPosting.published_at.desc(), PublishedPosting.posting_id.desc())
    return list(work.session.scalars(query.order_by(*newest).limit(limit)))
