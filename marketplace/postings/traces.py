"""What the public saw of postings, kept when they are closed: for 410 pages and the change feed.

Every posting that was ever public has one row. It says whether the posting is open, and holds
of a closed one no more than occupation and place, to name similar ones. A draft has none, so
that it cannot be told from a posting that never existed.

Changes get their position in the feed only after they are committed (`settle`): a number taken
inside a transaction would order rows by when they were written, and a reader would pass by
those whose transaction ends late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, cast, false, func, select, update
from sqlalchemy.dialects.postgresql import REGCLASS, insert

from marketplace.postings.errors import FeedPositionUnknown
from marketplace.postings.models import TRACE_POSITIONS, Posting, PostingTrace, PublishedPosting
from marketplace.postings.queries import load_published
from tenants.work import Work

LOCK = 0x5045_5302
SETTLED_AT_ONCE = 5000
ERA_BITS = 31
"""Positions begin with the second at which the database was restored last, 0 if it never was; as in
`BEGIN_FEED_ANEW`."""

BEGIN_FEED_ANEW = """
DO $$ BEGIN
IF to_regclass('posting_trace') IS NOT NULL THEN
    UPDATE posting_trace SET position = NULL, opened_position = NULL, opened = is_open;
    PERFORM setval('posting_trace_position', extract(epoch FROM now())::bigint << 31);
END IF;
END $$
"""
"""Run by the superuser after a dump was put back: what readers saw since the dump is undone, so
their cursors must not be taken for those of this database."""


class ChangeKind(StrEnum):
    """What became of a posting since a position in the feed."""

    PUBLISHED = "published"
    CHANGED = "changed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Change:
    """One posting that changed; `posting` is None for one that is closed."""

    kind: ChangeKind
    posting_id: int
    posting: PublishedPosting | None


@dataclass(frozen=True)
class Changes:
    """A page of the feed: what changed, the position after it, whether there is more."""

    changes: tuple[Change, ...]
    position: int
    more: bool


def trace_opened(work: Work, postings: Sequence[Posting]) -> None:
    """Note that the postings are public, as they are now."""
    if not postings:
        return
    rows = [
        {
            "tenant_id": work.tenant_id,
            "posting_id": posting.id,
            "is_open": True,
            "opened": True,
            "opened_at": work.now,
            "changed_at": work.now,
            "occupation_code": posting.occupation_code,
            "place_code": posting.place_code,
        }
        for posting in postings
    ]
    statement = insert(PostingTrace)
    new = statement.excluded
    was_open = PostingTrace.is_open
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "posting_id"],
            set_={
                "is_open": True,
                "opened": PostingTrace.opened | ~was_open,
                "opened_at": case((was_open, PostingTrace.opened_at), else_=new.opened_at),
                "changed_at": new.changed_at,
                "occupation_code": new.occupation_code,
                "place_code": new.place_code,
                "position": None,
            },
        ),
        rows,
    )


def trace_closed(work: Work, posting_id: int) -> None:
    """Note that the posting is public no more; nothing where it never was."""
    work.session.execute(
        update(PostingTrace)
        .where(
            PostingTrace.tenant_id == work.tenant_id,
            PostingTrace.posting_id == posting_id,
            PostingTrace.is_open,
        )
        .values(is_open=False, opened=False, changed_at=work.now, position=None)
        .execution_options(synchronize_session=False)
    )


def find_trace(work: Work, posting_id: int) -> PostingTrace | None:
    """Return what the public saw of a posting of any tenant; None where it never was public."""
    row: PostingTrace | None = work.session.scalar(
        select(PostingTrace).where(PostingTrace.posting_id == posting_id)
    )
    return row


def changed_at(work: Work, posting_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each posting, of any tenant, was last opened, changed or closed."""
    rows = work.session.execute(
        select(PostingTrace.posting_id, PostingTrace.changed_at).where(
            PostingTrace.posting_id.in_(posting_ids)
        )
    )
    return {posting_id: at for posting_id, at in rows}  # noqa: C416 - rows are not tuples to mypy


def opened_since(work: Work, since: datetime, *, everywhere: bool = False) -> list[int]:
    """Return ids of open postings that became public at or after an instant."""
    query = select(PostingTrace.posting_id).where(
        PostingTrace.is_open, PostingTrace.opened_at >= since
    )
    if not everywhere:
        query = query.where(PostingTrace.tenant_id == work.tenant_id)
    return list(work.session.scalars(query.order_by(PostingTrace.posting_id)))


def unsettled_tenants(work: Work) -> list[int]:
    """Return the tenants with committed changes that have no position in the feed yet."""
    query = select(PostingTrace.tenant_id).where(PostingTrace.position.is_(None)).distinct()
    return list(work.session.scalars(query))


def settle(work: Work) -> int:
    """Give the tenant's committed changes their position in the feed; returns how many.

    One at a time in the whole database, held until commit: positions become visible in their
    order. A row that somebody is changing is left for the next time. Safe to repeat.
    """
    work.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    waiting = (
        select(PostingTrace.posting_id)
        .where(PostingTrace.tenant_id == work.tenant_id, PostingTrace.position.is_(None))
        .order_by(PostingTrace.changed_at, PostingTrace.posting_id)
        .limit(SETTLED_AT_ONCE)
        .with_for_update(skip_locked=True)
        .cte("waiting")
    )
    placed = select(waiting.c.posting_id, TRACE_POSITIONS.next_value().label("position")).cte(
        "placed"
    )
    opened = case((PostingTrace.opened, placed.c.position), else_=PostingTrace.opened_position)
    settled = work.session.execute(
        update(PostingTrace)
        .where(
            PostingTrace.tenant_id == work.tenant_id,
            PostingTrace.posting_id == placed.c.posting_id,
        )
        .values(position=placed.c.position, opened_position=opened, opened=false())
        .returning(PostingTrace.posting_id)
        .execution_options(synchronize_session=False)
    )
    return len(settled.all())


def list_changes(work: Work, after: int, *, limit: int, everywhere: bool = False) -> Changes:
    """Return what changed after a position in the feed, in the order in which it became visible.

    Each posting comes once, as it is now: what changed again moved to the end. Raises
    FeedPositionUnknown for a position that was never given (a cursor of another database).
    """
    _expect_given(work, after)
    query = select(PostingTrace).where(PostingTrace.position > after)
    if not everywhere:
        query = query.where(PostingTrace.tenant_id == work.tenant_id)
    rows = list(work.session.scalars(query.order_by(PostingTrace.position).limit(limit + 1)))
    page, more = rows[:limit], len(rows) > limit
    ids = [row.posting_id for row in page if row.is_open]
    public = {each.posting_id: each for each in load_published(work, ids)}
    changes = tuple(_change(row, public.get(row.posting_id), after) for row in page)
    return Changes(changes, (page[-1].position or after) if page else after, more)


def _change(row: PostingTrace, posting: PublishedPosting | None, after: int) -> Change:
    if posting is None:  # closed, if only since the rows were read: the feed says it again
        return Change(ChangeKind.CLOSED, row.posting_id, None)
    first_heard = (row.opened_position or 0) > after
    kind = ChangeKind.PUBLISHED if first_heard else ChangeKind.CHANGED
    return Change(kind, row.posting_id, posting)


def _expect_given(work: Work, position: int) -> None:
    query = select(func.pg_sequence_last_value(cast(TRACE_POSITIONS.name, REGCLASS)))
    last = work.session.scalar(query) or 0
    if position and (position > last or position >> ERA_BITS != last >> ERA_BITS):
        raise FeedPositionUnknown(field="since")
