"""The change feed of public postings: nothing missed, nothing told of what was never public."""

import secrets

import pytest

from marketplace.postings import (
    ChangeKind,
    Changes,
    FeedPositionUnknown,
    PostingNotFound,
    access_posting,
    approve_posting,
    edit_posting,
    find_trace,
    list_changes,
    pause_posting,
    resume_posting,
    return_posting,
    settle,
    withdraw_posting,
)
from marketplace.postings.projection import project
from tenants.access import Actor
from tenants.work import begin
from tests.make.postings import content, draft_posting, published_posting, submitted_posting
from tests.world import TenantWorld

K = ChangeKind


def read(tenant: TenantWorld, after: int = 0, *, limit: int = 100) -> Changes:
    """Read the feed as a visitor does: settle what is committed, then list."""
    with begin(Actor.anonymous(tenant.code)) as work:
        settle(work)
    with begin(Actor.anonymous(tenant.code), read_only=True) as work:
        return list_changes(work, after, limit=limit)


def _approve_in_one_work(tenant: TenantWorld, *ids: int) -> None:
    with tenant.as_reviewer() as work:
        for posting_id in ids:
            approve_posting(work, posting_id)


def told(changes: Changes) -> list[tuple[ChangeKind, int]]:
    return [(each.kind, each.posting_id) for each in changes.changes]


def test_published_changed_closed(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    first = read(tenant)
    assert told(first) == [(K.PUBLISHED, posting.id)]
    assert first.changes[0].posting is not None
    assert first.changes[0].posting.title == "缝纫工"
    assert told(read(tenant, first.position)) == []
    with tenant.as_recruiter() as work:
        edit_posting(work, posting.id, content(title="平缝工"), version=posting.version)
    closed = read(tenant, first.position)
    assert told(closed) == [(K.CLOSED, posting.id)]
    assert closed.changes[0].posting is None
    with tenant.as_reviewer() as work:
        approve_posting(work, posting.id)
    again = read(tenant, closed.position)
    assert told(again) == [(K.PUBLISHED, posting.id)]
    assert told(read(tenant)) == [(K.PUBLISHED, posting.id)]  # once, as it is now


def test_an_open_posting_that_changed_is_new_only_to_new_readers(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    known = read(tenant).position
    with tenant.as_system() as work:
        project(work, access_posting(work, posting.id))
    assert told(read(tenant, known)) == [(K.CHANGED, posting.id)]
    assert told(read(tenant)) == [(K.PUBLISHED, posting.id)]


def test_nothing_is_told_of_what_was_never_public(tenant: TenantWorld) -> None:
    draft, waiting, returned = (
        draft_posting(tenant),
        submitted_posting(tenant),
        submitted_posting(tenant),
    )
    with tenant.as_reviewer() as work:
        return_posting(work, returned.id, note="请写明班次。")
    with tenant.as_recruiter() as work:
        withdraw_posting(work, draft.id)
    assert read(tenant).changes == ()
    with tenant.as_system() as work:
        assert [find_trace(work, each.id) for each in (draft, waiting, returned)] == [None] * 3


def test_a_trace_of_a_closed_posting_holds_only_occupation_and_place(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)
    with other_tenant.as_system() as work:
        found = find_trace(work, posting.id)
    assert found is not None
    assert not found.is_open
    assert (found.tenant_id, found.occupation_code) == (tenant.code, "6-05-01-03")


def test_the_feed_is_of_one_tenant_or_of_all(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    own, foreign = published_posting(tenant), published_posting(other_tenant)
    start = read(tenant).position
    read(other_tenant)
    with tenant.as_recruiter() as work:
        pause_posting(work, own.id)
    with other_tenant.as_recruiter() as work:
        pause_posting(work, foreign.id)
    read(other_tenant)
    assert told(read(tenant, start)) == [(K.CLOSED, own.id)]
    with begin(Actor.anonymous(tenant.code), read_only=True) as work:
        both = list_changes(work, start, limit=100, everywhere=True)
    assert {(K.CLOSED, own.id), (K.CLOSED, foreign.id)} <= set(told(both))


def test_pages_end_where_the_next_begins(tenant: TenantWorld) -> None:
    ids = [published_posting(tenant).id for _ in range(5)]
    after, seen, pages = 0, [], 0
    while True:
        page = read(tenant, after, limit=2)
        seen += [each.posting_id for each in page.changes]
        after, pages = page.position, pages + 1
        if not page.more:
            break
    assert (seen, pages) == (ids, 3)


def test_a_transaction_that_ends_late_is_not_missed(tenant: TenantWorld) -> None:
    """Begun first, committed last: a number taken inside would lie before the reader's place."""
    early, late = submitted_posting(tenant), submitted_posting(tenant)
    with tenant.as_reviewer() as slow:
        approve_posting(slow, early.id)
        slow.session.flush()
        with tenant.as_reviewer() as quick:
            approve_posting(quick, late.id)
        first = read(tenant)
        assert told(first) == [(K.PUBLISHED, late.id)]
    second = read(tenant, first.position)
    assert told(second) == [(K.PUBLISHED, early.id)]


def test_a_row_under_change_is_told_when_the_change_is_committed(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)  # committed, not yet settled, and changed again meanwhile
    with tenant.as_recruiter() as slow:
        pause_posting(slow, posting.id)
        slow.session.flush()
        first = read(tenant)
        assert first.changes == ()
    assert told(read(tenant, first.position)) == [(K.CLOSED, posting.id)]


def test_interleaved_writers_and_readers_lose_nothing(tenant: TenantWorld) -> None:
    """Many open transactions end in another order than they began, with reads in between."""
    postings = [submitted_posting(tenant) for _ in range(12)]
    order = sorted(range(12), key=lambda _: secrets.randbelow(1000))
    actor = Actor.system(tenant.code)
    open_works = [begin(actor) for _ in postings[:6]]
    works = [each.__enter__() for each in open_works]
    for work, posting in zip(works, postings[:6], strict=True):
        approve_posting(work, posting.id)
        work.session.flush()
    after, seen = 0, []
    for number in order:
        if number < 6:
            open_works[number].__exit__(None, None, None)
        else:
            with begin(actor) as work:
                approve_posting(work, postings[number].id)
        page = read(tenant, after)
        after = page.position
        seen += [each.posting_id for each in page.changes]
    assert seen == [postings[number].id for number in order]


def test_a_rolled_back_publication_is_never_told(tenant: TenantWorld) -> None:
    posting = submitted_posting(tenant)
    with pytest.raises(PostingNotFound):
        _approve_in_one_work(tenant, posting.id, 2**62)
    assert read(tenant).changes == ()


def test_a_position_that_was_never_given_is_refused(tenant: TenantWorld) -> None:
    with pytest.raises(FeedPositionUnknown):
        read(tenant, 2**60)


def test_paused_and_resumed_is_published_again(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    known = read(tenant).position
    for verb in (pause_posting, resume_posting):
        with tenant.as_recruiter() as work:
            verb(work, posting.id)
    assert told(read(tenant, known)) == [(K.PUBLISHED, posting.id)]
