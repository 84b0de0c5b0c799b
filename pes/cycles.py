"""Bringing matching cycles to their end: by the workers that run, else in this process."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from time import sleep

from marketplace.recommendations import (
    CycleProgress,
    CycleState,
    Lease,
    MatchingCycle,
    cycle_progress,
    extend_lease,
    open_cycle,
)
from matching.cycle import run_here
from matching.cycle.running import ChunksHeld
from runtime.clock import now
from runtime.errors import WrongState
from runtime.messages import N_
from tenants.access import Actor
from tenants.patience import patiently
from tenants.work import begin
from workers.leases import kept
from workers.runs import last_heartbeat
from workers.ticks import HEART

RENEW_SECONDS = 7
LOOK_SECONDS = 0.4
BEAT_MISSED = timedelta(seconds=30)

Told = Callable[[int, CycleProgress], None]


class CycleFailed(WrongState):
    """The run ended without a result; the log of the worker says why."""

    message = N_(
        "地区 %(tenant)s 的匹配没有完成（%(error)s）。请查看 .pes/logs 中的日志，处理后重新执行。"
    )


def open_all(tenant_ids: Sequence[int]) -> dict[int, int]:
    """Begin a cycle in each tenant, or take up the unfinished one; returns their ids."""
    return {tenant_id: patiently(partial(_open, tenant_id)) for tenant_id in tenant_ids}


def _open(tenant_id: int) -> int:
    with begin(Actor.system(tenant_id)) as work:
        return open_cycle(work).cycle.id


def complete(tenant_id: int, cycle_id: int, told: Told) -> MatchingCycle:
    """Wait for the workers to finish a cycle, or do it here while none runs.

    A worker that stops meanwhile costs nothing: its leases run out and this
    process takes its place; a database that restarts is waited for. Raises
    CycleFailed, DatabaseAway.
    """
    while True:
        progress = patiently(lambda: _progress(tenant_id, cycle_id))
        told(tenant_id, progress)
        if progress.cycle.state is CycleState.FINISHED:
            return progress.cycle
        if progress.cycle.state is CycleState.FAILED:
            raise CycleFailed(tenant=tenant_id, error=progress.cycle.error)
        if not patiently(lambda: _moved_on(tenant_id, cycle_id, told)):
            sleep(LOOK_SECONDS)


def _moved_on(tenant_id: int, cycle_id: int, told: Told) -> bool:
    """Do the cycle here unless workers do; tells whether there is news at once."""
    return not worker_runs() and _run_here(tenant_id, cycle_id, told)


def worker_runs() -> bool:
    """Tell whether a worker has shown, within the last beats of the clock, that it works."""
    at = last_heartbeat(HEART)
    return at is not None and now() - at < BEAT_MISSED


def _run_here(tenant_id: int, cycle_id: int, told: Told) -> bool:
    """Do what is left of a cycle; False while another process still holds a part of it."""

    def held(lease: Lease) -> AbstractContextManager[None]:
        return kept(lambda: _renew(tenant_id, lease), RENEW_SECONDS)

    def shown(_done: int, _all: int) -> None:
        told(tenant_id, _progress(tenant_id, cycle_id))

    try:
        run_here(tenant_id, cycle_id, told=shown, held=held)
    except ChunksHeld:
        return False
    return True


def _progress(tenant_id: int, cycle_id: int) -> CycleProgress:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return cycle_progress(work, cycle_id)


def _renew(tenant_id: int, lease: Lease) -> None:
    with begin(Actor.system(tenant_id)) as work:
        extend_lease(work, lease)
