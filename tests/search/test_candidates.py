"""Cards: only of people who agreed, gone when they take it back, never across tenants."""

import json

import pytest

from marketplace.seekers import Want, Wants, agree, change_profile, disagree, pause, resume
from search import indices
from search.client import client
from search.kinds import CANDIDATES
from search.pool import PoolCriteria, search_pool
from search.reconciliation import Report, reconcile_tenant
from tenants.consents import Purpose
from tests.make.recommendations import person


@pytest.fixture
def cards(deliver):
    def look(world, **criteria):
        deliver(world)
        return list(search_pool(world.code, PoolCriteria(**criteria)).ids)

    return look


def test_a_card_is_found_by_what_the_person_wants(tenant, other_tenant, cards):
    seeker = person(tenant)
    with tenant.as_seeker(seeker.id) as work:
        wants = Wants((Want("缝纫工", "6-05-01-03"),))
        change_profile(work, wants, version=seeker.version)

    assert cards(tenant, words="缝纫工") == [seeker.id]
    assert cards(tenant, words="电工") == []
    assert cards(tenant, occupation_code="6-05") == [seeker.id]
    assert cards(other_tenant) == []


def test_no_consent_no_card(tenant, cards):
    seeker = person(tenant, agreed=[Purpose.RECOMMENDATION])
    assert cards(tenant) == []
    for verb, shown in ((agree, [seeker.id]), (disagree, []), (agree, [seeker.id])):
        with tenant.as_seeker(seeker.id) as work:
            verb(work, Purpose.SHARE_CARD)
        assert cards(tenant) == shown
    assert reconcile_tenant(tenant.code) == Report()


def test_a_paused_person_is_not_shown(tenant, cards):
    seeker = person(tenant)
    assert cards(tenant) == [seeker.id]
    for verb, shown in ((pause, []), (resume, [seeker.id])):
        with tenant.as_seeker(seeker.id) as work:
            verb(work)
        assert cards(tenant) == shown


def test_nothing_of_the_identity_is_held(tenant, cards):
    seeker = person(tenant, phone="13912345678")
    assert cards(tenant) == [seeker.id]
    target = indices.registered(CANDIDATES.name)[0]
    held = client().get(
        index=target.name, id=f"{tenant.code}-{seeker.id}", routing=str(tenant.code)
    )
    text = json.dumps(held.body, ensure_ascii=False)
    for secret in ("李", "13912345678", "19900307"):
        assert secret not in text
