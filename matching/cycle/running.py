"""Running a cycle's chunks in this process: where no worker runs, and in tests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context

from marketplace.recommendations import (
    OPEN,
    Lease,
    due_blocks,
    fail_chunk,
    lease_chunk,
    list_chunks,
)
from matching.cycle.scoring import cycle_postings, plan
from matching.cycle.steps import work_off
from runtime.errors import WrongState
from runtime.messages import N_
from tenants.access import Actor
from tenants.work import begin

_AT_ONCE = 2  # numpy and the database let the other thread run


class ChunksHeld(WrongState):
    """A worker still holds a chunk, so that the cycle cannot be finished here."""

    message = N_("还有后台进程在处理这次匹配，请稍候再试。")


def run_here(
    tenant_id: int,
    cycle_id: int,
    *,
    told: Callable[[int, int], None] = lambda _done, _all: None,
    held: Callable[[Lease], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Work off what is left of a cycle, two chunks at a time, calling `told(done, all)`.

    `held(lease)` is entered while a chunk is worked on; it may keep the lease alive.

    Safe to repeat after a kill. Raises CycleNotFound, CycleNotRunning, and
    ChunksHeld when a lease of another process has not run out yet.
    """
    plan(tenant_id, cycle_id)
    cycle_postings(tenant_id, cycle_id)  # once, before both threads ask for them
    done, planned = 0, _count(tenant_id, cycle_id)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        while blocks := _due(tenant_id, cycle_id):
            waited = [
                threads.submit(copy_context().run, _work_off, tenant_id, cycle_id, block, held)
                for block in blocks
            ]
            for each in waited:
                told(done, planned)
                each.result()
                done += 1
    told(planned, planned)


def _due(tenant_id: int, cycle_id: int) -> list[int]:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return due_blocks(work, cycle_id)


def _count(tenant_id: int, cycle_id: int) -> int:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return sum(chunk.state in OPEN for chunk in list_chunks(work, cycle_id))


def _work_off(
    tenant_id: int,
    cycle_id: int,
    block: int,
    held: Callable[[Lease], AbstractContextManager[object]],
) -> None:
    with begin(Actor.system(tenant_id)) as work:
        lease = lease_chunk(work, cycle_id, block)
    if lease is None:
        raise ChunksHeld
    try:
        with held(lease):
            work_off(tenant_id, lease)
    except Exception as error:
        _give_back(tenant_id, lease, type(error).__name__)
        raise


def _give_back(tenant_id: int, lease: Lease, error: str) -> None:
    with begin(Actor.system(tenant_id)) as work:
        fail_chunk(work, lease, error)
