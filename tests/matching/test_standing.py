"""What runs leave for the next one: used while it holds, never trusted where it does not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update

from marketplace.applications import Reason, not_for_me
from marketplace.groups import Group
from marketplace.postings import withdraw_posting
from marketplace.recommendations import (
    Phase,
    fail_cycle,
    lease_chunk,
    list_scored,
    open_cycle,
)
from marketplace.recommendations.models import StandingList, StandingPostings
from matching import kept_people, kept_standing, renewal
from matching.cycle import cutting, plan, work_off
from matching.scored import Scored
from tests.make.matching import in_group, people, profile, run_cycle
from tests.make.postings import published_posting
from tests.world import TenantWorld

POSTINGS = 12


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Everybody for whom all postings were looked at."""
    found: list[int] = []
    search = renewal.find_candidates

    def watched(columns: Any, *rest: Any) -> Any:
        found.extend(columns.ids.tolist())
        return search(columns, *rest)

    monkeypatch.setattr(renewal, "find_candidates", watched)
    return found


@pytest.fixture(autouse=True)
def few_changes_are_many_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of twelve postings one is no small share; a process begins with nothing kept."""
    monkeypatch.setattr(renewal, "_MOST_CHANGED", 0.5)
    forget_in_process()


def forget_in_process() -> None:
    kept_people._kept.clear()
    kept_standing._lists.clear()
    kept_standing._postings.clear()


def prefecture(world: TenantWorld, count: int = 6) -> tuple[list[int], list[int]]:
    jobs = [published_posting(world, title=f"缝纫工{n}", openings=20).id for n in range(POSTINGS)]
    rows = [profile(experience_years=float(n)) for n in range(count - 1)]
    return people(world, *rows, profile(personalised=False)), jobs


def scored_now(world: TenantWorld) -> dict[int, list[tuple[int, float]]]:
    """Score a new run, look at it, and end it without a result."""
    with world.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(world.code, cycle_id)
    work_scoring(world, cycle_id)
    with world.as_system() as work:
        parts = list_scored(work, cycle_id, Phase.SCORE)
        fail_cycle(work, cycle_id, "only looked at")
    edges = Scored.joined(map(Scored.from_bytes, parts.values())).edges
    found: dict[int, list[tuple[int, float]]] = {}
    for seeker, posting, rank in zip(
        edges.seekers.tolist(), edges.postings.tolist(), edges.rank.tolist(), strict=True
    ):
        found.setdefault(seeker, []).append((posting, rank))
    return found


def work_scoring(world: TenantWorld, cycle_id: int) -> None:
    for block in range(100):
        with world.as_system() as work:
            lease = lease_chunk(work, cycle_id, block)
        if lease is None:
            return
        work_off(world.code, lease)


def left(world: TenantWorld) -> tuple[set[int], set[int]]:
    """The runs of which lists, and postings, are kept."""
    with world.as_system() as work:
        found = [
            set(work.session.scalars(select(table.cycle_id).where(table.tenant_id == world.code)))
            for table in (StandingList, StandingPostings)
        ]
    return found[0], found[1]


@pytest.mark.parametrize("fresh_process", [False, True])
def test_the_next_run_searches_only_for_those_who_changed(
    tenant: TenantWorld, searched: list[int], fresh_process: bool
) -> None:
    ids, jobs = prefecture(tenant)
    run_cycle(tenant)
    assert sorted(searched) == ids
    in_group(tenant, ids[1], Group.EMPLOYMENT_DIFFICULTY)
    with tenant.as_seeker(ids[2]) as work:
        not_for_me(work, jobs[0], Reason.PAY_TOO_LOW)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, jobs[3])
    new = published_posting(tenant, title="缝纫工新", openings=20)
    (comer,) = people(tenant, profile())
    if fresh_process:
        forget_in_process()

    searched.clear()
    found = scored_now(tenant)

    assert sorted(searched) == [ids[1], ids[2], comer]
    assert all(jobs[3] not in dict(pairs) for pairs in found.values())
    assert all(new.id in dict(pairs) for pairs in found.values())
    assert jobs[0] not in dict(found[ids[2]])
    assert _forgotten(tenant, searched) == found
    assert sorted(searched) == [*ids, comer]


def _forgotten(tenant: TenantWorld, searched: list[int]) -> dict[int, list[tuple[int, float]]]:
    """Score with nothing known."""
    with tenant.as_system() as work:
        work.session.execute(
            update(StandingList).where(StandingList.tenant_id == tenant.code).values(made_by="-")
        )
    forget_in_process()
    searched.clear()
    return scored_now(tenant)


def test_only_the_newest_run_is_kept_and_one_that_failed_leaves_nothing(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    prefecture(tenant)
    first, second = run_cycle(tenant), run_cycle(tenant)

    assert first != second
    assert left(tenant) == ({second}, {second})
    scored_now(tenant)
    assert left(tenant) == ({second}, {second})
    with other_tenant.as_system() as work:
        assert work.session.scalar(select(func.count()).select_from(StandingList)) == 0


def test_what_another_ranker_or_other_code_made_is_not_used(
    tenant: TenantWorld, searched: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, _ = prefecture(tenant)
    run_cycle(tenant)
    before = kept_standing.versions

    monkeypatch.setattr(
        kept_standing, "versions", lambda *args: before(*args) | {"encoder": "another"}
    )
    searched.clear()
    scored_now(tenant)

    assert sorted(searched) == ids


def test_a_chunk_killed_while_it_leaves_its_lists_leaves_nothing(
    tenant: TenantWorld, searched: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, _ = prefecture(tenant)
    monkeypatch.setattr(cutting, "BLOCK", 3)
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)
    with tenant.as_system() as work:
        lease = lease_chunk(work, cycle_id, 0)
    assert lease is not None

    with monkeypatch.context() as broken:
        broken.setattr("matching.cycle.scoring.finish_chunk", _killed)
        with pytest.raises(KeyboardInterrupt):
            work_off(tenant.code, lease)
    assert left(tenant) == (set(), set())

    work_off(tenant.code, lease)
    work_scoring(tenant, cycle_id)
    assert left(tenant)[0] == {cycle_id}
    assert set(searched) <= set(ids)


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
