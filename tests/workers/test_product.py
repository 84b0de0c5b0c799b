"""The whole way on real servers: relay, worker, rooms; killed in the middle, nothing is lost."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
import redis
from psycopg import sql
from sqlalchemy import select

from marketplace.delivery import Channel, Message
from marketplace.recommendations import (
    CycleState,
    Recommendation,
    cycle_progress,
    list_of_seeker,
    open_cycle,
)
from runtime.settings import settings
from tenants.outbox import count_open
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker
from tests.workers.processes import ValkeyProcess, WorkerProcess, until
from tests.world import TenantWorld
from workers import ticks
from workers.app import MATCHING
from workers.broker import BrokerUnavailable, waiting
from workers.chunks import send_chunks

pytestmark = pytest.mark.crash

LOCK = sql.SQL("LOCK TABLE {} IN SHARE MODE")
TITLES = ("缝纫工", "平缝车工", "服装缝纫工", "裁剪工")


def people_and_postings(world: TenantWorld) -> list[int]:
    for title in TITLES:
        published_posting(world, title=title)
    return [ready_seeker(world).id for _ in range(4)]


def started(world: TenantWorld) -> int:
    with world.as_administrator() as work:
        return open_cycle(work).cycle.id


def state(world: TenantWorld, cycle_id: int) -> CycleState:
    with world.as_system() as work:
        return cycle_progress(work, cycle_id).cycle.state


def ended(world: TenantWorld, cycle_id: int) -> bool:
    with suppress(BrokerUnavailable):
        ticks.tick()  # the clock of this test: no beat runs beside it
    return state(world, cycle_id) is not CycleState.RUNNING


def drained(world: TenantWorld) -> bool:
    with world.as_system() as work:
        return count_open(work) == 0


@contextmanager
def held_up(table: str) -> Iterator[Callable[[], bool]]:
    """Let nobody write to `table` within the block; yields what tells whether somebody waits."""
    url = settings().owner_url.replace("postgresql+psycopg", "postgresql")
    waiting_for = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watcher:
        holder.execute(LOCK.format(sql.Identifier(table)))
        yield lambda: watcher.execute(waiting_for, (table,)).fetchone() != (0,)


def check_once(world: TenantWorld, people: list[int]) -> None:
    """Every person has recommendations, none doubled, and each run was told of exactly once."""
    with world.as_system() as work:
        pairs = work.session.execute(
            select(Recommendation.seeker_id, Recommendation.posting_id).where(
                Recommendation.tenant_id == world.code
            )
        ).all()
        runs = set(
            work.session.execute(
                select(Recommendation.cycle_id, Recommendation.seeker_id).where(
                    Recommendation.tenant_id == world.code
                )
            ).all()
        )
        keys = list(
            work.session.scalars(
                select(Message.idempotency_key).where(
                    Message.tenant_id == world.code, Message.channel == Channel.INBOX
                )
            )
        )
    assert {seeker_id for seeker_id, _ in pairs} == set(people)
    assert len(set(pairs)) == len(pairs)
    assert sorted(keys) == sorted(f"inbox:recommended:{cycle}:{each}" for cycle, each in runs)


def test_a_new_posting_reaches_people_at_once(worker: WorkerProcess, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant).id
    posting = published_posting(tenant)

    def told() -> bool:
        with tenant.as_seeker(person) as work:
            return any(row.posting_id == posting.id for row in list_of_seeker(work, person))

    until(told, 60, f"the recommendation, see {worker.log}")
    until(lambda: drained(tenant), 60)
    check_once(tenant, [person])


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("scored_block", id="scoring"),
        pytest.param("recommendation", id="recording"),
    ],
)
def test_a_cycle_survives_a_worker_killed_in_it(
    worker: WorkerProcess, tenant: TenantWorld, table: str
) -> None:
    people = people_and_postings(tenant)
    until(lambda: drained(tenant), 120, f"the pushes, see {worker.log}")
    with held_up(table) as waits:
        cycle_id = started(tenant)
        until(waits, 60, f"a step that waits, see {worker.log}")
        worker.kill()
    worker.start()
    until(lambda: ended(tenant, cycle_id), 120, f"the cycle, see {worker.log}")
    assert state(tenant, cycle_id) is CycleState.FINISHED
    until(lambda: drained(tenant), 60)
    check_once(tenant, people)


def test_a_broker_that_lost_everything_is_filled_again_from_rows(
    worker: WorkerProcess, tenant: TenantWorld
) -> None:
    worker.stop()
    people = people_and_postings(tenant)
    cycle_id = started(tenant)
    send_chunks(tenant.code, cycle_id)
    assert waiting(MATCHING) >= 1
    with redis.Redis.from_url(settings().valkey_url) as client:
        client.flushdb()
    worker.start()
    until(lambda: ended(tenant, cycle_id), 120, f"the cycle, see {worker.log}")
    assert state(tenant, cycle_id) is CycleState.FINISHED
    until(lambda: drained(tenant), 90)
    check_once(tenant, people)


def test_a_broker_killed_at_work_loses_and_doubles_nothing(
    own_valkey: ValkeyProcess, tenant: TenantWorld
) -> None:
    """A task in the moment between queue and worker can be lost: its row is still there."""
    worker = WorkerProcess("workers.app")
    worker.start()
    try:
        people = people_and_postings(tenant)
        cycle_id = started(tenant)
        for _ in range(3):
            time.sleep(1)
            own_valkey.kill()
            own_valkey.start()
        until(lambda: ended(tenant, cycle_id), 150, f"the cycle, see {worker.log}")
        assert state(tenant, cycle_id) is CycleState.FINISHED
        until(lambda: drained(tenant), 120, f"the outbox, see {worker.log}")
        check_once(tenant, people)
    finally:
        worker.stop()
