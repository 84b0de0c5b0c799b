"""Reading postings: the employer's list, the review queue, the public projection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select, type_coerce
from sqlalchemy.types import NullType

from marketplace.employers import Employer
from marketplace.postings.models import (
    Posting,
    PostingStatus,
    Precision,
    PublishedPosting,
    Reserved,
)
from marketplace.seekers import among
from runtime.workdays import workdays_left
from tenants.access import Permission
from tenants.audit import AuditEntry
from tenants.work import Work

PAGE = 20


@dataclass(frozen=True)
class ReviewItem:
    """A posting in the queue, with its employer and the working days left on its clock."""

    posting: Posting
    employer: Employer
    days_left: int

    @property
    def overdue(self) -> bool:
        """Tell whether the statutory term is over."""
        return self.days_left < 0


@dataclass(frozen=True)
class IndexRow:
    """What the index needs of a posting: its version, and the projection while it is public."""

    posting_id: int
    version: int
    published: PublishedPosting | None


class OpenPosting(NamedTuple):
    """Everything of a published posting that matching reads, without its long texts."""

    posting_id: int
    version: int
    employer_id: int
    employer_name: str
    title: str
    occupation_code: str | None
    pay_low_fen: int | None
    pay_high_fen: int | None
    place_code: int | None
    lat: float | None
    lon: float | None
    precision: Precision | None
    education_floor: str | None
    experience_years: float | None
    openings: int | None
    conditions: Sequence[str]
    certificates: Sequence[str]
    skills: Sequence[str]
    reserved: Reserved | None
    published_at: datetime
    valid_from: date | None
    valid_to: date | None


_LISTS = ("conditions", "certificates", "skills")
_OPEN_COLUMNS = [
    type_coerce(getattr(PublishedPosting, name), NullType())  # the driver's lists as they are
    if name in _LISTS
    else getattr(PublishedPosting, name)
    for name in OpenPosting._fields
]


def review_queue(work: Work, *, limit: int = 50, offset: int = 0) -> list[ReviewItem]:
    """Return postings that wait for review, the one due first on top. Raises NotAllowed."""
    work.actor.require(Permission.REVIEW_POSTINGS)
    rows = work.session.execute(
        _with_employer()
        .where(Posting.tenant_id == work.tenant_id, Posting.status == PostingStatus.SUBMITTED)
        .order_by(Posting.review_due_at, Posting.id)
        .limit(limit)
        .offset(offset)
    )
    return [_review_item(work, posting, employer) for posting, employer in rows]


def neighbours_in_review(work: Work, posting: Posting) -> tuple[int | None, int | None]:
    """Return the ids before and after a posting in the review queue."""
    ids = list(
        work.session.scalars(
            select(Posting.id)
            .where(Posting.tenant_id == work.tenant_id, Posting.status == PostingStatus.SUBMITTED)
            .order_by(Posting.review_due_at, Posting.id)
            .limit(500)
        )
    )
    if posting.id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(posting.id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def list_of_employer(
    work: Work, employer_id: int, *, statuses: Sequence[PostingStatus] = (), limit: int = 100
) -> list[Posting]:
    """Return an employer's postings, the newest change first."""
    query = select(Posting).where(
        Posting.tenant_id == work.tenant_id, Posting.employer_id == employer_id
    )
    if statuses:
        query = query.where(Posting.status.in_(statuses))
    order = (Posting.changed_at.desc(), Posting.id.desc())
    return list(work.session.scalars(query.order_by(*order).limit(limit)))


def count_by_status(work: Work) -> dict[PostingStatus, int]:
    """Return how many postings of the tenant are in each state."""
    rows = work.session.execute(
        select(Posting.status, func.count())
        .where(Posting.tenant_id == work.tenant_id)
        .group_by(Posting.status)
    )
    return {status: count for status, count in rows}  # noqa: C416 - rows are not tuples to mypy


def list_versions(work: Work, posting_id: int) -> list[AuditEntry]:
    """Return what happened to a posting, oldest first, for its timeline."""
    return list(
        work.session.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.tenant_id == work.tenant_id,
                AuditEntry.object_type == "posting",
                AuditEntry.object_id == posting_id,
            )
            .order_by(AuditEntry.id)
        )
    )


