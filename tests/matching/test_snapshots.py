"""The facts of both sides are kept once, and each recommendation finds those it stands on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.groups import Group
from marketplace.postings import approve_posting, edit_posting
from marketplace.recommendations import list_recorded
from marketplace.recommendations.models import PostingSnapshot, SeekerSnapshot
from runtime.clock import frozen, now
from tests.make.matching import in_group, people, profile, run_cycle, stored_facts
from tests.make.postings import content, published_posting

if TYPE_CHECKING:
    from tests.world import TenantWorld


def kept(world: TenantWorld) -> tuple[int, int]:
    """How many snapshots there are of people, and of postings."""
    with world.as_system() as work:
        return (
            len(work.session.scalars(select(SeekerSnapshot)).all()),
            len(work.session.scalars(select(PostingSnapshot)).all()),
        )


def test_one_snapshot_a_side_however_many_recommendations(tenant: TenantWorld) -> None:
    for n in range(3):
        published_posting(tenant, title=f"缝纫工{n}", openings=9)
    people(tenant, *(profile(experience_years=float(n)) for n in range(4)))

    with tenant.as_system() as work:
        rows = list_recorded(work, run_cycle(tenant))

    assert len(rows) == 12
    assert kept(tenant) == (4, 3)


def test_the_next_run_adds_only_what_has_changed(tenant: TenantWorld) -> None:
    for n in range(2):
        published_posting(tenant, title=f"缝纫工{n}", openings=9)
    first, second = people(tenant, profile(), profile())
    run_cycle(tenant)
    before = kept(tenant)
    published_posting(tenant, title="缝纫工三", openings=9)
    in_group(tenant, second, Group.DISABLED)

    with frozen(now() + timedelta(days=1)):
        cycle_id = run_cycle(tenant)

    with tenant.as_system() as work:
        rows = list_recorded(work, cycle_id)
    assert {row.seeker_id for row in rows} == {first, second}
    assert kept(tenant) == (before[0] + 1, before[1] + 1)


def test_a_recommendation_keeps_the_facts_it_was_made_on(tenant: TenantWorld) -> None:
    posting = published_posting(tenant, openings=9)
    people(tenant, profile())
    with tenant.as_system() as work:
        (row,) = list_recorded(work, run_cycle(tenant))
    made_on = stored_facts(tenant, row)
    with tenant.as_recruiter() as work:
        edit_posting(work, posting.id, content(openings=2), version=posting.version)
    with tenant.as_reviewer() as work:
        approve_posting(work, posting.id)
    (late,) = people(tenant, profile())

    with tenant.as_system() as work:
        (later,) = list_recorded(work, run_cycle(tenant))

    assert stored_facts(tenant, row) == made_on
    assert made_on.posting.openings == 9
    assert later.seeker_id == late
    assert stored_facts(tenant, later).posting.openings == 2
