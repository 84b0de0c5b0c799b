"""A cycle from end to end on real rooms: who gets what, why, and again from what was stored."""

from __future__ import annotations

from datetime import timedelta
from math import isnan

import pytest

from language.conditions import Condition
from language.encoder import encoder
from marketplace.applications import Reason, not_for_me, undo_not_for_me
from marketplace.groups import Group
from marketplace.postings import approve_posting, edit_posting, withdraw_posting
from marketplace.recommendations import (
    ASSIGN_BLOCK,
    RECORD_FROM,
    CycleState,
    Lease,
    LeaseLost,
    Recommendation,
    access_cycle,
    lease_chunk,
    list_recorded,
    open_cycle,
)
from matching.cycle import plan, run_here, score, scoring, work_off
from matching.judging import judge
from matching.loading import load_postings, reload_postings
from matching.online import best_now
from matching.ranker import FixedWeights
from matching.settings import DRAWN_PERCENT, PER_OPENING
from matching.versions import versions
from runtime.clock import frozen, now, today
from tenants.consents import Purpose, withdraw_consent
from tenants.settings import change_setting
from tests.make.matching import in_group, people, profile, run_cycle, stored_facts
from tests.make.postings import content, published_posting
from tests.world import TenantWorld


def of_cycle(world: TenantWorld, cycle_id: int) -> list[Recommendation]:
    with world.as_system() as work:
        return list_recorded(work, cycle_id)


def pairs(rows: list[Recommendation]) -> set[tuple[int, int]]:
    return {(row.seeker_id, row.posting_id) for row in rows}


def test_recommends_what_fits_and_says_why(tenant: TenantWorld) -> None:
    sewing = published_posting(tenant, skills=("平缝",), conditions=("long_standing",))
    night = published_posting(tenant, title="夜班缝纫工", conditions=("night_shift",))
    (seeker,) = people(tenant, profile(excludes=(Condition.NIGHT_SHIFT,)))
    in_group(tenant, seeker, Group.EMPLOYMENT_DIFFICULTY)

    rows = of_cycle(tenant, run_cycle(tenant))

    assert pairs(rows) == {(seeker, sewing.id)}
    assert night.id not in {row.posting_id for row in rows}
    assert [reason["code"] for reason in rows[0].reasons][:2] == ["served_first", "wanted_work"]
    assert rows[0].weak
    assert rows[0].score_rank == rows[0].score_apply * rows[0].score_hire > 0


def test_the_run_record_says_what_came_of_it(tenant: TenantWorld) -> None:
    published_posting(tenant)
    sewer, _ = people(tenant, profile(), profile(certificates=None, max_km=None))
    in_group(tenant, sewer, Group.DISABLED)
    (far,) = people(tenant, profile(place_code=431382, max_km=5.0))

    cycle_id = run_cycle(tenant)

    with tenant.as_administrator() as work:
        cycle = access_cycle(work, cycle_id)
    assert cycle.state is CycleState.FINISHED
    assert cycle.counts["seekers"] == 3
    assert cycle.counts["served"] == 2
    assert cycle.counts["recommendations"] == 2
    assert cycle.counts["postings_touched"] == 1
    assert cycle.counts["owed_met"] == 0
    assert cycle.counts["short_by_rule"] == {"distance": 1}
    assert cycle.by_group["disabled"]["served"] == 1
    assert cycle.by_group["none"]["seekers"] == 2
    assert cycle.versions == versions(FixedWeights(), encoder().version)
    assert {"postings", "seekers", "candidates", "scores", "assignment", "record"} <= set(
        cycle.stages
    )
    assert far


def test_any_recommendation_can_be_computed_again_a_year_later(tenant: TenantWorld) -> None:
    for n in range(4):
        published_posting(tenant, title=f"缝纫工{n}", openings=n + 1, skills=("平缝", "包缝"))
    people(
        tenant, *(profile(experience_years=float(n)) for n in range(6)), profile(personalised=False)
    )
    rows = of_cycle(tenant, run_cycle(tenant))
    assert len(rows) >= 7

    with frozen(now() + timedelta(days=365)):
        for row in rows:
            again = judge(stored_facts(tenant, row), FixedWeights())
            assert again.rule.code == "ok"
            assert again.scores == (row.score_apply, row.score_hire, row.score_rank)
            assert [reason.to_json() for reason in again.account.good] == row.reasons
            assert [reason.to_json() for reason in again.account.weak] == row.weak


