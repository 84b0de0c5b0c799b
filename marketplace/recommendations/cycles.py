"""Verbs on runs of matching: open, plan, finish, fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace.recommendations.errors import CycleNotFound, CycleNotRunning
from marketplace.recommendations.events import CycleOpened, RecommendationsRecorded
from marketplace.recommendations.leftovers import drop_scored, drop_standing
from marketplace.recommendations.models import (
    ChunkState,
    CycleChunk,
    CycleKind,
    CycleState,
    MatchingCycle,
)
from marketplace.recommendations.phases import (
    ASSIGN_BLOCK,
    FINISH_BLOCK,
    PLAN_BLOCK,
    RECORD_FROM,
)
from runtime.clock import china_date
from tenants.access import Permission
from tenants.work import Work

WINDOW = timedelta(days=7)


@dataclass(frozen=True)
class OpenedCycle:
    """A run, and whether it had been begun before."""

    cycle: MatchingCycle
    resumed: bool


@dataclass(frozen=True)
class CycleResult:
    """What a run found, as the record keeps it: counts, shares by group, seconds by stage."""

    counts: dict[str, Any]
    by_group: dict[str, Any]
    stages: dict[str, float]
    versions: dict[str, Any]


def open_cycle(work: Work) -> OpenedCycle:
    """Begin a full run, or return the unfinished one: a tenant runs one at a time.

    Raises NotAllowed.
    """
    work.actor.require(Permission.RUN_CYCLES)
    work.lock("matching_cycle")
    running = running_cycle(work)
    if running is not None:
        return OpenedCycle(running, resumed=True)
    today = china_date(work.now)
    cycle = _new_cycle(work, CycleKind.FULL, None, today)
    work.session.add(cycle)
    work.session.flush()
    work.session.execute(insert(CycleChunk), [_chunk_row(work, cycle.id, PLAN_BLOCK, 0, 0)])
    work.emit(CycleOpened(cycle_id=cycle.id))
    work.audit("cycle.opened", "matching_cycle", cycle.id)
    return OpenedCycle(cycle, resumed=False)


def open_push(work: Work, cause: str) -> MatchingCycle | None:
    """Begin a small run for new postings or a new person; None when `cause` was pushed before.

    Record, then `finish_push`, in the same Work: a push leaves all or nothing, and pushes of
    a tenant follow one another.
    """
    work.actor.require(Permission.RUN_CYCLES)
    work.lock("matching_push")
    known = select(MatchingCycle.id).where(
        MatchingCycle.tenant_id == work.tenant_id, MatchingCycle.cause == cause
    )
    if work.session.scalar(known) is not None:
        return None
    cycle = _new_cycle(work, CycleKind.PUSH, cause, china_date(work.now))
    work.session.add(cycle)
    work.session.flush()
    return cycle


def running_cycle(work: Work) -> MatchingCycle | None:
    """Return the tenant's unfinished full run, or None."""
    found: MatchingCycle | None = work.session.scalar(
        select(MatchingCycle).where(
            MatchingCycle.tenant_id == work.tenant_id,
            MatchingCycle.state == CycleState.RUNNING,
            MatchingCycle.kind == CycleKind.FULL,
        )
    )
    return found


def access_cycle(work: Work, cycle_id: int, *, lock: bool = False) -> MatchingCycle:
    """Return a run of the tenant. Raises NotAllowed, CycleNotFound."""
    work.actor.require(Permission.SEE_CYCLES)
    query = select(MatchingCycle).where(
        MatchingCycle.tenant_id == work.tenant_id, MatchingCycle.id == cycle_id
    )
    cycle: MatchingCycle | None = work.session.scalar(query.with_for_update() if lock else query)
    if cycle is None:
        raise CycleNotFound
    return cycle


def plan_cycle(
    work: Work,
    cycle_id: int,
    blocks: Sequence[tuple[int, int]],
    *,
    versions: dict[str, Any],
    counts: dict[str, Any],
) -> None:
    """Cut a run into chunks of seeker ids (first, last), to score and to record. Safe to repeat.

    Raises NotAllowed, CycleNotFound, CycleNotRunning.
    """
    cycle = _running(work, cycle_id)
    if cycle.planned_at is not None:
        return
    ranges = [
        *enumerate(blocks),
        *enumerate(blocks, RECORD_FROM),
        (ASSIGN_BLOCK, (0, 0)),
        (FINISH_BLOCK, (0, 0)),
    ]
    rows = [_chunk_row(work, cycle_id, block, first, last) for block, (first, last) in ranges]
    work.session.execute(insert(CycleChunk).on_conflict_do_nothing(), rows)
    cycle.planned_at, cycle.versions, cycle.counts = work.now, versions, counts
    _end_planning(work, cycle_id)


