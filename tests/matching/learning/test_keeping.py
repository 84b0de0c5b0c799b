"""A learned model from challenger to champion and back, as runs see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from marketplace.recommendations import (
    Recommendation,
    access_cycle,
    list_for_posting,
    open_cycle,
)
from matching import in_use
from matching.cycle import plan, push, run_here
from matching.in_use import ranker_in_use, ranker_named
from matching.judging import judge
from matching.learning.errors import (
    ModelHasNotWon,
    ModelInUse,
    ModelNotFound,
    ModelUnusable,
    NoModelInUse,
)
from matching.learning.fitting import fit
from matching.learning.keeping import (
    keep_offset,
    list_models,
    promote_model,
    roll_back_model,
    shadow_model,
)
from matching.learning.learned import LearnedRanker, Offset
from matching.learning.models import ModelState, RankingModel
from matching.ranker import FixedWeights
from matching.settings import DRAWN_PERCENT
from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from runtime.settings import settings
from tenants.access import Role
from tenants.audit import list_entries
from tenants.settings import change_setting
from tenants.work import begin
from tests.make.learning import answered_log, kept_model, no_model_left
from tests.make.matching import people, profile, run_cycle, stored_facts
from tests.make.postings import published_posting
from tests.world import TenantWorld

FIXED = FixedWeights()


@pytest.fixture(autouse=True)
def none_left(tenant: TenantWorld) -> Iterator[None]:
    with no_model_left(tenant):
        yield


@cache
def first() -> LearnedRanker:
    return fit(answered_log(300))


@cache
def second() -> LearnedRanker:
    return fit(answered_log(300, seed=1))


def promoted(world: TenantWorld, ranker: LearnedRanker, against: str = FIXED.version) -> None:
    with world.as_system() as work:
        kept_model(work, ranker, against=against)
        promote_model(work, ranker.version)


def test_only_the_operator_of_the_platform_decides(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        kept_model(work, first())
    with pytest.raises(NotAllowed), tenant.as_administrator() as work:
        promote_model(work, first().version)
    assert ranker_in_use(tenant.code).version == FIXED.version

    with begin(tenant.actor(Role.PLATFORM_OPERATOR)) as work:
        promote_model(work, first().version)
    assert ranker_in_use(tenant.code).version == first().version
    with tenant.as_administrator() as work:
        (entry,) = list_entries(work, object_type="ranking_model", limit=1)
    assert (entry.action, entry.details["before"]) == ("ranking_model.promoted", FIXED.version)


def test_one_that_has_not_won_never_ranks(tenant: TenantWorld) -> None:
    other = replace(first(), base_levels=replace(first().levels, pushed=0.001))
    with tenant.as_system() as work:
        kept_model(work, other, won=False)
    with pytest.raises(ModelHasNotWon), tenant.as_system() as work:
        promote_model(work, other.version)
    with pytest.raises(ModelNotFound), tenant.as_system() as work:
        promote_model(work, "learned-0")
    assert ranker_in_use(tenant.code) == FIXED


def test_one_that_won_against_another_must_win_anew(tenant: TenantWorld) -> None:
    promoted(tenant, first())
    with tenant.as_system() as work:
        kept_model(work, second())  # trained while the fixed weights ranked
    with pytest.raises(ModelHasNotWon), tenant.as_system() as work:
        promote_model(work, second().version)
    assert ranker_in_use(tenant.code).version == first().version


def test_back_in_one_step_as_far_as_the_fixed_weights(tenant: TenantWorld) -> None:
    third = fit(answered_log(300, seed=2))
    promoted(tenant, first())
    promoted(tenant, third, against=first().version)
    with tenant.as_system() as work:
        states = {row.version: row.state for row in list_models(work)}
    assert states[third.version] is ModelState.CHAMPION
    assert states[first().version] is ModelState.RETIRED

    with tenant.as_system() as work:
        roll_back_model(work)
    assert ranker_in_use(tenant.code).version == first().version
    with tenant.as_system() as work:
        assert roll_back_model(work) is None
    assert ranker_in_use(tenant.code) == FIXED
    with pytest.raises(NoModelInUse), tenant.as_system() as work:
        roll_back_model(work)
    assert ranker_named(tenant.code, third.version) == third  # still there to compute with


def _damaged(world: TenantWorld, version: str, model: str) -> None:
    """What only somebody with the owner's password could do to a kept model."""
    assert world
    with psycopg.connect(settings().owner_url.replace("+psycopg", "")) as connection:
        connection.execute(
            "UPDATE ranking_model SET model = %s WHERE version = %s", (model, version)
        )
    in_use._read.cache_clear()  # as in a process that starts afterwards


