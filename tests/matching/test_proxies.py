"""The proxy audit: finds a planted proxy, finds nothing in noise, and speaks of no few people."""

from __future__ import annotations

import numpy as np
import pytest

from marketplace.seekers import DocumentType, protected_of
from matching.features import NAMES
from matching.logistic import area, fitted
from matching.proxies import LEAST, audit_proxies, audited
from runtime.errors import NotAllowed
from tests.make.matching import people, profile
from tests.make.seekers import id_number
from tests.world import TenantWorld

PAY, DISTANCE = NAMES.index("pay_fit"), NAMES.index("distance_km")


def pairs(people: int, each: int = 4, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Noise in every feature, some of it unknown."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(people * each, len(NAMES))).astype(np.float32)
    values[random.random(values.shape) < 0.1] = np.nan
    return values, np.repeat(np.arange(people), each)


def test_a_planted_proxy_is_found_and_named() -> None:
    values, owner = pairs(600)
    women = np.arange(600) % 2 == 0
    values[:, PAY] += np.where(women[owner], -1.0, 1.0)

    (found,) = audited(values, owner, {"woman": women.astype(float)}).proxies

    assert found.area.low > 0.9
    assert found.area.low < found.area.value < found.area.high
    assert next(iter(found.carried_by)) == "pay_fit"
    assert (found.people, found.members) == (600, 300)


def test_what_is_not_known_may_tell_as_much() -> None:
    values, owner = pairs(600)
    migrants = np.random.default_rng(3).random(600) < 0.3
    values[migrants[owner], DISTANCE] = np.nan

    (found,) = audited(values, owner, {"returning_migrant": migrants.astype(float)}).proxies

    assert found.area.low > 0.95
    assert next(iter(found.carried_by)) == "distance_km"


def test_noise_tells_nothing() -> None:
    inside = 0
    for seed in range(20):
        values, owner = pairs(300, seed=seed)
        members = np.random.default_rng(100 + seed).random(300) < 0.4
        (found,) = audited(values, owner, {"disabled": members.astype(float)}).proxies
        inside += found.area.low <= 0.5
        assert found.area.value < 0.62
    assert inside >= 18


def test_few_people_in_or_outside_an_attribute_are_not_spoken_of() -> None:
    values, owner = pairs(200)
    few = (np.arange(200) < LEAST - 1).astype(float)
    enough = (np.arange(200) < LEAST).astype(float)
    unknown = np.where(np.arange(200) < 2 * LEAST - 1, np.arange(200) % 2, np.nan)

    attributes = {"few": few, "all_but_few": 1 - few, "unknown": unknown, "enough": enough}
    found = audited(values, owner, attributes)

    assert found.refused == ["few", "all_but_few", "unknown"]
    assert [proxy.attribute for proxy in found.proxies] == ["enough"]


def test_the_fit_is_the_penalised_optimum_and_the_area_counts_pairs() -> None:
    random = np.random.default_rng(7)
    columns = random.normal(size=(80, 3))
    member = columns[:, 0] + random.normal(size=80) > 0

    weights = fitted(columns, member, ridge=2.0)

    rows = np.column_stack((columns, np.ones(80)))
    chance = 1 / (1 + np.exp(-rows @ weights))
    slope = rows.T @ (member - chance)
    assert slope == pytest.approx([*(2.0 * weights[:3]), 0], abs=1e-5)
    scores = np.round(rows @ weights, 1)
    mine, others = scores[member][:, None], scores[~member]
    pairs_won = (mine > others).mean() + (mine == others).mean() / 2
    assert area(scores, member).value == pytest.approx(pairs_won)


def test_what_a_number_tells_is_for_the_system_alone(tenant: TenantWorld) -> None:
    woman, man, foreigner = people(
        tenant,
        profile(id_number=id_number(430104, serial=122)),
        profile(id_number=id_number(110101, serial=123)),
        profile(id_number="ABC123456789012", document_type=DocumentType.FOREIGNER_ID),
    )

    for as_staff in (tenant.as_administrator, tenant.as_officer):
        with pytest.raises(NotAllowed), as_staff() as work:
            protected_of(work, [woman])
    with tenant.as_system() as work:
        told = protected_of(work, [woman, man, foreigner])
    assert {n: (one.woman, one.registered_in) for n, one in told.items()} == {
        woman: (True, 430100),
        man: (False, 110100),
    }


def test_a_city_without_postings_has_nothing_to_audit(tenant: TenantWorld) -> None:
    people(tenant, profile())

    found = audit_proxies(tenant.code)

    assert (found.people, found.pairs, found.proxies) == (0, 0, [])
