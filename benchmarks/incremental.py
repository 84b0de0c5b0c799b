"""A second cycle after one percent has changed, against the same cycle with nothing known.

Both run in one process with one thread, in turn, on the very same rows. What the first cycle
recommended is taken back before each, so that one percent is all that differs.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from sqlalchemy import delete, func, select

from benchmarks.measure import Ratio, ratio, stopwatch
from benchmarks.prefecture import Prefecture
from benchmarks.scratch import emptied
from marketplace.recommendations import (
    Recommendation,
    lease_chunk,
    list_scored,
    open_blocks,
    open_cycle,
)
from marketplace.recommendations.models import ScoredCandidate
from matching.conversion import FloatArray, IntArray
from matching.cycle import plan, run_here, score
from tenants.access import Actor
from tenants.work import begin


@dataclass(frozen=True)
class Pass:
    """One cycle: seconds until all was scored and until the end, what was scored, and its worth.

    `seekers`, `postings`, `rank` are the scored candidates, by person, best first; `objective`
    is the sum of the ranks recommended.
    """

    score_s: float
    all_s: float
    seekers: IntArray
    postings: IntArray
    rank: FloatArray
    objective: float

    def same_scores(self, other: "Pass") -> bool:
        """Tell whether the very same candidates have the very same scores, to the bit."""
        return self._bytes() == other._bytes()

    def _bytes(self) -> tuple[bytes, ...]:
        return self.seekers.tobytes(), self.postings.tobytes(), self.rank.tobytes()


@dataclass(frozen=True)
class Comparison:
    """Incremental in parts of full, run by run, and how many runs scored the same to the bit."""

    scores: Ratio
    whole: Ratio
    objective: Ratio
    bit_equal: int


def compared(worker: Executor, place: Prefecture, runs: int) -> Comparison:
    """Change one percent `runs` times; after each, an incremental and a full cycle."""
    _passed(worker, place)  # so that the process is warm, and all scores are known
    passes = [_pair(worker, place, turn) for turn in range(runs)]
    quick, full = [each[0] for each in passes], [each[1] for each in passes]
    return Comparison(
        scores=ratio([each.score_s for each in quick], [each.score_s for each in full]),
        whole=ratio([each.all_s for each in quick], [each.all_s for each in full]),
        objective=ratio([each.objective for each in quick], [each.objective for each in full]),
        bit_equal=sum(a.same_scores(b) for a, b in passes),
    )


def _pair(worker: Executor, place: Prefecture, turn: int) -> tuple[Pass, Pass]:
    place.change_one_percent(turn)
    quick = _passed(worker, place)
    _forget_scores(place.tenant_id)
    return quick, _passed(worker, place)


def _passed(worker: Executor, place: Prefecture) -> Pass:
    """One cycle in the worker process; then its recommendations make room for the next."""
    found = worker.submit(run_in_steps, place.tenant_id).result()
    emptied(Recommendation)
    return found


def run_in_steps(tenant_id: int) -> Pass:
    """Run a cycle, stopping between scores and assignment to look at what was scored."""
    system = Actor.system(tenant_id)
    with stopwatch() as seconds:
        with begin(system) as work:
            cycle_id = open_cycle(work).cycle.id
        plan(tenant_id, cycle_id)
        with begin(system, read_only=True) as work:
            blocks = open_blocks(work, cycle_id)
        for block in blocks:
            with begin(system) as work:
                lease = lease_chunk(work, cycle_id, block)
            if lease is not None:
                score(tenant_id, lease)
        score_s = seconds()
    scored = _scored(tenant_id, cycle_id)
    with stopwatch() as seconds:
        run_here(tenant_id, cycle_id)
        rest_s = seconds()
    return Pass(score_s, score_s + rest_s, *scored, _objective(tenant_id, cycle_id))


def _scored(tenant_id: int, cycle_id: int) -> tuple[IntArray, IntArray, FloatArray]:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        rows = list_scored(work, cycle_id)
    sizes = [len(row.posting_ids) for row in rows]
    none = np.zeros(0, np.int64)
    return (
        np.repeat(np.array([row.seeker_id for row in rows], np.int64), sizes),
        np.concatenate([none, *(np.array(row.posting_ids, np.int64) for row in rows)]),
        np.concatenate(
            [none.astype(np.float32), *(np.array(row.rank, np.float32) for row in rows)]
        ),
    )


def _objective(tenant_id: int, cycle_id: int) -> float:
    """What the assignment adds up: the ranks of all that a run recommended."""
    total = select(func.sum(Recommendation.score_rank)).where(
        Recommendation.tenant_id == tenant_id, Recommendation.cycle_id == cycle_id
    )
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return float(work.session.scalar(total) or 0)


def _forget_scores(tenant_id: int) -> None:
    """Leave nothing of earlier cycles that the next could use instead of scoring anew."""
    with begin(Actor.system(tenant_id)) as work:
        work.session.execute(delete(ScoredCandidate).where(ScoredCandidate.tenant_id == tenant_id))
