"""Cycles on bad days: all closed meanwhile, 500 equal postings, nothing to be had."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import search.vectors
from language.encoder import Encoder, ModelUnusable
from marketplace.postings import withdraw_posting
from marketplace.recommendations import (
    CycleState,
    Recommendation,
    access_cycle,
    find_recommendation,
    lease_chunk,
    list_recorded,
    open_cycle,
)
from matching.cycle import plan, run_here, score
from matching.explain import explain
from matching.judging import judge
from matching.online import best_now
from matching.ranker import FixedWeights
from matching.settings import PER_OPENING
from runtime.clock import today
from tenants.access import Actor
from tenants.settings import change_setting
from tests.make.many import published_postings
from tests.make.matching import people, profile, run_cycle, stored_facts
from tests.make.postings import published_posting
from tests.world import TenantWorld


def recorded(world: TenantWorld, cycle_id: int) -> list[Recommendation]:
    with world.as_system() as work:
        return list_recorded(work, cycle_id)


def account(world: TenantWorld, seeker: int, posting: int) -> dict[str, Any]:
    return explain(Actor.system(world.code), seeker, posting).to_json()


def test_all_postings_closed_during_the_cycle(tenant: TenantWorld) -> None:
    postings = [published_posting(tenant, title=f"缝纫工{n}") for n in range(3)]
    (seeker,) = people(tenant, profile())
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)
    with tenant.as_system() as work:
        lease = lease_chunk(work, cycle_id, 0)
    assert lease is not None
    score(tenant.code, lease)
    with tenant.as_recruiter() as work:
        for posting in postings:
            withdraw_posting(work, posting.id)

    run_here(tenant.code, cycle_id)

    with tenant.as_administrator() as work:
        cycle = access_cycle(work, cycle_id)
        assert (cycle.state, cycle.counts["recommendations"]) == (CycleState.FINISHED, 0)
    assert recorded(tenant, cycle_id) == []
    assert account(tenant, seeker, postings[0].id)["failed_rule"] == "closed"


def test_500_equal_postings_serve_everybody_within_their_places(tenant: TenantWorld) -> None:
    published_postings(tenant, 500, openings=1)
    people(tenant, *(profile() for _ in range(4)))
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)

    rows = recorded(tenant, run_cycle(tenant))

    # one employer: beyond its share of a list only what is owed is given
    assert set(Counter(row.seeker_id for row in rows).values()) == {3}
    assert max(Counter(row.posting_id for row in rows).values()) == 1


def test_contradictory_wishes_reach_nothing_and_the_officer_sees_why(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    (seeker,) = people(
        tenant,
        profile(experience_years=0.0, min_pay_fen=3_000_000, min_pay_hard=True),
    )

    cycle_id = run_cycle(tenant)

    with tenant.as_administrator() as work:
        cycle = access_cycle(work, cycle_id)
        assert cycle.state is CycleState.FINISHED
        assert cycle.counts["short_by_rule"] == {"pay": 1}
    assert recorded(tenant, cycle_id) == []
    answer = account(tenant, seeker, posting.id)
    assert (answer["eligible"], answer["failed_rule"]) == (False, "pay")


def test_a_class_of_licence_counts_online_in_batch_in_explain_and_in_the_record(
    tenant: TenantWorld,
) -> None:
    car = published_posting(tenant, title="缝纫工甲", certificates=("C1驾照",))
    lorry = published_posting(tenant, title="缝纫工乙", certificates=("驾驶证B2",))
    (seeker,) = people(tenant, profile(certificates=("驾驶证C1",)))

    online = {row.posting_id for row in best_now(tenant.code, seeker, today(), 5)}
    batch = {row.posting_id for row in recorded(tenant, run_cycle(tenant))}
    barred = account(tenant, seeker, lorry.id)
    with tenant.as_system() as work:
        row = find_recommendation(work, seeker, car.id)
    assert row is not None
    again = judge(stored_facts(tenant, row), FixedWeights())

    assert online == batch == {car.id}
    allowed = account(tenant, seeker, car.id)
    assert (allowed["eligible"], allowed["features"]["certificates_held"]) == (True, 1.0)
    assert barred["failed_rule"] == "certificate"
    assert again.rule.code == "ok"
    assert again.scores == (row.score_apply, row.score_hire, row.score_rank)


def test_a_damaged_model_ends_a_cycle_before_anything_is_written(
    tenant: TenantWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_posting(tenant, title="从未有过的缝纫岗位")
    people(tenant, profile())
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with monkeypatch.context() as damaged:
        damaged.setattr(search.vectors, "encoder", lambda: Encoder(tmp_path, threads=1))
        with pytest.raises(ModelUnusable):
            run_cycle(tenant)
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    assert recorded(tenant, cycle_id) == []

    run_here(tenant.code, cycle_id)

    assert len(recorded(tenant, cycle_id)) == 1
