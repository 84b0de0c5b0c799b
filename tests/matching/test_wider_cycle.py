"""A share outside what people want: in a cycle, in a push, in the record, and switched off."""

from __future__ import annotations

import pytest

from marketplace.groups import Group
from marketplace.postings import Posting
from marketplace.recommendations import Recommendation, access_cycle, list_of_seeker, list_recorded
from matching.cycle import push
from matching.online import best_now
from matching.settings import PER_EMPLOYER, WIDER_PERCENT
from matching.wider import WIDER
from runtime.clock import today
from tenants.settings import change_setting
from tests.make.matching import in_group, people, profile, run_cycle
from tests.make.postings import published_posting
from tests.world import TenantWorld

BESIDE = "6-05-02-01"  # the 中类 of sewing, another 小类


@pytest.fixture
def market(tenant: TenantWorld) -> tuple[TenantWorld, Posting]:
    """Six of the wanted work, and one of the field beside it, all of one employer."""
    with tenant.as_administrator() as work:
        change_setting(work, PER_EMPLOYER, 9)
    for n in range(6):
        published_posting(tenant, title=f"缝纫工{n}")
    beside = published_posting(tenant, title="裁剪工", occupation_code=BESIDE, skills=("平缝",))
    return tenant, beside


def recorded(world: TenantWorld, cycle_id: int) -> list[Recommendation]:
    with world.as_system() as work:
        return list_recorded(work, cycle_id)


def codes(row: Recommendation) -> list[str]:
    return [reason["code"] for reason in row.reasons]


def test_one_of_five_is_outside_and_says_so(market: tuple[TenantWorld, Posting]) -> None:
    world, beside = market
    seeker, plain = people(world, profile(), profile(personalised=False))
    in_group(world, seeker, Group.DISABLED)

    cycle_id = run_cycle(world)

    rows = recorded(world, cycle_id)
    mine = [row for row in rows if row.seeker_id == seeker]
    assert len(mine) == 5
    (outside,) = [row for row in mine if row.posting_id == beside.id]
    assert codes(outside)[0] == "wider_work"
    assert outside.reasons[0]["values"] == {"skills": ["平缝"]}
    others = [row for row in rows if row is not outside]
    assert {row.seeker_id for row in others} == {seeker, plain}
    assert not any(set(codes(row)) & set(WIDER) for row in others)
    with world.as_administrator() as work:
        cycle = access_cycle(work, cycle_id)
    assert cycle.counts["wider"] == 1
    assert (cycle.by_group["disabled"]["wider"], cycle.by_group["disabled"]["wider_share"]) == (
        1,
        0.2,
    )
    assert cycle.by_group["none"]["wider_share"] is None  # a plain list alone


def test_the_list_of_this_moment_says_the_same(market: tuple[TenantWorld, Posting]) -> None:
    world, beside = market
    (seeker,) = people(world, profile())
    now_says = {row.posting_id: row.reasons for row in best_now(world.code, seeker, today(), 9)}

    rows = recorded(world, run_cycle(world))

    assert beside.id in {row.posting_id for row in rows}
    assert all(now_says[row.posting_id] == row.reasons for row in rows)


def test_a_tenant_may_switch_it_off(market: tuple[TenantWorld, Posting]) -> None:
    world, beside = market
    people(world, profile())
    with world.as_administrator() as work:
        change_setting(work, WIDER_PERCENT, 0)

    assert beside.id not in {row.posting_id for row in recorded(world, run_cycle(world))}


def test_a_new_person_gets_one_as_well(market: tuple[TenantWorld, Posting]) -> None:
    world, beside = market
    (seeker,) = people(world, profile())

    push(world.code, [], [seeker])

    with world.as_system() as work:
        rows = list_of_seeker(work, seeker)
    assert len(rows) == 5
    assert beside.id in {row.posting_id for row in rows}
