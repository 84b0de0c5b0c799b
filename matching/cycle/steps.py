"""What is to be done for a chunk, by its phase."""

from __future__ import annotations

from collections.abc import Callable

from marketplace.recommendations import Lease, Phase, phase_of
from matching.cycle.assigning import assign
from matching.cycle.recording import finish, record
from matching.cycle.scoring import plan, score


def work_off(tenant_id: int, lease: Lease) -> None:
    """Do a chunk's part of a run and close the chunk. Raises LeaseLost, CycleNotRunning."""
    _STEPS[phase_of(lease.block)](tenant_id, lease)


def _plan(tenant_id: int, lease: Lease) -> None:
    plan(tenant_id, lease.cycle_id)


_STEPS: dict[Phase, Callable[[int, Lease], None]] = {
    Phase.PLAN: _plan,
    Phase.SCORE: score,
    Phase.ASSIGN: assign,
    Phase.RECORD: record,
    Phase.FINISH: finish,
}
