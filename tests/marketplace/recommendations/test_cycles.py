"""Runs of matching: opened once, leased chunk by chunk, fenced, parked, finished once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.recommendations import (
    ASSIGN_BLOCK,
    FINISH_BLOCK,
    PLAN_BLOCK,
    RECORD_FROM,
    ChunkState,
    CycleNotRunning,
    CycleResult,
    CycleState,
    LeaseLost,
    Phase,
    Recommendation,
    cycle_progress,
    extend_lease,
    fail_chunk,
    fail_cycle,
    finish_chunk,
    finish_cycle,
    lease_chunk,
    list_chunks,
    list_parked_chunks,
    list_scored,
    load_chosen,
    open_cycle,
    plan_cycle,
    retry_chunks,
    store_chosen,
    store_scored,
    take_unsent,
)
from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from tests.make.postings import published_posting
from tests.make.recommendations import finished_cycle, person
from tests.world import TenantWorld

RESULT = CycleResult({"recommendations": 0}, {}, {"assign": 1.5}, {"weights": "w1"})


def opened(world: TenantWorld, *blocks: tuple[int, int]) -> int:
    with world.as_system() as work:
        cycle = open_cycle(work).cycle
        plan_cycle(work, cycle.id, blocks, versions={"rules": "r1"}, counts={"seekers": 9})
    return cycle.id


def worked_off(world: TenantWorld, cycle_id: int, block: int) -> None:
    with world.as_system() as work:
        lease = lease_chunk(work, cycle_id, block)
        assert lease is not None
        finish_chunk(work, lease, {"score": 1.0})


def test_a_second_opening_resumes_the_first(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        first = open_cycle(work)
    with tenant.as_administrator() as work:
        second = open_cycle(work)

    assert (first.resumed, second.resumed) == (False, True)
    assert first.cycle.id == second.cycle.id


def test_only_those_who_run_cycles_open_one(tenant: TenantWorld) -> None:
    with pytest.raises(NotAllowed), tenant.as_officer() as work:
        open_cycle(work)


def test_planning_again_changes_nothing(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5), (6, 9))
    with tenant.as_system() as work:
        plan_cycle(work, cycle_id, [(1, 9)], versions={"rules": "r2"}, counts={})
        blocks = [chunk.block for chunk in list_chunks(work, cycle_id)]
        alone = [ASSIGN_BLOCK, PLAN_BLOCK, FINISH_BLOCK]
        assert blocks == [*alone, 0, 1, RECORD_FROM, RECORD_FROM + 1]


def test_a_chunk_is_leased_by_one_worker(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5))
    with tenant.as_system() as work:
        assert lease_chunk(work, cycle_id, 0) is not None
    with tenant.as_system() as work:
        assert lease_chunk(work, cycle_id, 0) is None


def test_a_late_result_is_refused_once_another_took_over(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5))
    with tenant.as_system() as work:
        stale = lease_chunk(work, cycle_id, 0)
    with frozen(now() + timedelta(minutes=1)), tenant.as_system() as work:
        fresh = lease_chunk(work, cycle_id, 0)
    assert stale is not None
    assert fresh is not None

    with pytest.raises(LeaseLost), tenant.as_system() as work:
        store_scored(work, stale, b"late")
    with pytest.raises(LeaseLost), tenant.as_system() as work:
        extend_lease(work, stale)
    with tenant.as_system() as work:
        store_scored(work, fresh, b"first")
        finish_chunk(work, fresh, {"score": 2.0})
        assert list_scored(work, cycle_id, Phase.SCORE) == {0: b"first"}


def test_what_is_stored_again_takes_the_place_of_the_first(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5), (6, 9))
    for block in (0, 1):
        with tenant.as_system() as work:
            lease = lease_chunk(work, cycle_id, block)
            assert lease is not None
            store_scored(work, lease, b"half")
            store_scored(work, lease, b"whole")
            finish_chunk(work, lease, {})
    with tenant.as_system() as work:
        lease = lease_chunk(work, cycle_id, ASSIGN_BLOCK)
        assert lease is not None
        store_chosen(work, lease, {0: b"a", 1: b"b"})
        store_chosen(work, lease, {0: b"c"})
    with tenant.as_system() as work:
        assert list_scored(work, cycle_id, Phase.SCORE) == {0: b"whole", 1: b"whole"}
        assert [load_chosen(work, cycle_id, block) for block in (0, 1, 2)] == [b"c", b"b", None]


def test_three_failures_park_a_chunk_and_the_cycle_ends_without_it(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5), (6, 9))
    worked_off(tenant, cycle_id, 1)
    for _ in range(3):
        with tenant.as_system() as work:
            lease = lease_chunk(work, cycle_id, 0)
            assert lease is not None
            fail_chunk(work, lease, "ValueError")
    with tenant.as_administrator() as work:
        assert [chunk.block for chunk in list_parked_chunks(work)] == [0]
        assert cycle_progress(work, cycle_id).chunks[ChunkState.PARKED] == 1

    for block in (ASSIGN_BLOCK, RECORD_FROM, RECORD_FROM + 1):
        worked_off(tenant, cycle_id, block)
    with tenant.as_system() as work:
        lease = lease_chunk(work, cycle_id, FINISH_BLOCK)
        assert lease is not None
        cycle = finish_cycle(work, cycle_id, RESULT)
    assert cycle.counts["parked_blocks"] == [0]


def test_a_chunk_that_kills_its_worker_is_parked_too(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5))
    at = now()
    for minute in range(3):
        with frozen(at + timedelta(minutes=minute)), tenant.as_system() as work:
            assert lease_chunk(work, cycle_id, 0) is not None
    with frozen(at + timedelta(minutes=9)), tenant.as_system() as work:
        assert lease_chunk(work, cycle_id, 0) is None
    with tenant.as_administrator() as work:
        assert [chunk.last_error for chunk in list_parked_chunks(work)] == ["worker_lost"]
        assert retry_chunks(work, cycle_id) == 1
    with tenant.as_system() as work:
        assert lease_chunk(work, cycle_id, 0) is not None


PHASES = ([0, 1], [ASSIGN_BLOCK], [RECORD_FROM, RECORD_FROM + 1], [FINISH_BLOCK])


def test_a_phase_waits_for_the_one_before(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5), (6, 9))
    stages = []
    for phase in PHASES:
        for block in phase:
            with tenant.as_system() as work:
                assert take_unsent(work, cycle_id) == (phase if block == phase[0] else [])
                stages.append(cycle_progress(work, cycle_id).stage)
                later = [other for each in PHASES for other in each if each is not phase]
                assert not any(lease_chunk(work, cycle_id, other) for other in later)
            worked_off(tenant, cycle_id, block)
    assert stages == ["scoring", "scoring", "assigning", "recording", "recording", "closing"]


@pytest.mark.parametrize("block", [ASSIGN_BLOCK, FINISH_BLOCK])
def test_a_cycle_that_loses_a_needed_chunk_has_failed(tenant: TenantWorld, block: int) -> None:
    cycle_id = opened(tenant)
    if block == FINISH_BLOCK:
        worked_off(tenant, cycle_id, ASSIGN_BLOCK)
    for _ in range(3):
        with tenant.as_system() as work:
            lease = lease_chunk(work, cycle_id, block)
            assert lease is not None
            fail_chunk(work, lease, "ValueError")
    with tenant.as_administrator() as work:
        progress = cycle_progress(work, cycle_id)
        assert progress.cycle.state is CycleState.FAILED
        assert progress.cycle.error == "ValueError"
        assert not open_cycle(work).resumed


def test_a_new_cycle_is_sent_to_be_planned(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
        assert take_unsent(work, cycle_id) == [PLAN_BLOCK]
        assert lease_chunk(work, cycle_id, FINISH_BLOCK) is None
        assert lease_chunk(work, cycle_id, PLAN_BLOCK) is not None
    assert opened(tenant, (1, 5)) == cycle_id
    with tenant.as_system() as work:
        assert lease_chunk(work, cycle_id, PLAN_BLOCK) is None
        assert take_unsent(work, cycle_id) == [0]


def test_each_chunk_is_sent_once_and_again_when_it_was_lost(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant, (1, 5), (6, 9))
    lost = timedelta(seconds=20)
    with tenant.as_system() as work:
        assert take_unsent(work, cycle_id) == [0, 1]
        assert take_unsent(work, cycle_id, lost_after=lost) == []
    worked_off(tenant, cycle_id, 0)
    with frozen(now() + timedelta(minutes=1)), tenant.as_system() as work:
        assert take_unsent(work, cycle_id, lost_after=lost) == [1]
    worked_off(tenant, cycle_id, 1)
    with tenant.as_system() as work:
        assert take_unsent(work, cycle_id) == [ASSIGN_BLOCK]


def test_finishing_twice_counts_once_and_a_stopped_cycle_cannot_finish(tenant: TenantWorld) -> None:
    cycle_id = opened(tenant)
    with tenant.as_system() as work:
        finish_cycle(work, cycle_id, RESULT)
    with tenant.as_system() as work:
        cycle = finish_cycle(work, cycle_id, RESULT)
        assert cycle.versions == {"rules": "r1", "weights": "w1"}
        assert cycle.counts["seekers"] == 9
    other = opened(tenant)
    with tenant.as_administrator() as work:
        fail_cycle(work, other, "stopped")
    with pytest.raises(CycleNotRunning), tenant.as_system() as work:
        finish_cycle(work, other, RESULT)


def test_progress_tells_stage_and_seconds(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
        assert cycle_progress(work, cycle_id).stage == "planning"
    opened(tenant, (1, 5), (6, 9))
    worked_off(tenant, cycle_id, 0)
    with tenant.as_administrator() as work:
        progress = cycle_progress(work, cycle_id)
        assert (progress.stage, progress.done, progress.total) == ("scoring", 1, 4)
        assert progress.stage_seconds == {"score": 1.0}
        assert progress.seconds_left is not None
    worked_off(tenant, cycle_id, 1)
    with tenant.as_administrator() as work:
        assert cycle_progress(work, cycle_id).stage == "assigning"


def test_a_pair_stands_once_whichever_runs_record_it(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    finished_cycle(tenant, [(seeker.id, posting.id)])
    finished_cycle(tenant, [(seeker.id, posting.id)])
    with tenant.as_system() as work:
        query = select(func.count()).where(Recommendation.tenant_id == tenant.code)
        assert work.session.scalar(query) == 1
