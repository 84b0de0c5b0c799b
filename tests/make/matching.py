"""Makers of people with profiles that matching can work with."""

import itertools
from typing import TYPE_CHECKING, Any

from language.education import Education
from marketplace.groups import Group, Source, add_to_group
from marketplace.recommendations import find_recommendation, open_cycle, whole_facts
from marketplace.seekers import SeekerRow, Want, add_seekers
from matching.cycle import run_here
from matching.judging import PairFacts

if TYPE_CHECKING:
    from marketplace.recommendations import Recommendation
    from tests.world import TenantWorld

CHANGSHA_YUELU = 430104
_keys = itertools.count(1)


def profile(**changes: Any) -> SeekerRow:
    """A sewing worker from 岳麓区; `changes` replace fields."""
    values: dict[str, Any] = {
        "source_key": f"p{next(_keys)}",
        "wants": (Want("缝纫工", "6-05-01-03"),),
        "place_code": CHANGSHA_YUELU,
        "education": Education.JUNIOR,
        "experience_years": 5.0,
        "skills": ("平缝",),
        "certificates": (),
        "min_pay_fen": 400_000,
        "max_km": 30.0,
    }
    return SeekerRow(**(values | changes))


def people(world: "TenantWorld", *rows: SeekerRow) -> list[int]:
    """Active people who agreed to recommendations; returns their ids in order."""
    with world.as_system() as work:
        outcomes = add_seekers(work, "test", rows)
    assert all(outcome.error is None for outcome in outcomes)
    return [outcome.seeker_id or 0 for outcome in outcomes]


def in_group(world: "TenantWorld", seeker_id: int, group: Group) -> None:
    with world.as_officer() as work:
        add_to_group(
            work, seeker_id, group, source=Source.CERTIFICATION, evidence="社区认定表 2026-3"
        )


def run_cycle(world: "TenantWorld") -> int:
    """A full cycle, run here to its end."""
    with world.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    run_here(world.code, cycle_id)
    return cycle_id


def stored_facts(world: "TenantWorld", row: "Recommendation") -> PairFacts:
    """All that a recommendation was computed on, as it is stored."""
    with world.as_system() as work:
        found = find_recommendation(work, row.seeker_id, row.posting_id)
        assert found is not None
        (facts,) = whole_facts(work, [found])
    return PairFacts.from_json(facts)
