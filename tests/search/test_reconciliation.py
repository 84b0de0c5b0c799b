"""Faults planted in the index by foreign hands are counted and repaired."""

import pytest
from sqlalchemy import text

from search import indices
from search.bulk import write
from search.client import client
from search.documents import FINAL_VERSION, document_id, tombstone
from search.kinds import POSTINGS
from search.listing import entries
from search.reconciliation import Report, reconcile, reconcile_tenant
from tests.make.postings import draft_posting, published_posting


@pytest.fixture
def target():
    return indices.registered(POSTINGS.name)[0]


@pytest.fixture
def posting(tenant, deliver):
    posting = published_posting(tenant)
    deliver(tenant)
    assert reconcile_tenant(tenant.code) == Report()
    return posting


def version_in(target, world, row_id):
    entry = entries(target, world.code, [name := document_id(world.code, row_id)]).get(name)
    return None if entry is None or entry.gone else entry.version


def test_a_document_deleted_by_hand_comes_back(tenant, posting, target):
    client().delete(index=target.name, id=f"{tenant.code}-{posting.id}", routing=str(tenant.code))

    assert reconcile_tenant(tenant.code) == Report(missing=1, repaired=1)
    assert version_in(target, tenant, posting.id) == posting.version
    assert reconcile_tenant(tenant.code) == Report()


def test_a_document_ahead_of_its_row_is_put_right(tenant, posting, target):
    name, routing = f"{tenant.code}-{posting.id}", str(tenant.code)
    client().update(index=target.name, id=name, routing=routing, doc={"title": "别的"})

    assert reconcile_tenant(tenant.code) == Report(stale=1, repaired=1)
    assert version_in(target, tenant, posting.id) == posting.version


def test_a_row_changed_behind_the_outbox_is_written(tenant, posting, target):
    change = text(
        "UPDATE published_posting SET title = '平车工', version = version + 1"
        " WHERE tenant_id = :tenant AND posting_id = :posting"
    )
    with tenant.as_system() as work:
        work.session.execute(change, {"tenant": tenant.code, "posting": posting.id})

    assert reconcile_tenant(tenant.code) == Report(stale=1, repaired=1)
    assert version_in(target, tenant, posting.id) == posting.version + 1


def test_what_should_not_be_found_goes(tenant, posting, target, found):
    draft = draft_posting(tenant)
    for name in (f"{tenant.code}-{draft.id}", f"{tenant.code}-99999999", "planted"):
        plant(target, tenant.code, name, routing=str(tenant.code))
    assert draft.id in found(tenant)

    assert reconcile_tenant(tenant.code) == Report(orphan=3, repaired=3)
    assert found(tenant) == [posting.id]


def test_a_document_on_another_shard_goes(tenant, posting, target, found):
    """A ghost that a tenant's own routing would never reach, so no later write replaces it."""
    ghost = routing_to(target, tenant.code, same_shard=False)
    plant(target, tenant.code, f"{tenant.code}-{posting.id}", routing=ghost)

    assert reconcile_tenant(tenant.code) == Report(orphan=1, repaired=1)
    assert found(tenant) == [posting.id]
    assert reconcile_tenant(tenant.code) == Report()


def test_a_document_overwritten_with_another_routing_is_put_right(tenant, posting, target, found):
    ghost = routing_to(target, tenant.code, same_shard=True)
    plant(target, tenant.code, f"{tenant.code}-{posting.id}", routing=ghost)

    assert reconcile_tenant(tenant.code) == Report(missing=1, orphan=1, repaired=2)
    assert found(tenant) == [posting.id]
    assert reconcile_tenant(tenant.code) == Report()


def test_a_tombstone_that_is_too_new_gives_way(tenant, posting, target, found):
    """As after restoring a backup: the index remembers a future the database has not."""
    with tenant.as_system() as work:
        grave = tombstone(tenant.code, posting.id, FINAL_VERSION, work.now)
    write(target.write_alias, [grave])

    assert reconcile_tenant(tenant.code) == Report(missing=1, repaired=1)
    assert found(tenant) == [posting.id]


def test_changes_under_way_are_no_faults(tenant, posting):
    published_posting(tenant)
    assert reconcile_tenant(tenant.code) == Report()


def test_documents_of_no_tenant_at_all(tenant, posting, target):
    reconcile([POSTINGS])
    usual = reconcile([POSTINGS])["postings"]  # another test's bad row can never be indexed
    plant(target, 1, "1-1", routing="1")
    assert reconcile([POSTINGS])["postings"].orphan == 1
    assert reconcile([POSTINGS])["postings"] == usual


def plant(target, tenant_id, name, *, routing):
    client().index(
        index=target.name,
        id=name,
        routing=routing,
        document={"tenant_id": tenant_id, "gone": False, "title": "假"},
        refresh=True,
    )


def routing_to(target, tenant_id, *, same_shard):
    """A foreign routing that leads to the tenant's shard, or to another one."""

    def shard(routing):
        answer = client().search_shards(index=target.name, routing=routing)
        return answer["shards"][0][0]["shard"]

    own = shard(str(tenant_id))
    return next(r for r in map(str, range(100)) if (shard(r) == own) is same_shard)
