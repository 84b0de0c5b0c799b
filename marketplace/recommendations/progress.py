"""How runs stand, for the administrator's page: by chunk, stage and group."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.recommendations.chunks import OPEN
from marketplace.recommendations.cycles import access_cycle
from marketplace.recommendations.models import (
    ChunkState,
    CycleChunk,
    CycleKind,
    CycleState,
    MatchingCycle,
)
from marketplace.recommendations.phases import Phase, first_phase, phase_of
from tenants.access import Permission
from tenants.work import Work

STAGES = {
    Phase.PLAN: "planning",
    Phase.SCORE: "scoring",
    Phase.ASSIGN: "assigning",
    Phase.RECORD: "recording",
    Phase.FINISH: "closing",
}


@dataclass(frozen=True)
class CycleProgress:
    """A run with the number of its chunks of people in each state, and what may be left.

    Chunks count when they are scored and again when they are recorded. `phase` is the
    earliest that has not ended, None once all have.
    """

    cycle: MatchingCycle
    chunks: dict[ChunkState, int]
    phase: Phase | None
    stage_seconds: dict[str, float]
    seconds: float
    seconds_left: float | None

    @property
    def total(self) -> int:
        """How many chunks the run has; 0 until it is planned."""
        return sum(self.chunks.values())

    @property
    def done(self) -> int:
        """How many chunks have ended, for good or bad."""
        return self.chunks[ChunkState.DONE] + self.chunks[ChunkState.PARKED]

    @property
    def stage(self) -> str:
        """What the run does now, one of `STAGES`, or how it ended."""
        if self.cycle.state is not CycleState.RUNNING:
            return self.cycle.state.value
        return STAGES[Phase.FINISH if self.phase is None else self.phase]


def cycle_progress(work: Work, cycle_id: int) -> CycleProgress:
    """Return how a run stands. Raises NotAllowed, CycleNotFound."""
    cycle = access_cycle(work, cycle_id)
    every = list_chunks(work, cycle_id)
    chunks = [chunk for chunk in every if phase_of(chunk.block) in {Phase.SCORE, Phase.RECORD}]
    left_open = first_phase(chunk.block for chunk in every if chunk.state in OPEN)
    counts = {state: sum(c.state is state for c in chunks) for state in ChunkState}
    seconds = _elapsed(cycle, work.now)
    ended = counts[ChunkState.DONE] + counts[ChunkState.PARKED]
    running = cycle.state is CycleState.RUNNING and ended
    left = seconds / ended * (len(chunks) - ended) if running else None
    phase = phase_of(left_open[0]) if left_open else None
    return CycleProgress(cycle, counts, phase, _stage_seconds(cycle, every), seconds, left)


def list_cycles(
    work: Work, *, kind: CycleKind | None = CycleKind.FULL, limit: int = 30
) -> list[MatchingCycle]:
    """Return the tenant's runs, newest first. Raises NotAllowed."""
    work.actor.require(Permission.SEE_CYCLES)
    query = select(MatchingCycle).where(MatchingCycle.tenant_id == work.tenant_id)
    if kind is not None:
        query = query.where(MatchingCycle.kind == kind)
    return list(work.session.scalars(query.order_by(MatchingCycle.id.desc()).limit(limit)))


def list_chunks(work: Work, cycle_id: int) -> list[CycleChunk]:
    """Return the chunks of a run, by number. Raises NotAllowed, CycleNotFound."""
    access_cycle(work, cycle_id)
    query = select(CycleChunk).where(
        CycleChunk.tenant_id == work.tenant_id, CycleChunk.cycle_id == cycle_id
    )
    return list(work.session.scalars(query.order_by(CycleChunk.block)))


def count_running(work: Work) -> int:
    """Return how many full runs of the tenant are under way: 0 or 1."""
    query = select(func.count()).where(
        MatchingCycle.tenant_id == work.tenant_id,
        MatchingCycle.kind == CycleKind.FULL,
        MatchingCycle.state == CycleState.RUNNING,
    )
    return work.session.scalar(query) or 0


def _elapsed(cycle: MatchingCycle, at: datetime) -> float:
    return ((cycle.finished_at or at) - cycle.started_at).total_seconds()


def _stage_seconds(cycle: MatchingCycle, chunks: list[CycleChunk]) -> dict[str, float]:
    if cycle.stages:
        return {name: float(seconds) for name, seconds in cycle.stages.items()}
    sums: dict[str, float] = {}
    for chunk in chunks:
        for name, seconds in chunk.stages.items():
            sums[name] = sums.get(name, 0.0) + float(seconds)
    return sums
