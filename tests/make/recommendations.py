"""Makers of cycles and recommendations, and of people who can be recommended to."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from marketplace.recommendations import (
    ASSIGN_BLOCK,
    FINISH_BLOCK,
    CycleResult,
    NewRecommendation,
    Recommendation,
    Snapshot,
    finish_chunk,
    finish_cycle,
    lease_chunk,
    list_of_seeker,
    open_cycle,
    plan_cycle,
    record_recommendations,
)
from marketplace.seekers import Seeker
from matching.facts import PostingFacts, SeekerFacts
from tenants.consents import Purpose
from tests.make.seekers import ALL, registered_seeker

if TYPE_CHECKING:
    from tests.world import TenantWorld


def person(
    world: "TenantWorld", phone: str | None = None, agreed: Collection[Purpose] = ALL
) -> Seeker:
    """A registered person who agreed to `agreed`."""
    return registered_seeker(world, agreed, **({"phone": phone} if phone else {}))


def new_recommendation(seeker_id: int, posting_id: int, rank: int = 1) -> NewRecommendation:
    return NewRecommendation(
        seeker_id=seeker_id,
        posting_id=posting_id,
        rank=rank,
        score_apply=0.5,
        score_hire=0.4,
        score_rank=0.2 / rank,
        reasons=[{"code": "near_home", "values": {"km": 3.2}}],
        weak=[],
        facts={},
        seeker=Snapshot.of(seeker_id, SeekerFacts(seeker_id)),
        posting=Snapshot.of(posting_id, PostingFacts(posting_id)),
    )


def finished_cycle(world: "TenantWorld", pairs: Collection[tuple[int, int]]) -> int:
    """A full cycle that recommended `pairs` of (seeker, posting), in this order."""
    with world.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
        plan_cycle(work, cycle_id, [], versions={"rules": "1"}, counts={"seekers": len(pairs)})
    with world.as_system() as work:
        lease = lease_chunk(work, cycle_id, ASSIGN_BLOCK)
        assert lease is not None
        finish_chunk(work, lease, {})
        lease = lease_chunk(work, cycle_id, FINISH_BLOCK)
        assert lease is not None
        rows = [new_recommendation(*pair, rank=n) for n, pair in enumerate(pairs, start=1)]
        record_recommendations(work, cycle_id, rows, lease=lease)
        result = CycleResult({"recommendations": len(rows)}, {}, {"assign": 0.1}, {})
        finish_cycle(work, cycle_id, result)
    return cycle_id


def recommended(world: "TenantWorld", seeker_id: int, *posting_ids: int) -> list[Recommendation]:
    """Recommendations of a finished cycle to one person, best first."""
    finished_cycle(world, [(seeker_id, posting_id) for posting_id in posting_ids])
    with world.as_system() as work:
        return sorted(list_of_seeker(work, seeker_id), key=lambda row: row.rank)
