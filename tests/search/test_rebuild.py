"""An index is built anew behind its alias while writes go on, and a killed rebuild goes on."""

import threading

import pytest

from marketplace.postings import withdraw_posting
from search import indices, outgrown, rebuild
from search.client import client
from search.kinds import POSTINGS
from search.models import IndexStage
from search.reconciliation import Report, reconcile_tenant
from tests.make.postings import published_posting


def test_writes_during_a_rebuild_are_in_the_new_index(tenant, deliver, found, monkeypatch):
    kept, closed = published_posting(tenant), published_posting(tenant)
    deliver(tenant)
    before = indices.registered(POSTINGS.name)[0]
    late = []

    def meanwhile(tenant_id, _written):
        """After the tenant's pages were copied: one closes, one is published, both relayed."""
        if tenant_id != tenant.code:
            return
        with tenant.as_recruiter() as work:
            withdraw_posting(work, closed.id)
        late.append(published_posting(tenant).id)
        deliver(tenant)

    rebuilt = rebuild.rebuild(POSTINGS, meanwhile)

    (live,) = indices.registered(POSTINGS.name)
    assert live.name == rebuilt.index != before.name
    assert not client().indices.exists(index=before.name)
    assert sorted(found(tenant)) == sorted([kept.id, *late])
    assert reconcile_tenant(tenant.code) == Report()


def test_searches_never_see_two_indices_or_none(tenant, deliver, found):
    posting = published_posting(tenant)
    deliver(tenant)
    seen, ending = set(), threading.Event()

    def look():
        while not ending.is_set():
            seen.add(tuple(found(tenant)))

    reader = threading.Thread(target=look)
    reader.start()
    try:
        rebuild.rebuild(POSTINGS)
    finally:
        ending.set()
        reader.join()
    assert seen == {(posting.id,)}


class Killed(BaseException):
    """Stands for a kill: nothing may catch it."""


def test_a_killed_rebuild_goes_on_where_it_was(tenant, deliver, found):
    posting = published_posting(tenant)
    deliver(tenant)

    def kill(tenant_id, _written):
        if tenant_id == tenant.code:
            raise Killed

    with pytest.raises(Killed):
        rebuild.rebuild(POSTINGS, kill)
    stages = {target.stage: target for target in indices.registered(POSTINGS.name)}
    assert stages.keys() == {IndexStage.LIVE, IndexStage.BUILDING}
    assert found(tenant) == [posting.id]

    again = []
    rebuilt = rebuild.rebuild(POSTINGS, lambda code, written: again.append((code, written)))

    assert rebuilt.index == stages[IndexStage.BUILDING].name
    assert (tenant.code, 0) in again  # its pages were not copied twice
    assert found(tenant) == [posting.id]


def test_a_lost_index_is_made_again_and_filled(tenant, deliver, found):
    posting = published_posting(tenant)
    deliver(tenant)
    client().indices.delete(index=indices.registered(POSTINGS.name)[0].name)

    other = published_posting(tenant)
    deliver(tenant)
    assert found(tenant) == [other.id]

    assert reconcile_tenant(tenant.code) == Report(missing=1, repaired=1)
    assert sorted(found(tenant)) == [posting.id, other.id]


def test_an_index_of_before_takes_new_fields_until_it_is_rebuilt(tenant, deliver):
    live = indices.ensure(POSTINGS.name, POSTINGS.properties)
    newer = {**POSTINGS.properties, "colour": {"type": "keyword"}}
    assert not outgrown.take_new_fields(POSTINGS.name, POSTINGS.properties)
    assert outgrown.holds_new_fields(POSTINGS.name, POSTINGS.properties)

    assert outgrown.take_new_fields(POSTINGS.name, newer)

    held = client().indices.get_mapping(index=live.name)[live.name]["mappings"]
    assert held["properties"]["colour"] == {"type": "keyword"}
    assert not outgrown.holds_new_fields(POSTINGS.name, newer)
