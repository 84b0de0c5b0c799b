"""Makers of the candidate pool."""

from typing import TYPE_CHECKING

from marketplace import pool
from tenants.settings import change_setting
from tests.make.seekers import ready_seeker

if TYPE_CHECKING:
    from tests.world import TenantWorld

LEAST_CARDS = 10


def raised_alarm(world: "TenantWorld") -> int:
    """An alarm: the employer saw as many cards as a day of the strictest tenant allows."""

    with world.as_administrator() as work:
        change_setting(work, pool.CARDS_A_DAY, LEAST_CARDS)
    people = [ready_seeker(world).id for _ in range(LEAST_CARDS + 1)]
    with world.as_recruiter() as work:
        pool.see_cards(work, people)
    with world.as_reviewer() as work:
        return pool.list_alarms(work)[0].alarm.id