def finish_cycle(work: Work, cycle_id: int, result: CycleResult) -> MatchingCycle:
    """Close a run with its result and let the people be told. Safe to repeat.

    Raises NotAllowed, CycleNotFound, CycleNotRunning.
    """
    cycle = access_cycle(work, cycle_id, lock=True)
    if cycle.state is CycleState.FINISHED:
        return cycle
    cycle = _running(work, cycle_id)
    parked = _parked_blocks(work, cycle_id)
    cycle.counts = {**cycle.counts, **result.counts, "parked_blocks": parked}
    cycle.by_group, cycle.stages = result.by_group, dict(result.stages)
    cycle.versions = {**cycle.versions, **result.versions}
    cycle.state, cycle.finished_at = CycleState.FINISHED, work.now
    drop_scored(work, cycle_id)
    drop_standing(work, before=cycle_id)
    work.emit(RecommendationsRecorded(cycle_id=cycle_id))
    work.audit("cycle.finished", "matching_cycle", cycle_id)
    return cycle


def finish_push(work: Work, cycle: MatchingCycle, result: CycleResult) -> None:
    """Close a push in the Work that opened it; the people are told if there is anything."""
    cycle.counts, cycle.by_group = result.counts, result.by_group
    cycle.stages, cycle.versions = dict(result.stages), result.versions
    cycle.state, cycle.finished_at, cycle.planned_at = CycleState.FINISHED, work.now, work.now
    work.session.flush()
    if result.counts.get("recommendations"):
        work.emit(RecommendationsRecorded(cycle_id=cycle.id))


def fail_cycle(work: Work, cycle_id: int, reason: str) -> MatchingCycle:
    """End a run without a result, by a person's order or when it cannot go on. Safe to repeat.

    Raises NotAllowed, CycleNotFound.
    """
    work.actor.require(Permission.RUN_CYCLES)
    cycle = access_cycle(work, cycle_id, lock=True)
    if cycle.state is not CycleState.RUNNING:
        return cycle
    cycle.state, cycle.finished_at, cycle.error = CycleState.FAILED, work.now, reason[:500]
    drop_scored(work, cycle_id)
    drop_standing(work, of=cycle_id)
    work.audit("cycle.failed", "matching_cycle", cycle_id, reason=reason[:100])
    return cycle


def _new_cycle(work: Work, kind: CycleKind, cause: str | None, today: date) -> MatchingCycle:
    return MatchingCycle(
        kind=kind,
        cause=cause,
        window_from=today,
        window_to=today + WINDOW,
        state=CycleState.RUNNING,
        started_by=work.actor.id,
        started_at=work.now,
        counts={},
        stages={},
        versions={},
        by_group={},
    )


def _running(work: Work, cycle_id: int) -> MatchingCycle:
    work.actor.require(Permission.RUN_CYCLES)
    cycle = access_cycle(work, cycle_id, lock=True)
    if cycle.state is not CycleState.RUNNING:
        raise CycleNotRunning
    return cycle


def _chunk_row(work: Work, cycle_id: int, block: int, first: int, last: int) -> dict[str, Any]:
    return {
        "tenant_id": work.tenant_id,
        "cycle_id": cycle_id,
        "block": block,
        "first_seeker": first,
        "last_seeker": last,
        "state": ChunkState.WAITING,
        "fence": 0,
        "attempts": 0,
        "stages": {},
    }


def _end_planning(work: Work, cycle_id: int) -> None:
    work.session.execute(
        update(CycleChunk)
        .where(
            CycleChunk.tenant_id == work.tenant_id,
            CycleChunk.cycle_id == cycle_id,
            CycleChunk.block == PLAN_BLOCK,
        )
        .values(state=ChunkState.DONE, done_at=work.now, lease_until=None)
        .execution_options(synchronize_session="fetch")
    )


def _parked_blocks(work: Work, cycle_id: int) -> list[int]:
    query = select(CycleChunk.block).where(
        CycleChunk.tenant_id == work.tenant_id,
        CycleChunk.cycle_id == cycle_id,
        CycleChunk.state == ChunkState.PARKED,
    )
    return list(work.session.scalars(query.order_by(CycleChunk.block)))
