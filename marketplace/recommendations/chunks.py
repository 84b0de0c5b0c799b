"""Leasing the chunks of a run: one worker at a time, counted, fenced, parked after three tries.

A lease is renewed while its worker lives. When the worker dies the lease runs out and another
takes the chunk with a higher fence; what the first may still send is refused.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, update

from marketplace.recommendations.cycles import fail_cycle
from marketplace.recommendations.errors import LeaseLost
from marketplace.recommendations.models import (
    ChunkState,
    CycleChunk,
    CycleState,
    MatchingCycle,
)
from marketplace.recommendations.phases import first_phase, is_needed
from tenants.access import Permission
from tenants.work import Work

LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 3
WORKER_LOST = "worker_lost"
OPEN = (ChunkState.WAITING, ChunkState.RUNNING)


@dataclass(frozen=True)
class Lease:
    """The right to work off one chunk, until it runs out or another takes over."""

    cycle_id: int
    block: int
    first_seeker: int
    last_seeker: int
    fence: int
    attempts: int


def lease_chunk(work: Work, cycle_id: int, block: int) -> Lease | None:
    """Take a chunk; None when it is done, held by another, not yet due, or parked.

    Raises NotAllowed.
    """
    work.actor.require(Permission.RUN_CYCLES)
    chunk = _locked(work, cycle_id, block)
    if chunk is None or chunk.state not in OPEN or _held(work, chunk):
        return None
    if block not in due_blocks(work, cycle_id):
        return None
    if chunk.attempts >= MAX_ATTEMPTS:
        chunk.last_error = WORKER_LOST
        _park(work, chunk)
        return None
    chunk.state, chunk.lease_until = ChunkState.RUNNING, work.now + LEASE
    chunk.attempts, chunk.fence = chunk.attempts + 1, chunk.fence + 1
    work.session.flush()
    return Lease(
        cycle_id, block, chunk.first_seeker, chunk.last_seeker, chunk.fence, chunk.attempts
    )


def extend_lease(work: Work, lease: Lease) -> None:
    """Hold a chunk longer, while its worker still computes or writes. Raises LeaseLost."""
    _held_by(work, lease).lease_until = work.now + LEASE


def finish_chunk(work: Work, lease: Lease, stages: dict[str, float]) -> None:
    """Close a chunk with the seconds its stages took. Raises LeaseLost."""
    chunk = _held_by(work, lease)
    chunk.state, chunk.done_at, chunk.lease_until = ChunkState.DONE, work.now, None
    chunk.stages, chunk.last_error = dict(stages), None


def fail_chunk(work: Work, lease: Lease, error: str) -> None:
    """Give a chunk back after a failure; after three attempts park it. Raises LeaseLost."""
    chunk = _held_by(work, lease)
    chunk.last_error = error[:500]
    if chunk.attempts >= MAX_ATTEMPTS:
        _park(work, chunk)
    else:
        chunk.state, chunk.lease_until, chunk.sent_at = ChunkState.WAITING, None, None


def retry_chunks(work: Work, cycle_id: int) -> int:
    """Open the parked chunks of a running cycle again; returns how many. Raises NotAllowed."""
    work.actor.require(Permission.RUN_CYCLES)
    opened = work.session.execute(
        update(CycleChunk)
        .where(_of(work, cycle_id), CycleChunk.state == ChunkState.PARKED)
        .values(state=ChunkState.WAITING, attempts=0, lease_until=None, sent_at=None)
        .returning(CycleChunk.block)
        .execution_options(synchronize_session=False)
    ).all()
    return len(opened)


def due_blocks(work: Work, cycle_id: int) -> list[int]:
    """Return the chunks whose phase has come and that are neither done nor parked."""
    query = select(CycleChunk.block).where(_of(work, cycle_id), CycleChunk.state.in_(OPEN))
    return first_phase(work.session.scalars(query))


def take_unsent(work: Work, cycle_id: int, *, lost_after: timedelta | None = None) -> list[int]:
    """Return the blocks for which a task has to be put on the broker, and note that it was.

    Those never sent; with `lost_after` also those sent so long ago, or whose lease ran out:
    the broker may have lost them. A phase comes when all chunks of the one before have ended.
    """
    due: list[ColumnElement[bool]] = [CycleChunk.sent_at.is_(None)]
    if lost_after is not None:
        due.append(CycleChunk.sent_at < work.now - lost_after)
    wanted = CycleChunk.block.in_(due_blocks(work, cycle_id))
    free = or_(CycleChunk.lease_until.is_(None), CycleChunk.lease_until < work.now)
    taken = work.session.scalars(
        update(CycleChunk)
        .where(_of(work, cycle_id), wanted, CycleChunk.state.in_(OPEN), free, or_(*due))
        .values(sent_at=work.now)
        .returning(CycleChunk.block)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken)


def list_parked_chunks(work: Work) -> list[CycleChunk]:
    """Return the chunks that a person has to look at, newest first. Raises NotAllowed."""
    work.actor.require(Permission.SEE_CYCLES)
    return list(
        work.session.scalars(
            select(CycleChunk)
            .where(CycleChunk.tenant_id == work.tenant_id, CycleChunk.state == ChunkState.PARKED)
            .order_by(CycleChunk.cycle_id.desc(), CycleChunk.block)
        )
    )


def _of(work: Work, cycle_id: int) -> ColumnElement[bool]:
    return (CycleChunk.tenant_id == work.tenant_id) & (CycleChunk.cycle_id == cycle_id)


def _locked(work: Work, cycle_id: int, block: int) -> CycleChunk | None:
    found: CycleChunk | None = work.session.scalar(
        select(CycleChunk)
        .join(
            MatchingCycle,
            (MatchingCycle.tenant_id == CycleChunk.tenant_id)
            & (MatchingCycle.id == CycleChunk.cycle_id),
        )
        .where(
            _of(work, cycle_id),
            CycleChunk.block == block,
            MatchingCycle.state == CycleState.RUNNING,
        )
        .with_for_update(of=CycleChunk)
    )
    return found


def _held(work: Work, chunk: CycleChunk) -> bool:
    return chunk.lease_until is not None and chunk.lease_until > work.now


def _held_by(work: Work, lease: Lease) -> CycleChunk:
    chunk = _locked(work, lease.cycle_id, lease.block)
    if chunk is None or chunk.state is not ChunkState.RUNNING or chunk.fence != lease.fence:
        raise LeaseLost
    return chunk


def _park(work: Work, chunk: CycleChunk) -> None:
    """Leave a chunk to a person; some the whole run cannot do without."""
    chunk.state, chunk.lease_until = ChunkState.PARKED, None
    work.audit("cycle.block_parked", "matching_cycle", chunk.cycle_id, block=chunk.block)
    if is_needed(chunk.block):
        fail_cycle(work, chunk.cycle_id, chunk.last_error or WORKER_LOST)
