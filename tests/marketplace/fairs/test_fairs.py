"""Planning a fair, giving booths, the public page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest

from marketplace.fairs import (
    BoothTaken,
    FairDateInPast,
    FairNotFound,
    FairNotOpen,
    NoApprovedPosting,
    NoSuchBooth,
    StaleFair,
    add_exhibitor,
    cancel_fair,
    change_fair,
    employers_to_invite,
    find_announced_fair,
    list_exhibitors,
    list_upcoming_fairs,
    plan_fair,
    remove_exhibitor,
)
from marketplace.fairs.errors import FairTimesReversed, TooFewBooths
from marketplace.postings import approve_posting, create_posting, submit_posting
from runtime.clock import frozen, now, today
from runtime.errors import NotAllowed, ServiceError
from tests.make.employers import verified_employer
from tests.make.fairs import announced_fair, plan, planned_fair
from tests.make.postings import content
from tests.world import TenantWorld


def exhibitor(world: TenantWorld, name: str) -> int:
    """An employer with one approved posting."""
    employer = verified_employer(world, name)
    with world.as_recruiter(employer.id) as work:
        posting = create_posting(work, employer.id, content())
        submit_posting(work, posting.id)
    with world.as_reviewer() as work:
        approve_posting(work, posting.id)
    return employer.id


def test_only_organisers_plan(tenant: TenantWorld) -> None:
    with pytest.raises(NotAllowed), tenant.as_reviewer() as work:
        plan_fair(work, plan())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"held_on": today() - timedelta(days=1)}, FairDateInPast),
        ({"closes_at": time(8)}, FairTimesReversed),
    ],
)
def test_dates_that_cannot_be(
    tenant: TenantWorld, changes: dict[str, object], error: type[ServiceError]
) -> None:
    with pytest.raises(error), tenant.as_organiser() as work:
        plan_fair(work, plan(**changes))


def test_a_planned_fair_is_not_public(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    fair = planned_fair(tenant)
    public = announced_fair(tenant)
    with tenant.as_system() as work:
        assert [found.id for found in list_upcoming_fairs(work)] == [public.id]
        with pytest.raises(FairNotFound):
            find_announced_fair(work, fair.id)
    with other_tenant.as_system() as work, pytest.raises(FairNotFound):
        find_announced_fair(work, public.id)


def test_exhibitors_need_an_approved_posting(tenant: TenantWorld) -> None:
    fair = planned_fair(tenant)
    employer_id = verified_employer(tenant, "没有岗位的厂").id
    with pytest.raises(NoApprovedPosting), tenant.as_organiser() as work:
        add_exhibitor(work, fair.id, employer_id)


def test_booths_are_given_in_order_moved_and_freed(tenant: TenantWorld) -> None:
    fair = planned_fair(tenant)
    first, second = exhibitor(tenant, "甲厂"), exhibitor(tenant, "乙厂")
    with tenant.as_organiser() as work:
        assert {row.id for row, _ in employers_to_invite(work, fair.id)} == {first, second}
        assert add_exhibitor(work, fair.id, first).booth == 1
        assert add_exhibitor(work, fair.id, first).booth == 1
        assert add_exhibitor(work, fair.id, second).booth == 2
        assert add_exhibitor(work, fair.id, second, booth=3).booth == 3
    with tenant.as_organiser() as work:
        rows = list_exhibitors(work, fair.id)
        assert [(row.employer.id, row.booth, row.openings) for row in rows] == [
            (first, 1, 5),
            (second, 3, 5),
        ]
        remove_exhibitor(work, fair.id, first)
        assert [row.id for row, _ in employers_to_invite(work, fair.id)] == [first]


def test_booths_that_cannot_be(tenant: TenantWorld) -> None:
    fair = planned_fair(tenant)
    first, second = exhibitor(tenant, "甲厂"), exhibitor(tenant, "乙厂")
    with tenant.as_organiser() as work:
        add_exhibitor(work, fair.id, first, booth=2)
    with pytest.raises(BoothTaken), tenant.as_organiser() as work:
        add_exhibitor(work, fair.id, second, booth=2)
    with pytest.raises(NoSuchBooth), tenant.as_organiser() as work:
        add_exhibitor(work, fair.id, second, booth=4)
    with pytest.raises(TooFewBooths), tenant.as_organiser() as work:
        change_fair(work, fair.id, plan(booths=1), version=fair.version)


def test_the_last_booth_is_never_given_twice(tenant: TenantWorld) -> None:
    fair = planned_fair(tenant, booths=1)
    employers = [exhibitor(tenant, f"第{n}厂") for n in range(4)]
    tenant.as_organiser()

    def try_to_add(employer_id: int) -> bool:
        try:
            with tenant.as_organiser() as work:
                add_exhibitor(work, fair.id, employer_id, booth=1)
        except BoothTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_to_add, employers)) == [False, False, False, True]


def test_two_windows_changing_one_fair(tenant: TenantWorld) -> None:
    fair = planned_fair(tenant)
    with tenant.as_organiser() as work:
        change_fair(work, fair.id, plan(title="先保存的"), version=fair.version)
    with pytest.raises(StaleFair), tenant.as_organiser() as work:
        change_fair(work, fair.id, plan(title="后保存的"), version=fair.version)


def test_a_cancelled_or_past_fair_is_closed(tenant: TenantWorld) -> None:
    fair = announced_fair(tenant)
    with (
        frozen(now() + timedelta(days=30)),
        pytest.raises(FairNotOpen),
        tenant.as_organiser() as work,
    ):
        change_fair(work, fair.id, plan(), version=fair.version)
    with tenant.as_organiser() as work:
        cancel_fair(work, fair.id)
    with pytest.raises(FairNotOpen), tenant.as_organiser() as work:
        change_fair(work, fair.id, plan(), version=fair.version)
