"""Matching a prefecture whole: 20,000 people and 20,000 postings; its growth; what changed; one.

`cycle_vs_faiss_flat`: people a second of a full cycle (masks, candidates, features, ranking,
assignment, reasons, rows written) by a Celery worker with two children of one thread each, in
parts of those of faiss, which only finds the exact top 100 of the same vectors, on all processors.
`two_workers_vs_one`: the same cycle against a worker with one child. `incremental_scores`,
`incremental_all`, `incremental_objective`: a cycle after one percent of people and postings has
become another, in parts of the same cycle with nothing known: seconds until all is scored, until
all is recorded, and the sum of the ranks recommended; `incremental_bit_equal` counts the runs in
which both scored the very same. `online_p95_vs_es`: p95 of a newcomer's recommendations at 100,000
postings, in multiples of the bare request to Elasticsearch. Peaks are the memory of one process
over the vectors: at 20,000 the worker's whose one child did everything, at 100,000 that of
scoring and assignment on columns in memory. How all grows: [scaling.md](scaling.md).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from benchmarks import growth, incremental, online
from benchmarks.growth import GB
from benchmarks.measure import Answer, interleaved, ratio, stopwatch
from benchmarks.prefecture import Prefecture
from benchmarks.processes import Crew, crews, worker_process
from benchmarks.scratch import disk_bytes, emptied, scratch_deployment, scratch_tenant
from marketplace.recommendations import Recommendation, access_cycle
from matching.conversion import FloatArray
from matching.loading import load_postings, load_seekers
from migrations.schema import refresh_statistics
from runtime.clock import today
from tenants.access import Actor
from tenants.work import begin


@dataclass(frozen=True)
class Size:
    """How large all is: people and postings, runs, sizes of growth, people scored for one."""

    people: int = 20_000
    postings: int = 20_000
    runs: int = 5
    runs_changed: int = 3
    growth: tuple[int, ...] = (5_000, 10_000, 20_000, 50_000, 100_000)
    scored: int = 2_500
    online_times: int = 5


@dataclass(frozen=True)
class Vectors:
    """The vectors of both sides; nothing else of them is held while others are timed."""

    people: FloatArray
    postings: FloatArray

    @property
    def nbytes(self) -> int:
        """Bytes that the vectors take."""
        return self.people.nbytes + self.postings.nbytes


def run(size: Size | None = None) -> Answer:
    """Measure on a scratch database, index and broker."""
    size = size or Size()
    with scratch_deployment():
        place = Prefecture.filled(scratch_tenant(0), size.people, size.postings)
        refresh_statistics()
        vectors = _vectors(place.tenant_id)
        answer = _cycles(place, vectors, size)
        _grown(answer, place.tenant_id, size)
        _changed(answer, place, size)
        _online(answer, place, size)
    return answer


def _vectors(tenant_id: int) -> Vectors:
    """Read both sides, embedding what is new."""
    postings = load_postings(tenant_id).columns
    seekers = load_seekers(tenant_id, postings.vocabularies, today()).columns
    return Vectors(seekers.vectors, postings.vectors)


@dataclass
class _Record:
    """What the last cycle left: its stages, its rows and what they take on disk."""

    stages: dict[str, float] = field(default_factory=dict)
    recommendations: int = 0
    nbytes: int = 0


def _cycles(place: Prefecture, vectors: Vectors, size: Size) -> Answer:
    """Time full cycles by two workers and by one, and the search of faiss, in turn."""
    people, last = len(vectors.people), _Record()
    with crews(2, 1) as (two, one):
        sides: dict[str, Callable[[int], float]] = {
            "one_worker": lambda _: people / _cycle(one, place.tenant_id, last),
            "two_workers": lambda _: people / _cycle(two, place.tenant_id, last),
            "faiss_flat": lambda _: people / _faiss(vectors),
        }
        interleaved(sides, runs=1)  # all are warm: workers hold the postings they have read
        rates = interleaved(sides, size.runs)
        peaks = {name: _over(crew, vectors) for name, crew in (("one", one), ("two", two))}
    middle = {f"{name}_seekers_per_s": round(median(each), 1) for name, each in rates.items()}
    return Answer(
        figures={
            "seekers": people,
            "postings": len(vectors.postings),
            **middle,
            **{f"stage_{name}_s": round(spent, 3) for name, spent in last.stages.items()},
            "peak_gb_over_vectors_20k": peaks["one"],
            "peak_gb_over_vectors_20k_each_of_two": peaks["two"],
            "recommendations_a_person": round(last.recommendations / people, 2),
            "disk_bytes_a_recommendation": round(last.nbytes / max(last.recommendations, 1)),
            "disk_bytes_a_person": round(place.person_bytes),
            "disk_bytes_a_posting": round(place.posting_bytes),
        },
        ratios={
            "cycle_vs_faiss_flat": ratio(rates["two_workers"], rates["faiss_flat"]),
            "two_workers_vs_one": ratio(rates["two_workers"], rates["one_worker"]),
        },
    )


def _cycle(crew: Crew, tenant_id: int, last: _Record) -> float:
    """Seconds of a full cycle, whose rows then make room for the next, which begins anew."""
    cycle_id, seconds = crew.cycle(tenant_id)
    with begin(Actor.system(tenant_id), read_only=True) as work:
        cycle = access_cycle(work, cycle_id)
    last.stages, last.recommendations = cycle.stages, cycle.counts["recommendations"]
    last.nbytes = disk_bytes(Recommendation)
    emptied(Recommendation)
    incremental.forget_scores(tenant_id)
    return seconds


def _faiss(vectors: Vectors) -> float:
    with stopwatch() as seconds:
        growth.nearest_neighbours(vectors.people, vectors.postings)
        return seconds()


def _over(crew: Crew, vectors: Vectors) -> float:
    return round((crew.peak_bytes() - vectors.nbytes) / GB, 3)


def _changed(answer: Answer, place: Prefecture, size: Size) -> None:
    """Add what a cycle costs after one percent has changed."""
    with worker_process() as worker:
        found = incremental.compared(worker, place, size.runs_changed)
    answer.ratios |= {
        "incremental_scores": found.scores,
        "incremental_all": found.whole,
        "incremental_objective": found.objective,
    }
    answer.figures["incremental_bit_equal"] = found.bit_equal


def _grown(answer: Answer, tenant_id: int, size: Size) -> None:
    """Add each size of growth."""
    points = [growth.measured(tenant_id, today(), each, size.scored) for each in size.growth]
    for point in points:
        name = f"growth_{point.size / 1000:g}k"
        answer.figures |= {
            f"{name}_score_s": round(point.score_s, 2),
            f"{name}_assign_s": round(point.assign_s, 2),
            f"{name}_faiss_s": round(point.faiss_s, 2),
            f"{name}_peak_gb": round(point.peak_gb, 3),
        }
    answer.figures["peak_gb_over_vectors_100k"] = round(points[-1].peak_gb, 3)
    own = min(points, key=lambda point: abs(point.size - size.people))
    answer.figures["ranked_candidates_a_person"] = round(own.ranked_a_person, 1)


def _online(answer: Answer, place: Prefecture, size: Size) -> None:
    """Add what one new person waits."""
    found = online.measured(place, size.online_times, size.runs_changed)
    answer.ratios["online_p95_vs_es"] = found.p95
    answer.figures |= {
        "online_postings": found.postings,
        "online_people_a_run": found.people_a_run,
        "online_es_requests_a_person": round(found.requests_a_person, 2),
        "disk_bytes_a_document": round(found.document_bytes),
        "online_p95_ms": found.ours_ms,
        "online_es_p95_ms": found.bare_ms,
    }
