"""Makers of fairs."""

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from marketplace.fairs import Fair, FairPlan, announce_fair, plan_fair
from runtime.clock import today

if TYPE_CHECKING:
    from tests.world import TenantWorld


def plan(**changes: Any) -> FairPlan:
    """A fair in a fortnight in 长沙市岳麓区; `changes` replace fields."""
    values: dict[str, Any] = {
        "title": "岳麓区春季专场招聘会",
        "held_on": today() + timedelta(days=14),
        "opens_at": time(9),
        "closes_at": time(12, 30),
        "place_code": 430104,
        "address": "某某广场",
        "booths": 3,
    }
    return FairPlan(**(values | changes))


def planned_fair(world: "TenantWorld", **changes: Any) -> Fair:
    with world.as_organiser() as work:
        return plan_fair(work, plan(**changes))


def announced_fair(world: "TenantWorld", **changes: Any) -> Fair:
    fair = planned_fair(world, **changes)
    with world.as_organiser() as work:
        return announce_fair(work, fair.id)