def test_online_and_batch_say_the_same(tenant: TenantWorld) -> None:
    for n in range(3):
        published_posting(tenant, title=f"缝纫工{n}", openings=n + 2)
    ids = people(tenant, *(profile(experience_years=float(n)) for n in range(5)))
    now_says = {
        (row.seeker_id, row.posting_id): row
        for seeker in ids
        for row in best_now(tenant.code, seeker, today(), 5)
    }

    rows = of_cycle(tenant, run_cycle(tenant))

    assert len(rows) >= 10
    for row in rows:
        online = now_says[row.seeker_id, row.posting_id]
        assert (online.score_apply, online.score_hire, online.score_rank) == (
            row.score_apply,
            row.score_hire,
            row.score_rank,
        )
        assert (online.reasons, online.weak) == (row.reasons, row.weak)


def test_chunks_change_nothing(tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        published_posting(tenant, title=f"缝纫工{n}", openings=1)
    people(tenant, *(profile(experience_years=float(n % 4)) for n in range(9)))
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 4)
        change_setting(work, DRAWN_PERCENT, 0)  # two runs draw differently
    whole = [_kept(row) for row in of_cycle(tenant, run_cycle(tenant))]
    with tenant.as_system() as work:
        work.session.execute(
            Recommendation.__table__.delete().where(Recommendation.tenant_id == tenant.code)
        )

    monkeypatch.setattr(scoring, "BLOCK", 2)
    in_parts = [_kept(row) for row in of_cycle(tenant, run_cycle(tenant))]

    assert in_parts == whole
    assert len(whole) == 12


def _kept(row: Recommendation) -> tuple[object, ...]:
    return row.seeker_id, row.posting_id, row.rank, row.score_rank, row.reasons, row.weak


def test_a_declined_posting_never_comes_back_until_it_is_taken_back(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    (seeker,) = people(tenant, profile())
    with tenant.as_seeker(seeker) as work:
        not_for_me(work, posting.id, Reason.TOO_FAR)

    assert not of_cycle(tenant, run_cycle(tenant))

    with tenant.as_seeker(seeker) as work:
        undo_not_for_me(work, posting.id)
    first = run_cycle(tenant)
    assert pairs(of_cycle(tenant, first)) == {(seeker, posting.id)}
    assert not of_cycle(tenant, run_cycle(tenant))  # no repeats


def test_priority_groups_get_scarce_places_first(tenant: TenantWorld) -> None:
    posting = published_posting(tenant, openings=1)
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)
    near, certified = people(tenant, profile(), profile(skills=(), experience_years=0.0))
    in_group(tenant, certified, Group.EMPLOYMENT_DIFFICULTY)

    rows = of_cycle(tenant, run_cycle(tenant))

    assert pairs(rows) == {(certified, posting.id)}
    assert near not in {row.seeker_id for row in rows}


@pytest.mark.parametrize("assigned", [False, True])
def test_whoever_withdrew_meanwhile_and_what_was_closed_is_left_out(
    tenant: TenantWorld, *, assigned: bool
) -> None:
    closed, kept = published_posting(tenant), published_posting(tenant, title="缝纫普工")
    stays, leaves = people(tenant, profile(), profile())
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)
    for block in (0, ASSIGN_BLOCK)[: 1 + assigned]:
        work_off(tenant.code, _leased(tenant, cycle_id, block))
    with tenant.as_system() as work:
        withdraw_consent(work, leaves, Purpose.RECOMMENDATION)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, closed.id)

    run_here(tenant.code, cycle_id)

    assert pairs(of_cycle(tenant, cycle_id)) == {(stays, kept.id)}


def test_goes_on_where_a_killed_worker_stopped(
    tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_posting(tenant)
    people(tenant, *(profile() for _ in range(4)))
    monkeypatch.setattr(scoring, "BLOCK", 2)
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)
    with tenant.as_system() as work:
        dead = lease_chunk(work, cycle_id, 0)
    assert dead is not None

    with frozen(now() + timedelta(minutes=2)):
        run_here(tenant.code, cycle_id)

    with pytest.raises(LeaseLost):
        score(tenant.code, dead)
    assert len(of_cycle(tenant, cycle_id)) == 4


