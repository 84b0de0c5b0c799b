"""kill -9 of PostgreSQL while a command matches: it waits, goes on, and nothing is doubled."""

from collections import Counter

import pytest
from sqlalchemy import select

from marketplace.recommendations import CycleProgress, CycleState, Recommendation
from pes.cycles import complete, open_all
from pes.servers import Supervisor
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker
from tests.world import new_tenant

pytestmark = pytest.mark.crash
TITLES = ("缝纫工", "平缝车工", "服装缝纫工")


def test_kill_postgresql_at_every_stage_of_a_match(mortal_database: Supervisor) -> None:
    world = new_tenant()
    for title in TITLES:
        published_posting(world, title=title)
    people = [ready_seeker(world).id for _ in range(3)]
    stages: list[str] = []

    def killed_at_first_sight(_: int, progress: CycleProgress) -> None:
        if progress.stage not in stages:
            stages.append(progress.stage)
            mortal_database.kill("postgresql")
            mortal_database.start(["postgresql"])

    ((_, cycle_id),) = open_all([world.code]).items()
    cycle = complete(world.code, cycle_id, killed_at_first_sight)

    assert cycle.state is CycleState.FINISHED
    assert len(stages) >= 2
    with world.as_system() as work:
        pairs = work.session.execute(
            select(Recommendation.seeker_id, Recommendation.posting_id).where(
                Recommendation.tenant_id == world.code
            )
        ).all()
    assert {seeker_id for seeker_id, _ in pairs} == set(people)
    assert set(Counter(pairs).values()) == {1}