@pytest.mark.parametrize("damage", ["cut", "changed", "other registry"])
def test_a_damaged_champion_gives_way_to_the_fixed_weights(
    tenant: TenantWorld, damage: str
) -> None:
    whole = first().stored()
    promoted(tenant, first())
    changed = {
        "cut": whole[:500],
        "changed": second().stored(),
        "other registry": whole.replace('"registry": "', '"registry": "0'),
    }
    _damaged(tenant, first().version, changed[damage])
    try:
        assert ranker_in_use(tenant.code) == FIXED
        posting = published_posting(tenant)
        (seeker,) = people(tenant, profile())
        cycle_id = run_cycle(tenant)
        with tenant.as_system() as work:
            rows = work.session.scalars(select(Recommendation)).all()
            assert access_cycle(work, cycle_id).versions["weights"] == FIXED.version
            roll_back_model(work)
        assert [(row.seeker_id, row.posting_id) for row in rows] == [(seeker, posting.id)]
        with pytest.raises(ModelUnusable), tenant.as_system() as work:
            promote_model(work, first().version)
    finally:
        _damaged(tenant, first().version, whole)


def test_what_a_model_says_cannot_be_changed_nor_deleted(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        kept_model(work, first())
    for statement in (
        "UPDATE ranking_model SET model = ''",
        "UPDATE ranking_model SET card = '{}'",
        "UPDATE ranking_model SET won = true",
        "DELETE FROM ranking_model",
        "DELETE FROM ranking_offset",
    ):
        with pytest.raises(DBAPIError, match="permission denied"), tenant.as_system() as work:
            work.session.execute(text(statement))


def test_an_offset_is_one_tenant_s_alone(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    promoted(tenant, first())
    with tenant.as_system() as work:
        keep_offset(work, first().version, Offset(0.4, -0.1))
    assert ranker_in_use(tenant.code) == first().shifted(Offset(0.4, -0.1))
    assert ranker_in_use(other_tenant.code) == first()


def _matched(tenant: TenantWorld) -> int:
    for n in range(4):
        published_posting(tenant, title=f"缝纫工{n}", openings=n + 1, skills=("平缝", "包缝"))
    people(
        tenant, *(profile(experience_years=float(n)) for n in range(6)), profile(personalised=False)
    )
    return run_cycle(tenant)


def test_what_a_learned_model_recommended_can_be_computed_after_it_was_rolled_back(
    tenant: TenantWorld,
) -> None:
    promoted(tenant, first())
    with tenant.as_system() as work:
        keep_offset(work, first().version, Offset(0.2, 0.1))
    cycle_id = _matched(tenant)
    with tenant.as_system() as work:
        roll_back_model(work)

    with frozen(now() + timedelta(days=365)), tenant.as_system() as work:
        version = access_cycle(work, cycle_id).versions["weights"]
        ranker = ranker_named(tenant.code, version)
        rows = work.session.scalars(select(Recommendation)).all()
    assert version == first().version
    assert ranker is not None
    assert len(rows) >= 7
    for row in rows:
        again = judge(stored_facts(tenant, row), ranker)
        assert again.scores == (row.score_apply, row.score_hire, row.score_rank)
        assert [reason.to_json() for reason in again.account.good] == row.reasons
        assert [reason.to_json() for reason in again.account.weak] == row.weak


def test_a_run_keeps_the_ranker_it_was_planned_with(tenant: TenantWorld) -> None:
    published_posting(tenant)
    (seeker,) = people(tenant, profile())
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)
    promoted(tenant, first())

    run_here(tenant.code, cycle_id)

    with tenant.as_system() as work:
        assert access_cycle(work, cycle_id).versions["weights"] == FIXED.version
        (row,) = work.session.scalars(select(Recommendation)).all()
    again = judge(stored_facts(tenant, row), FIXED)
    assert again.scores == (row.score_apply, row.score_hire, row.score_rank)
    assert row.seeker_id == seeker


def test_a_shadow_is_written_down_and_changes_nothing(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        kept_model(work, first(), won=False)
        shadow_model(work, first().version)
        change_setting(work, DRAWN_PERCENT, 50)
    _matched(tenant)

    with tenant.as_system() as work:
        rows = work.session.scalars(select(Recommendation)).all()
        personal = [row for row in rows if row.score_apply > 0]
    assert len(personal) >= 6
    for row in personal:
        facts = stored_facts(tenant, row)
        assert judge(facts, FIXED).scores[0] == row.score_apply
        beside = judge(facts, first()).scores
        assert row.facts["shadow"] == {
            "version": first().version,
            "apply": beside[0],
            "hire": beside[1],
        }
    assert all("shadow" not in row.facts for row in rows if row.score_apply == 0)
    drawn = [row for row in rows if "drawn" in row.facts]
    assert {row.facts["drawn"] for row in drawn} <= {0.5}


def test_a_push_is_shadowed_as_well(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        kept_model(work, first(), won=False)
        shadow_model(work, first().version)
    suits, fresh = people(tenant, profile(), profile())
    posting = published_posting(tenant)

    push(tenant.code, [posting.id], [fresh])

    with tenant.as_system() as work:
        rows = work.session.scalars(select(Recommendation)).all()
    assert {row.seeker_id for row in rows} == {suits, fresh}
    for row in rows:
        beside = judge(stored_facts(tenant, row), first()).scores
        assert row.facts["shadow"]["version"] == first().version
        assert (row.facts["shadow"]["apply"], row.facts["shadow"]["hire"]) == beside[:2]


def test_only_one_stands_beside_and_not_the_champion(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        for ranker in (first(), second()):
            kept_model(work, ranker)
            shadow_model(work, ranker.version)
        states = {row.version: row.state for row in list_models(work)}
    assert states[first().version] is ModelState.CHALLENGER
    assert states[second().version] is ModelState.SHADOW
    with tenant.as_system() as work:
        promote_model(work, second().version)
    with pytest.raises(ModelInUse), tenant.as_system() as work:
        shadow_model(work, second().version)
    with tenant.as_system() as work:
        assert not work.session.scalars(
            select(RankingModel).where(RankingModel.state == ModelState.SHADOW)
        ).all()


def test_an_employer_sees_first_whom_the_present_ranker_recommends(tenant: TenantWorld) -> None:
    posting = published_posting(tenant, openings=9)
    promoted(tenant, first())
    (before,) = people(tenant, profile())
    run_cycle(tenant)
    with tenant.as_system() as work:
        roll_back_model(work)
    after = people(tenant, profile(skills=()), profile(skills=(), experience_years=0.0))
    run_cycle(tenant)

    with tenant.as_system() as work:
        rows = list_for_posting(work, posting.id)
    ranks = {row.seeker_id: row.score_rank for row in rows}
    assert ranks[before] > max(ranks[n] for n in after)  # of another ranker
    assert [ranks[row.seeker_id] for row in rows[:2]] == sorted(ranks[n] for n in after)[::-1]
    assert rows[-1].seeker_id == before