def load_published(work: Work, posting_ids: Iterable[int]) -> list[PublishedPosting]:
    """Return the published postings among `posting_ids`, of any tenant, in the given order.

    What an index says is read again here before anybody sees it.
    """
    wanted = list(posting_ids)
    rows = work.session.scalars(
        select(PublishedPosting).where(PublishedPosting.posting_id.in_(wanted))
    )
    by_id = {row.posting_id: row for row in rows}
    return [by_id[posting_id] for posting_id in wanted if posting_id in by_id]


def list_newest_published(
    work: Work, *, limit: int = PAGE, offset: int = 0
) -> list[PublishedPosting]:
    """Return the tenant's published postings, newest first: also when the index is down."""
    return list(
        work.session.scalars(
            select(PublishedPosting)
            .where(PublishedPosting.tenant_id == work.tenant_id)
            .order_by(PublishedPosting.published_at.desc(), PublishedPosting.posting_id.desc())
            .limit(limit)
            .offset(offset)
        )
    )


def open_postings(work: Work, posting_ids: Sequence[int] | None = None) -> list[OpenPosting]:
    """Return all published postings of the tenant (or those named), by id: for matching."""
    query = select(*_OPEN_COLUMNS).where(PublishedPosting.tenant_id == work.tenant_id)
    if posting_ids is not None:
        query = query.where(PublishedPosting.posting_id.in_(posting_ids))
    rows = work.session.execute(query.order_by(PublishedPosting.posting_id))
    return [OpenPosting(*row) for row in rows]


def open_versions(
    work: Work, posting_ids: Sequence[int] | None = None
) -> dict[int, tuple[int, str]]:
    """Return version and employer's name of published postings (all, or those named).

    To see what changed: a new name of an employer changes the projection, but no version of
    a posting.
    """
    query = select(
        PublishedPosting.posting_id, PublishedPosting.version, PublishedPosting.employer_name
    ).where(PublishedPosting.tenant_id == work.tenant_id)
    if posting_ids is not None:
        query = query.where(among(PublishedPosting.posting_id, posting_ids))
    rows = work.session.execute(query)
    return {posting_id: (version, name) for posting_id, version, name in rows}


def open_state(work: Work) -> tuple[int, int]:
    """Return a count and a digest of what `open_versions` returns: equal while nothing changed."""
    told = func.concat_ws(
        "|", PublishedPosting.posting_id, PublishedPosting.version, PublishedPosting.employer_name
    )
    row = work.session.execute(
        select(func.count(), func.coalesce(func.bit_xor(func.hashtextextended(told, 0)), 0)).where(
            PublishedPosting.tenant_id == work.tenant_id
        )
    ).one()
    return row[0], row[1]


def index_rows(work: Work, posting_ids: Sequence[int]) -> list[IndexRow]:
    """Return versions of the postings and their projection, where they are public.

    Two look-ups by id: joined, a planner without fresh statistics reads the whole tenant's
    projection for each posting. Versions come first, so that a change in between leaves a
    hidden posting with an older version, never with one of a later publication.
    """
    versions = select(Posting.id, Posting.version).where(
        Posting.tenant_id == work.tenant_id, Posting.id.in_(posting_ids)
    )
    known = [(row.id, row.version) for row in work.session.execute(versions)]
    projections = select(PublishedPosting).where(
        PublishedPosting.tenant_id == work.tenant_id, PublishedPosting.posting_id.in_(posting_ids)
    )
    public = {row.posting_id: row for row in work.session.scalars(projections)}
    return [IndexRow(row_id, version, public.get(row_id)) for row_id, version in known]


def _with_employer() -> Select[Posting, Employer]:
    return select(Posting, Employer).join(
        Employer,
        (Employer.tenant_id == Posting.tenant_id) & (Employer.id == Posting.employer_id),
    )


def _review_item(work: Work, posting: Posting, employer: Employer) -> ReviewItem:
    due = posting.review_due_at or work.now
    return ReviewItem(posting, employer, workdays_left(work.now, due))
