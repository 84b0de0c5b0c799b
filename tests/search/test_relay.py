"""From a committed change to what a search finds: only what is approved, at its version."""

from sqlalchemy import text

from marketplace.postings import (
    PostingChanged,
    approve_posting,
    pause_posting,
    resume_posting,
    withdraw_posting,
)
from search import indices, relay, writing
from search.documents import FINAL_VERSION, document_id
from search.kinds import POSTINGS
from search.listing import entries
from tenants import outbox
from tenants.access import Actor
from tenants.outbox import Consumer
from tenants.work import begin
from tests.make.many import published_postings
from tests.make.postings import published_posting, submitted_posting

DAMAGE = text(
    "UPDATE published_posting SET occupation_code = '0-00-00-00'"
    " WHERE tenant_id = :tenant AND posting_id = :posting"
)


def live_entries(world, *ids):
    target = indices.registered(POSTINGS.name)[0]
    return entries(target, world.code, [document_id(world.code, row_id) for row_id in ids])


def test_only_approved_postings_are_found(tenant, deliver, found):
    posting = submitted_posting(tenant)
    deliver(tenant)
    assert found(tenant) == []

    with tenant.as_reviewer() as work:
        approve_posting(work, posting.id)
    deliver(tenant)
    assert found(tenant) == [posting.id]
    assert found(tenant, words="缝纫工") == [posting.id]
    assert found(tenant, words="焊工") == []


def test_one_tenant_never_finds_another_ones(tenant, other_tenant, deliver, found):
    posting = published_posting(tenant)
    deliver(tenant)
    assert found(tenant) == [posting.id]
    assert found(other_tenant) == []


def test_index_version_is_the_rows(tenant, deliver):
    posting = published_posting(tenant)
    deliver(tenant)
    (entry,) = live_entries(tenant, posting.id).values()
    assert entry.version == posting.version
    assert entry.routing == str(tenant.code)


def test_a_paused_posting_goes_and_comes_back(tenant, deliver, found):
    posting = published_posting(tenant)
    deliver(tenant)
    with tenant.as_recruiter() as work:
        pause_posting(work, posting.id)
    deliver(tenant)
    assert found(tenant) == []
    with tenant.as_recruiter() as work:
        resume_posting(work, posting.id)
    deliver(tenant)
    assert found(tenant) == [posting.id]


def test_a_late_stale_write_does_not_bring_back_what_was_withdrawn(tenant, deliver, found):
    posting = published_posting(tenant)
    with begin(Actor.system(tenant.code)) as work:
        stale = writing.read(work, POSTINGS, [posting.id])
    deliver(tenant)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)
    deliver(tenant)

    written = writing.send(stale)

    assert written.conflicts == {posting.id}
    assert found(tenant) == []


def test_a_missing_row_is_gone_for_good(tenant, deliver, found):
    posting = published_posting(tenant)
    with begin(Actor.system(tenant.code)) as work:
        before = writing.read(work, POSTINGS, [posting.id])
        missing = writing.read(work, POSTINGS, [posting.id + 10**9])
    writing.send(missing)
    (entry,) = live_entries(tenant, posting.id + 10**9).values()
    assert (entry.version, entry.gone) == (FINAL_VERSION, True)
    assert writing.send(before).conflicts == set()


def test_events_of_one_posting_fold_into_one_write(tenant, deliver):
    posting = published_posting(tenant)
    with begin(Actor.system(tenant.code)) as work:
        work.emit(*[PostingChanged(posting.id)] * 5)
    relay.relay_all(tenant.code)
    with begin(Actor.system(tenant.code)) as work:
        assert outbox.count_open(work, Consumer.INDEX) == 0
    (entry,) = live_entries(tenant, posting.id).values()
    assert entry.version == posting.version


def test_a_killed_relay_loses_nothing(tenant, found):
    """It died after its claim: when the lease is over, another relay takes the changes."""
    posting = published_posting(tenant)
    with begin(Actor.system(tenant.code)) as work:
        assert outbox.claim(work, Consumer.INDEX, 10)
    assert relay.relay_batch(tenant.code) == 0
    _end_leases(tenant)
    assert relay.relay_batch(tenant.code) > 0
    assert found(tenant) == [posting.id]


def test_a_batch_takes_no_more_than_its_limit(tenant):
    published_postings(tenant, 30)
    assert [relay.relay_batch(tenant.code, 12) for _ in range(4)] == [12, 12, 6, 0]


def test_one_bad_row_parks_alone(tenant, deliver, found):
    good = published_posting(tenant)
    bad = published_posting(tenant, title="裁剪工")
    with begin(Actor.system(tenant.code)) as work:
        work.session.execute(DAMAGE, {"tenant": tenant.code, "posting": bad.id})

    deliver(tenant)

    assert found(tenant) == [good.id]
    with begin(Actor.system(tenant.code)) as work:
        parked = outbox.list_parked(work)
        assert {event.payload["posting_id"] for event in parked} == {bad.id}
        assert outbox.count_open(work, Consumer.INDEX) == 0


def _end_leases(world):
    over = text("UPDATE outbox SET leased_until = now() - interval '1 s' WHERE tenant_id = :id")
    with begin(Actor.system(world.code)) as work:
        work.session.execute(over, {"id": world.code})
