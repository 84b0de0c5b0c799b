"""All open postings by id, of every tenant: for sitemaps."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from marketplace.postings.models import PostingTrace
from tenants.work import Work


class OpenRange(NamedTuple):
    """A range of ids with open postings in it; `number` times the range's size is its first id."""

    number: int
    changed_at: datetime


class OpenPage(NamedTuple):
    """The page of an open posting and when it changed last."""

    posting_id: int
    changed_at: datetime


def open_ranges(work: Work, size: int) -> list[OpenRange]:
    """Return which ranges of `size` ids hold open postings, and when one of them changed last."""
    number = func.div(PostingTrace.posting_id, size)
    rows = work.session.execute(
        select(number, func.max(PostingTrace.changed_at))
        .where(PostingTrace.is_open)
        .group_by(number)
        .order_by(number)
    )
    return [OpenRange(int(row[0]), row[1]) for row in rows]


def open_pages(work: Work, number: int, size: int) -> list[OpenPage]:
    """Return the open postings of a range of ids, by id."""
    rows = work.session.execute(
        select(PostingTrace.posting_id, PostingTrace.changed_at)
        .where(
            PostingTrace.is_open,
            PostingTrace.posting_id >= number * size,
            PostingTrace.posting_id < (number + 1) * size,
        )
        .order_by(PostingTrace.posting_id)
    )
    return [OpenPage(*row) for row in rows]
