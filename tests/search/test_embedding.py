"""A flood of new texts is found by its words at once; vectors follow and change nothing else."""

import pytest

from marketplace.postings import withdraw_posting
from search import indices, relay, writing
from search.client import client
from search.kinds import POSTINGS
from search.reconciliation import Report, reconcile_tenant
from search.vectors import ready_vectors
from tenants import outbox
from tenants.outbox import Consumer
from tests.make.many import published_postings
from tests.make.postings import published_posting

FLOOD = 12


def embedded(world) -> int:
    """How many of the tenant's documents have their vector."""
    indices.refresh(POSTINGS.name)
    of_tenant = {"term": {"tenant_id": world.code}}
    query = {"bool": {"filter": [of_tenant, {"exists": {"field": "vector"}}]}}
    return client().count(index=indices.alias_of(POSTINGS.name), query=query)["count"]


@pytest.fixture
def flood(tenant):
    ids = published_postings(tenant, FLOOD)
    assert relay.relay_batch(tenant.code) == FLOOD
    return ids


def test_words_first_then_vectors(tenant, flood, found):
    assert sorted(found(tenant)) == flood
    assert embedded(tenant) == 0

    assert relay.embed_batch(tenant.code) == FLOOD
    assert relay.embed_batch(tenant.code) == 0
    assert embedded(tenant) == FLOOD
    assert sorted(found(tenant)) == flood
    assert reconcile_tenant(tenant.code) == Report()


def test_a_posting_on_its_own_is_whole_at_once(tenant):
    published_posting(tenant)
    assert relay.relay_batch(tenant.code) > 0
    assert embedded(tenant) == 1
    with tenant.as_system() as work:
        assert outbox.count_open(work, Consumer.EMBED) == 0


def test_a_late_vector_brings_nothing_back(tenant, flood, found):
    with tenant.as_system() as work:
        late = writing.read(work, POSTINGS, flood[:1])
    with tenant.as_recruiter() as work:
        withdraw_posting(work, flood[0])
    relay.relay_batch(tenant.code)

    assert writing.send(late).conflicts == {flood[0]}
    relay.relay_all(tenant.code)
    assert sorted(found(tenant)) == flood[1:]


def test_a_rewrite_without_vector_never_replaces_one_with_it(tenant, flood):
    relay.embed_batch(tenant.code)
    with tenant.as_system() as work:
        again = writing.read(work, POSTINGS, flood)
    assert writing.send(again, at_once=True).conflicts == set(flood)
    assert embedded(tenant) == FLOOD


def test_what_can_be_had_at_once(tenant):
    few, many = ["电工", "焊工"], [f"电工{number}" for number in range(20)]
    assert all(vector is not None for vector in ready_vectors(tenant.code, few))
    ready = ready_vectors(tenant.code, [*few, *many])
    assert [vector is not None for vector in ready] == [True] * 2 + [False] * 20
