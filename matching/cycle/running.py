"""Running a cycle's chunks in this process: where no worker runs, and in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context

from marketplace.recommendations import FINISH_BLOCK, Lease, fail_chunk, lease_chunk, open_blocks
from matching.cycle.assigning import assign
from matching.cycle.scoring import cycle_postings, plan, score
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
    blocks = _open(tenant_id, cycle_id)
    if blocks:
        cycle_postings(tenant_id, cycle_id)  # once, before both threads ask for them
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        waited = [
            threads.submit(copy_context().run, _work_off, tenant_id, cycle_id, block, held)
            for block in blocks
        ]
        for done, each in enumerate(waited):
            told(done, len(blocks) + 1)
            each.result()
    told(len(blocks), len(blocks) + 1)
    _work_off(tenant_id, cycle_id, FINISH_BLOCK, held)


def _open(tenant_id: int, cycle_id: int) -> Sequence[int]:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return open_blocks(work, cycle_id)


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
            (assign if block == FINISH_BLOCK else score)(tenant_id, lease)
    except Exception as error:
        _give_back(tenant_id, lease, type(error).__name__)
        raise


def _give_back(tenant_id: int, lease: Lease, error: str) -> None:
    with begin(Actor.system(tenant_id)) as work:
        fail_chunk(work, lease, error)
