"""Running a cycle's chunks in this process: where no worker runs, and in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from marketplace.recommendations import FINISH_BLOCK, Lease, fail_chunk, lease_chunk, open_blocks
from matching.cycle.assigning import assign
from matching.cycle.scoring import plan, score
from runtime.errors import WrongState
from runtime.messages import N_
from tenants.access import Actor
from tenants.work import begin


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
    """Work off what is left of a cycle, calling `told(done, all)` before each chunk.

    `held(lease)` is entered while a chunk is worked on; it may keep the lease alive.

    Safe to repeat after a kill. Raises CycleNotFound, CycleNotRunning, and
    ChunksHeld when a lease of another process has not run out yet.
    """
    plan(tenant_id, cycle_id)
    blocks = _open(tenant_id, cycle_id)
    for done, block in enumerate([*blocks, FINISH_BLOCK]):
        told(done, len(blocks) + 1)
        _work_off(tenant_id, cycle_id, block, held)


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
