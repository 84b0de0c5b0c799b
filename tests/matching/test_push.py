"""The push of what is new: at once, to whom it suits, and never twice."""

from __future__ import annotations

from typing import Any

from marketplace.applications import Reason, not_for_me
from marketplace.groups import Group
from marketplace.recommendations import (
    CycleKind,
    Recommendation,
    find_recommendation,
    list_cycles,
    list_of_seeker,
)
from marketplace.seekers import Want
from matching.cycle import push
from matching.settings import DRAWN_PERCENT, PER_EMPLOYER, PER_OPENING, PUSHED_A_DAY
from tenants.settings import change_setting
from tests.make.matching import in_group, people, profile, run_cycle
from tests.make.postings import published_posting
from tests.world import TenantWorld


def of(world: TenantWorld, seeker: int) -> list[Recommendation]:
    with world.as_system() as work:
        return list_of_seeker(work, seeker)


def test_an_eligible_person_gets_a_new_posting_at_once(tenant: TenantWorld) -> None:
    suits, programmer, far = people(
        tenant,
        profile(),
        profile(wants=(Want("软件工程师", "2-02-10-03"),), skills=("Java",)),
        profile(place_code=431382, max_km=5.0),
    )
    in_group(tenant, suits, Group.EMPLOYMENT_DIFFICULTY)
    posting = published_posting(tenant)

    push(tenant.code, [posting.id], [])

    (row,) = of(tenant, suits)
    assert row.posting_id == posting.id
    assert "wanted_work" in {reason["code"] for reason in row.reasons}
    assert not of(tenant, programmer)
    assert not of(tenant, far)


def test_a_push_is_repeated_without_effect_and_the_night_repeats_nothing(
    tenant: TenantWorld,
) -> None:
    (seeker,) = people(tenant, profile())
    posting = published_posting(tenant)

    for _ in range(3):
        push(tenant.code, [posting.id], [])
    run_cycle(tenant)

    assert len(of(tenant, seeker)) == 1
    with tenant.as_administrator() as work:
        (cycle,) = list_cycles(work, kind=CycleKind.PUSH)
    assert cycle.counts["recommendations"] == 1
    assert cycle.versions


def test_a_push_record_tells_the_spread_of_what_is_new(tenant: TenantWorld) -> None:
    published_posting(tenant, title="钳工")  # known before; no part of it
    one, two = people(tenant, profile(), profile(personalised=False))
    in_group(tenant, one, Group.DISABLED)
    suits = published_posting(tenant)
    unfit = published_posting(
        tenant, title="前端开发", occupation_code="2-02-10-03", pay_text="面议"
    )
    nobody = published_posting(tenant, title="护士", certificates=("护士执业证",))

    push(tenant.code, [suits.id, unfit.id, nobody.id], [])

    (row,) = of(tenant, one)
    assert row.posting_id == suits.id
    assert not of(tenant, two)
    with tenant.as_administrator() as work:
        (cycle,) = list_cycles(work, kind=CycleKind.PUSH)
    figures = cycle.counts["exposure"]
    assert (figures["open"], figures["orphans"], figures["employers_reached"]) == (3, 1, 1)
    assert cycle.by_group["disabled"]["mean_score"] == round(row.score_rank, 4)


def test_declined_and_unpersonalised_people_get_no_push(tenant: TenantWorld) -> None:
    refused, plain = people(tenant, profile(), profile(personalised=False))
    posting = published_posting(tenant)
    with tenant.as_seeker(refused) as work:
        not_for_me(work, posting.id, Reason.TOO_FAR)

    push(tenant.code, [posting.id], [])

    assert not of(tenant, refused)
    assert not of(tenant, plain)


def test_few_a_day_and_priority_first(tenant: TenantWorld) -> None:
    near, certified = people(tenant, profile(), profile(skills=()))
    in_group(tenant, certified, Group.ZERO_EMPLOYMENT_HOUSEHOLD)
    scarce = published_posting(tenant, openings=1)
    more = [published_posting(tenant, title=f"缝纫工{n}").id for n in range(3)]
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)
        change_setting(work, PUSHED_A_DAY, 2)

    push(tenant.code, [scarce.id], [])
    push(tenant.code, more, [])

    assert scarce.id in {row.posting_id for row in of(tenant, certified)}
    assert scarce.id not in {row.posting_id for row in of(tenant, near)}
    assert len(of(tenant, certified)) == len(of(tenant, near)) == 2


def test_a_new_person_gets_the_best_there_is(tenant: TenantWorld) -> None:
    known, fresh = people(tenant, profile(), profile())
    postings = [published_posting(tenant, title=f"缝纫工{n}").id for n in range(3)]

    push(tenant.code, [], [fresh])

    assert {row.posting_id for row in of(tenant, fresh)} == set(postings)
    assert sorted(row.rank for row in of(tenant, fresh)) == [1, 2, 3]
    assert not of(tenant, known)


def test_near_ties_of_a_push_are_drawn_with_their_chances(tenant: TenantWorld) -> None:
    fresh = people(tenant, *(profile() for _ in range(12)))
    for n in range(4):
        published_posting(tenant, title=f"缝纫工{n}")
    with tenant.as_administrator() as work:
        change_setting(work, DRAWN_PERCENT, 50)
        change_setting(work, PER_EMPLOYER, 9)

    push(tenant.code, [], fresh)

    orders = []
    for seeker in fresh:
        rows = sorted((facts_of(tenant, row) for row in of(tenant, seeker)), key=lambda row: row[0])
        assert [place for place, *_ in rows] == [1, 2, 3, 4]
        assert {facts["drawn"] for *_, facts in rows if "drawn" in facts} == {0.5}
        orders.append([posting for _, posting, _ in rows])
    assert len({tuple(order) for order in orders}) > 1  # the same people, postings and ranks


def facts_of(world: TenantWorld, row: Recommendation) -> tuple[int, int, dict[str, Any]]:
    with world.as_system() as work:
        found = find_recommendation(work, row.seeker_id, row.posting_id)
    assert found is not None
    return row.rank, row.posting_id, found.facts


def test_what_is_gone_is_not_pushed(tenant: TenantWorld) -> None:
    people(tenant, profile())

    push(tenant.code, [12345], [67890])

    with tenant.as_administrator() as work:
        (cycle,) = list_cycles(work, kind=CycleKind.PUSH)
    assert cycle.counts["recommendations"] == 0
