"""Makers of cycles and recommendations, and of people who can be recommended to."""

import itertools
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING

from stdnum.cn import ric

from marketplace.recommendations import (
    FINISH_BLOCK,
    CycleResult,
    NewRecommendation,
    Recommendation,
    finish_cycle,
    lease_chunk,
    list_of_seeker,
    open_cycle,
    plan_cycle,
    record_recommendations,
)
from marketplace.seekers import Identity, Seeker, register_seeker
from tenants.access import Actor
from tenants.accounts import create_demo_accounts
from tenants.consents import Purpose
from tenants.work import begin

if TYPE_CHECKING:
    from tests.world import TenantWorld

EVERYTHING = (Purpose.RECOMMENDATION, Purpose.SMS, Purpose.SHARE_CARD, Purpose.PERSONALISATION)
_numbers = itertools.count(secrets.randbelow(90_000_000))


def next_phone() -> str:
    return f"139{next(_numbers) % 100_000_000:08d}"


def id_number(number: int) -> str:
    body = f"43010419900307{number % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def person(
    world: "TenantWorld", phone: str | None = None, agreed: Collection[Purpose] = EVERYTHING
) -> Seeker:
    """A registered person who agreed to `agreed`."""
    number = next(_numbers)
    account = create_demo_accounts([f"person-{world.code}-{number}"], "Xiangjiang-2026")[0]
    identity = Identity(name="李四", phone=phone or next_phone(), id_number=id_number(number))
    with begin(Actor(world.code, account.id)) as work:
        return register_seeker(work, identity, agreed)


def new_recommendation(seeker_id: int, posting_id: int, rank: int = 1) -> NewRecommendation:
    return NewRecommendation(
        seeker_id=seeker_id,
        posting_id=posting_id,
        rank=rank,
        score_apply=0.5,
        score_hire=0.4,
        score_rank=0.2 / rank,
        reasons=[{"code": "near", "values": {"km": 3.2}}],
        weak=[],
        facts={"seeker": {"id": seeker_id}, "posting": {"id": posting_id}},
    )


def finished_cycle(world: "TenantWorld", pairs: Collection[tuple[int, int]]) -> int:
    """A full cycle that recommended `pairs` of (seeker, posting), in this order."""
    with world.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
        plan_cycle(work, cycle_id, [], versions={"rules": "1"}, counts={"seekers": len(pairs)})
    with world.as_system() as work:
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
