"""Searching the pool: found by what cards tell, counted rightly, and nobody who hides."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from language.education import Education
from marketplace.seekers import Certificates, Home, Schooling, Skills, Want, Wants, disagree
from search.criteria import Near
from search.pool import Facet, PoolCriteria, PoolHits, search_pool
from search.pool.queries import pool_request
from search.relay import relay_all
from tenants.consents import Purpose
from tests.make.seekers import ready_seeker
from tests.world import TenantWorld

GONE_WITHIN_SECONDS = 5
ELECTRICIAN = (
    Wants((Want("电工", "6-31-01-03"),)),
    Home(430102, lat=28.185, lon=112.983),
    Schooling(Education.COLLEGE, 8),
    Skills(("低压配电", "焊接")),
    Certificates(("低压电工证",)),
)


@pytest.fixture
def look(deliver: Callable[[TenantWorld], int]) -> Callable[..., PoolHits]:
    def search(world: TenantWorld, **criteria: object) -> PoolHits:
        deliver(world)
        return search_pool(world.code, PoolCriteria(**criteria))

    return search


def test_people_are_found_by_what_their_cards_tell(
    tenant: TenantWorld, other_tenant: TenantWorld, look: Callable[..., PoolHits]
) -> None:
    sewing, electrician = ready_seeker(tenant), ready_seeker(tenant, sections=ELECTRICIAN)
    asked: list[tuple[dict[str, object], list[int]]] = [
        ({}, [electrician.id, sewing.id]),
        ({"words": "缝纫工"}, [sewing.id]),
        ({"words": "焊接 低压电工证"}, [electrician.id]),
        ({"words": "飞行员"}, []),
        ({"occupation_code": "6-31"}, [electrician.id]),
        ({"place_code": 430104}, [sewing.id]),
        ({"education": Education.SECONDARY}, [electrician.id]),
        ({"experience_years": 3.0}, [electrician.id, sewing.id]),
        ({"experience_years": 3.5}, [electrician.id]),
        ({"hours": "part_time"}, [electrician.id, sewing.id]),
        ({"skills": ("焊接",)}, [electrician.id]),
        ({"certificates": ("低压电工证",), "words": "缝纫工"}, []),
        ({"near": Near(28.185, 112.983, 3)}, [electrician.id]),
        ({"near": Near(28.185, 112.983), "nearest_first": True}, [electrician.id, sewing.id]),
        ({"only": frozenset({sewing.id})}, [sewing.id]),
        ({"only": frozenset()}, []),
        ({"hidden": frozenset({sewing.id})}, [electrician.id]),
        ({"occupations": ("6-05-01-04",)}, [sewing.id]),
    ]
    for criteria, ids in asked:
        found = look(tenant, **criteria)
        assert list(found.ids) == ids, criteria
        assert found.total == len(ids), criteria
    assert look(other_tenant).ids == ()


def test_every_request_is_bound_to_the_tenant_and_passes_over_who_hides() -> None:
    vector = np.full(512, 512**-0.5, dtype=np.float32)
    request = pool_request(430100, PoolCriteria(vector=vector, hidden=frozenset({7})))
    for filters in (request["query"]["bool"]["filter"], request["knn"]["filter"]):
        assert {"term": {"tenant_id": 430100}} in filters
        assert {"term": {"gone": False}} in filters
        assert {"bool": {"must_not": [{"terms": {"seeker_id": [7]}}]}} in filters


def test_everyday_words_find_who_wants_the_work(
    tenant: TenantWorld, look: Callable[..., PoolHits]
) -> None:
    driver = ready_seeker(tenant, sections=(Wants((Want("开货车", "4-02-02-01"),)),))
    cleaner = ready_seeker(tenant, sections=(Wants((Want("做清洁", "4-09-08-01"),)),))
    assert driver.id not in look(tenant, words="保洁阿姨").ids
    assert look(tenant, words="保洁员").ids[:1] == (cleaner.id,)


def test_facets_count_under_all_other_choices(
    tenant: TenantWorld, look: Callable[..., PoolHits]
) -> None:
    for _ in range(2):
        ready_seeker(tenant)
    electrician = ready_seeker(tenant, sections=ELECTRICIAN)
    found = look(tenant, place_code=430102, counties=(430102, 430104))
    assert found.ids == (electrician.id,)
    assert found.facets[Facet.PLACE] == {"430102": 1, "430104": 2}
    assert found.facets[Facet.OCCUPATION] == {"6-31-01-03": 1}
    assert found.facets[Facet.CERTIFICATES] == {"低压电工证": 1}
    hidden = look(tenant, counties=(430102, 430104), hidden=frozenset({electrician.id}))
    assert hidden.facets[Facet.PLACE] == {"430104": 2}
    assert hidden.facets[Facet.CERTIFICATES] == {}


@pytest.mark.parametrize(
    "words",
    ["", "字" * 5000, "！？…", "' OR 1=1 --", "+(a~2 && [* TO *]", "\u202eمرحبا 😀", "a:b^c"],
)
def test_odd_words_find_nobody_or_somebody_and_never_fail(
    tenant: TenantWorld, look: Callable[..., PoolHits], words: str
) -> None:
    assert isinstance(look(tenant, words=words).total, int)


def test_a_card_that_is_taken_back_is_out_of_the_index_within_five_seconds(
    tenant: TenantWorld, look: Callable[..., PoolHits]
) -> None:
    seeker, other = ready_seeker(tenant), ready_seeker(tenant)
    assert look(tenant).total == 2
    began = time.monotonic()
    with tenant.as_seeker(seeker.id) as work:
        disagree(work, Purpose.SHARE_CARD)
    relay_all(tenant.code)  # as the relay does, which waits for nothing to be refreshed
    while (found := search_pool(tenant.code, PoolCriteria())).ids != (other.id,):
        assert time.monotonic() - began < GONE_WITHIN_SECONDS
        time.sleep(0.1)
    assert found.total == 1