@pytest.mark.parametrize("broken_step", ["finish_chunk", "record_recommendations"])
def test_a_recording_killed_half_way_leaves_nothing_and_doubles_nothing(
    tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch, broken_step: str
) -> None:
    published_posting(tenant)
    published_posting(tenant, title="缝纫普工")
    people(tenant, *(profile() for _ in range(4)))
    monkeypatch.setattr(scoring, "BLOCK", 2)
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)
    for block in (0, 1, ASSIGN_BLOCK, RECORD_FROM):
        work_off(tenant.code, _leased(tenant, cycle_id, block))
    before = of_cycle(tenant, cycle_id)
    lease = _leased(tenant, cycle_id, RECORD_FROM + 1)
    with monkeypatch.context() as broken:
        broken.setattr(f"matching.cycle.recording.{broken_step}", _killed)
        with pytest.raises(KeyboardInterrupt):
            work_off(tenant.code, lease)
    assert [row.id for row in of_cycle(tenant, cycle_id)] == [row.id for row in before]

    with frozen(now() + timedelta(minutes=2)):
        run_here(tenant.code, cycle_id)

    after = of_cycle(tenant, cycle_id)
    assert {row.id for row in before} < {row.id for row in after}
    assert len(before) == 4
    assert len(after) == len(pairs(after)) == 8


def test_without_personalisation_the_newest_nearby(tenant: TenantWorld) -> None:
    other = published_posting(tenant, title="软件工程师", occupation_code="2-02-10-03")
    (seeker,) = people(tenant, profile(personalised=False))

    (row,) = of_cycle(tenant, run_cycle(tenant))

    assert (row.seeker_id, row.posting_id) == (seeker, other.id)
    assert row.score_apply == row.score_hire == 0
    assert row.reasons[0]["code"] == "plain_list"
    assert isnan(stored_facts(tenant, row).similarity)


def test_a_run_is_recorded_by_the_clock_it_runs_by(tenant: TenantWorld) -> None:
    published_posting(tenant)
    people(tenant, profile())
    later = now() + timedelta(days=20)

    with frozen(later):
        (row,) = of_cycle(tenant, run_cycle(tenant))

    assert row.recorded_at == later


def test_only_what_changed_is_read_again(tenant: TenantWorld) -> None:
    kept, closed, changed = (published_posting(tenant, title=f"缝纫工{n}") for n in range(3))
    known = load_postings(tenant.code)
    assert reload_postings(tenant.code, known) is known
    with tenant.as_recruiter() as work:
        withdraw_posting(work, closed.id)
        edit_posting(
            work, changed.id, content(title="缝纫组长", openings=9), version=changed.version
        )
    with tenant.as_reviewer() as work:
        approve_posting(work, changed.id)
    fresh = published_posting(tenant, title="包装工")

    merged, whole = reload_postings(tenant.code, known), load_postings(tenant.code)

    assert [facts.id for facts in merged.facts] == [kept.id, changed.id, fresh.id]
    assert merged.facts == whole.facts
    assert (merged.versions, merged.state) == (whole.versions, whole.state)
    assert reload_postings(tenant.code, merged) is merged
    assert (merged.columns.vectors == whole.columns.vectors).all()
    assert merged.columns.openings.tolist() == [5, 9, 5]


def test_nobody_and_nothing(tenant: TenantWorld) -> None:
    assert of_cycle(tenant, run_cycle(tenant)) == []
    people(tenant, profile())
    assert of_cycle(tenant, run_cycle(tenant)) == []


def test_another_tenants_postings_and_people_stay_out(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    mine, theirs = published_posting(tenant), published_posting(other_tenant)
    (seeker,) = people(tenant, profile())
    people(other_tenant, profile())

    assert pairs(of_cycle(tenant, run_cycle(tenant))) == {(seeker, mine.id)}
    assert theirs.id != mine.id


def _leased(world: TenantWorld, cycle_id: int, block: int) -> Lease:
    with world.as_system() as work:
        lease = lease_chunk(work, cycle_id, block)
    assert lease is not None
    return lease


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
