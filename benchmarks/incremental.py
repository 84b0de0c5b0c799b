"""A second cycle after one percent has changed, against the same cycle with nothing known.

Both run in one process with one thread, in turn, on the very same rows. What the first cycle
recommended is taken back before each, so that one percent is all that differs. What has changed
is embedded before both, as the relay does when a posting or a profile changes.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from benchmarks.measure import Ratio, ratio, stopwatch
from benchmarks.prefecture import Prefecture
from benchmarks.scratch import emptied
from marketplace.recommendations import (
    Phase,
    Recommendation,
    due_blocks,
    lease_chunk,
    list_scored,
    open_cycle,
    phase_of,
)
from marketplace.recommendations.models import ScoredBlock, StandingList, StandingPostings
from matching.cycle import work_off
from matching.loading import load_postings, load_seekers
from matching.scored import Scored
from matching.scoring import Edges
from runtime.clock import today
from tenants.access import Actor
from tenants.work import begin


@dataclass(frozen=True)
class Pass:
    """One cycle: seconds until all was scored and until the end, what was scored, and its worth.

    `scored` are the candidates kept, by person, best first; `objective` is the sum of the ranks
    recommended.
    """

    score_s: float
    all_s: float
    scored: Edges
    objective: float

    def same_scores(self, other: "Pass") -> bool:
        """Tell whether the very same candidates have the very same scores, to the bit."""
        ours, theirs = self.scored, other.scored
        return (
            ours.seekers.tobytes() == theirs.seekers.tobytes()
            and ours.postings.tobytes() == theirs.postings.tobytes()
            and ours.rank.tobytes() == theirs.rank.tobytes()
        )


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
    embed_changed(place.tenant_id)
    quick = _passed(worker, place)
    forget_scores(place.tenant_id)
    return quick, _passed(worker, place)


def embed_changed(tenant_id: int) -> None:
    """Have the vectors of all texts in the database."""
    words = load_postings(tenant_id).columns.vocabularies
    load_seekers(tenant_id, words, today())


def _passed(worker: Executor, place: Prefecture) -> Pass:
    """One cycle in the worker process; then its recommendations make room for the next."""
    found = worker.submit(run_in_steps, place.tenant_id).result()
    emptied(Recommendation)
    return found


def run_in_steps(tenant_id: int) -> Pass:
    """Run a cycle chunk by chunk, stopping after the scores to look at what was scored."""
    with stopwatch() as seconds:
        with begin(Actor.system(tenant_id)) as work:
            cycle_id = open_cycle(work).cycle.id
        _work_off(tenant_id, cycle_id, Phase.SCORE)
        score_s = seconds()
    with begin(Actor.system(tenant_id), read_only=True) as work:
        packed = list_scored(work, cycle_id, Phase.SCORE)
    edges = Scored.joined(map(Scored.from_bytes, packed.values())).edges
    with stopwatch() as seconds:
        _work_off(tenant_id, cycle_id, Phase.FINISH)
        rest_s = seconds()
    return Pass(score_s, score_s + rest_s, edges, _objective(tenant_id, cycle_id))


def _work_off(tenant_id: int, cycle_id: int, last: Phase) -> None:
    """Work off the phases of a cycle up to `last`, one chunk after the other."""
    while blocks := [n for n in _due(tenant_id, cycle_id) if phase_of(n) <= last]:
        for block in blocks:
            with begin(Actor.system(tenant_id)) as work:
                lease = lease_chunk(work, cycle_id, block)
            if lease is not None:
                work_off(tenant_id, lease)


def _due(tenant_id: int, cycle_id: int) -> list[int]:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return due_blocks(work, cycle_id)


def _objective(tenant_id: int, cycle_id: int) -> float:
    """What the assignment adds up: the ranks of all that a run recommended."""
    total = select(func.sum(Recommendation.score_rank)).where(
        Recommendation.tenant_id == tenant_id, Recommendation.cycle_id == cycle_id
    )
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return float(work.session.scalar(total) or 0)


def forget_scores(tenant_id: int) -> None:
    """Leave nothing of earlier cycles that the next could use instead of scoring anew."""
    with begin(Actor.system(tenant_id)) as work:
        for table in (ScoredBlock, StandingList, StandingPostings):
            work.session.execute(delete(table).where(table.tenant_id == tenant_id))
