"""Scheduled runs: planned once whoever plans, leased, counted, parked for a person."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from threading import Thread

import pytest
from sqlalchemy import delete, select

from pes.servers import Addresses
from runtime.clock import CHINA, frozen
from tenants.audit import list_entries
from tenants.work import begin_platform
from tests.world import TenantWorld
from workers import runs
from workers.jobs import Job
from workers.models import RunState, ScheduledRun

NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=CHINA)
NIGHTLY = Job("test.nightly", lambda _: None, at=time(2, 0))
OFTEN = Job("test.often", lambda _: None, every=timedelta(minutes=10))
PLATFORM = Job("test.platform", lambda _: None, at=time(3, 0), for_platform=True)


@pytest.fixture(autouse=True)
def no_runs(deployment: Addresses) -> Iterator[None]:
    with begin_platform() as session:
        session.execute(delete(ScheduledRun))
    yield
    with begin_platform() as session:
        session.execute(delete(ScheduledRun))


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        (china(24, 2), china(24, 2)),
        (china(24, 1, 59), china(23, 2)),
        (china(24, 23), china(24, 2)),
    ],
)
def test_a_daily_job_has_one_slot_a_day(at: datetime, slot: datetime) -> None:
    assert NIGHTLY.slot(at) == slot


def test_a_frequent_job_has_a_slot_each_interval() -> None:
    assert OFTEN.slot(china(24, 2, 19)) == china(24, 2, 10)
    assert OFTEN.slot(china(24, 2, 20)) == china(24, 2, 20)


def plan(at: datetime, job: Job, *tenants: int) -> int:
    with frozen(at):
        return runs.plan_due([job], tenants)


def rows() -> list[ScheduledRun]:
    with begin_platform() as session:
        return list(session.scalars(select(ScheduledRun).order_by(ScheduledRun.id)))


def test_a_new_installation_begins_with_the_next_slot(tenant: TenantWorld) -> None:
    plan(NIGHT + timedelta(hours=9), NIGHTLY, tenant.code)
    assert [row.state for row in rows()] == [RunState.DONE]
    assert plan(NIGHT + timedelta(hours=10), NIGHTLY, tenant.code) == 0
    assert plan(NIGHT + timedelta(days=1), NIGHTLY, tenant.code) == 1
    assert [row.state for row in rows()] == [RunState.DONE, RunState.DUE]


def test_a_scheduler_that_was_down_makes_good_the_last_slot_only(tenant: TenantWorld) -> None:
    plan(NIGHT, NIGHTLY, tenant.code)
    assert plan(NIGHT + timedelta(days=3, hours=4), NIGHTLY, tenant.code) == 1
    assert rows()[-1].scheduled_for == NIGHT + timedelta(days=3)


def test_two_schedulers_plan_each_slot_once() -> None:
    codes = range(900001, 900021)
    for code in codes:
        plan(NIGHT, NIGHTLY, code)

    def both() -> None:
        plan(NIGHT + timedelta(days=1), NIGHTLY, *codes)

    threads = [Thread(target=both) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(row.state is RunState.DUE for row in rows()) == len(codes)


def test_a_platform_job_runs_once_for_all() -> None:
    plan(NIGHT, PLATFORM, 1, 2, 3)
    assert [row.for_tenant for row in rows()] == [0]


def due_run(code: int) -> int:
    plan(NIGHT, NIGHTLY, code)
    plan(NIGHT + timedelta(days=1), NIGHTLY, code)
    return rows()[-1].id


def test_a_run_is_sent_once_and_again_when_it_was_lost(tenant: TenantWorld) -> None:
    run_id = due_run(tenant.code)
    with frozen(NIGHT):
        assert runs.take_unsent() == [run_id]
        assert runs.take_unsent() == []
    with frozen(NIGHT + timedelta(minutes=3)):
        assert runs.take_unsent() == [run_id]
        lease = runs.lease_run(run_id)
        assert lease is not None
        assert runs.lease_run(run_id) is None
    with frozen(NIGHT + timedelta(minutes=3, seconds=30)):
        assert runs.take_unsent() == []
        runs.finish_run(lease)
    with frozen(NIGHT + timedelta(minutes=9)):
        assert runs.take_unsent() == []
        assert runs.lease_run(run_id) is None


def test_three_failures_park_a_run_and_tell_the_administrators(tenant: TenantWorld) -> None:
    run_id = due_run(tenant.code)
    for minute in range(3):
        with frozen(NIGHT + timedelta(minutes=minute)):
            lease = runs.lease_run(run_id)
            assert lease is not None
            runs.fail_run(lease, "ValueError")
    assert [row.id for row in runs.list_parked_runs()] == [run_id]
    with tenant.as_administrator() as work:
        (entry,) = list_entries(work, object_type="scheduled_run")
        assert entry.details == {"job": "test.nightly", "error": "ValueError"}
    runs.retry_run(run_id)
    assert runs.lease_run(run_id) is not None


def test_a_run_that_kills_its_worker_is_parked(tenant: TenantWorld) -> None:
    run_id = due_run(tenant.code)
    for minutes in (0, 2, 4):
        with frozen(NIGHT + timedelta(minutes=minutes)):
            assert runs.lease_run(run_id) is not None
    with frozen(NIGHT + timedelta(minutes=6)):
        assert runs.lease_run(run_id) is None
    assert [row.last_error for row in runs.list_parked_runs()] == ["worker_lost"]


def test_a_late_end_does_not_close_what_another_took_over(tenant: TenantWorld) -> None:
    run_id = due_run(tenant.code)
    with frozen(NIGHT):
        stale = runs.lease_run(run_id)
    with frozen(NIGHT + timedelta(minutes=5)):
        assert runs.lease_run(run_id) is not None
    assert stale is not None
    runs.finish_run(stale)
    assert rows()[-1].state is RunState.DUE


def test_the_heart_beats(deployment: Addresses) -> None:
    with frozen(NIGHT):
        runs.beat_heart("test")
    with frozen(NIGHT + timedelta(seconds=30)):
        runs.beat_heart("test")
    assert runs.last_heartbeat("test") == NIGHT + timedelta(seconds=30)
    assert runs.last_heartbeat("nobody") is None
