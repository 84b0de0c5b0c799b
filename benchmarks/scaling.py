"""docs/scaling.md: growth as a table and a plot, and the sums for a country, from the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil, log
from pathlib import Path

from benchmarks.measure import Answer, machine
from benchmarks.plot import curves
from runtime.settings import CHECKOUT

FILE = CHECKOUT / "docs" / "scaling.md"
TENANTS, PEOPLE, POSTINGS = 400, 100_000_000, 20_000_000
NIGHT_HOURS, WEEKS = 8, 52
VECTOR_BYTES, CANDIDATE_BYTES, KEPT = 2048, 12, 50
_PLOT = "scaling.svg"

Figures = dict[str, float]


@dataclass(frozen=True)
class Row:
    """What one size took: thousands of people and as many postings, seconds, gigabytes."""

    thousands: float
    score_s: float
    assign_s: float
    faiss_s: float
    peak_gb: float

    @property
    def size(self) -> float:
        """How many people, and how many postings."""
        return self.thousands * 1000


def write(answer: Answer, day: date, file: Path = FILE) -> None:
    """Write the page and its plot beside it."""
    rows = growth_rows(answer.figures)
    lines = {
        "scores": [(row.size, row.score_s) for row in rows],
        "assignment": [(row.size, row.assign_s) for row in rows],
        "faiss flat alone": [(row.size, row.faiss_s) for row in rows],
    }
    drawing = curves(lines, "people, and as many postings", "seconds, one thread")
    file.with_name(_PLOT).write_text(drawing, "utf-8")
    file.write_text("\n".join(_page(answer, rows, day)) + "\n", "utf-8")


def growth_rows(figures: Figures) -> list[Row]:
    """Return the sizes that were measured, ascending."""
    names = [name.split("_")[1] for name in figures if name.endswith("k_score_s")]
    rows = [
        Row(
            float(name.removesuffix("k")),
            *(figures[f"growth_{name}_{what}"] for what in _MEASURED),
        )
        for name in names
    ]
    return sorted(rows, key=lambda row: row.thousands)


_MEASURED = ("score_s", "assign_s", "faiss_s", "peak_gb")


@dataclass(frozen=True)
class Sums:
    """What one full cycle a week costs a country, and each figure it comes from."""

    figures: Figures
    rows: list[Row]

    @property
    def score_s(self) -> float:
        """Seconds to score one person against the postings of a tenant, between two sizes."""
        at = POSTINGS / TENANTS
        near = sorted(self.rows, key=lambda row: abs(log(row.size / at)))[:2]
        low, high = sorted(near, key=lambda row: row.size)
        share = (at - low.size) / (high.size - low.size)
        a, b = low.score_s / low.size, high.score_s / high.size
        return a + share * (b - a)

    @property
    def rest_s(self) -> float:
        """Seconds a person for all else: rows read, reasons, rows written."""
        own = min(self.rows, key=lambda row: abs(row.size - self.figures["seekers"]))
        one = 1 / self.figures["one_worker_seekers_per_s"]
        return max(0.0, one - (own.score_s + own.assign_s) / own.size)

    @property
    def power(self) -> float:
        """Exponent with which the assignment grew between the two largest sizes."""
        low, high = self.rows[-2:]
        return log(high.assign_s / low.assign_s) / log(high.size / low.size)

    @property
    def assign_s(self) -> float:
        """Seconds to assign one tenant."""
        last = self.rows[-1]
        return last.assign_s * float((PEOPLE / TENANTS / last.size) ** self.power)

    @property
    def hours(self) -> float:
        """Processor hours of one full cycle of all tenants."""
        return (PEOPLE * (self.score_s + self.rest_s) + TENANTS * self.assign_s) / 3600

    @property
    def workers(self) -> int:
        """Worker processes of one thread each that do it in one night."""
        return ceil(self.hours / NIGHT_HOURS)

    @property
    def worker_gb(self) -> float:
        """Memory of one worker process: the largest peak measured, and a tenant's vectors."""
        vectors = POSTINGS / TENANTS * VECTOR_BYTES / 1e9
        return max(row.peak_gb for row in self.rows) + vectors

    @property
    def week_gb(self) -> float:
        """Disk that a week's recommendations take."""
        each = self.figures["disk_bytes_a_recommendation"]
        return PEOPLE * self.figures["recommendations_a_person"] * each / 1e9

    @property
    def people_gb(self) -> float:
        """Disk that people and their vectors take."""
        return PEOPLE * (self.figures["disk_bytes_a_person"] + VECTOR_BYTES) / 1e9

    @property
    def postings_gb(self) -> float:
        """Disk that postings, their vectors and their documents in the index take."""
        each = self.figures["disk_bytes_a_posting"] + self.figures["disk_bytes_a_document"]
        return POSTINGS * (each + VECTOR_BYTES) / 1e9

    @property
    def moved_gb(self) -> float:
        """What goes between the database and the workers in one cycle, at most."""
        readers = max(1, ceil(self.workers / TENANTS))
        postings = POSTINGS * (self.figures["disk_bytes_a_posting"] + VECTOR_BYTES) / 1e9
        scored = 2 * PEOPLE * KEPT * CANDIDATE_BYTES / 1e9  # written, and read again
        return self.people_gb * 2 + postings * readers + scored + self.week_gb

    @property
    def mbit_s(self) -> float:
        """The same over one night."""
        return self.moved_gb * 8000 / (NIGHT_HOURS * 3600)


def _page(answer: Answer, rows: list[Row], day: date) -> Iterator[str]:
    yield _HEAD.format(day=day.isoformat(), machine=machine(), plot=_PLOT)
    yield "| People × postings | Scores | Assignment | faiss flat alone | Peak over the vectors |"
    yield "|---|---|---|---|---|"
    for row in rows:
        seconds = f"{row.score_s:.1f} s | {row.assign_s:.1f} s | {row.faiss_s:.1f} s"
        yield f"| {row.thousands:g},000² | {seconds} | {row.peak_gb:.2f} GB |"
    yield _sums(answer, Sums(answer.figures, rows))


def _sums(answer: Answer, sums: Sums) -> str:
    return _SUMS.format(
        tenants=TENANTS,
        people=PEOPLE,
        postings=POSTINGS,
        own_people=PEOPLE // TENANTS,
        own_postings=POSTINGS // TENANTS,
        night=NIGHT_HOURS,
        score_ms=sums.score_s * 1000,
        rest_ms=sums.rest_s * 1000,
        one=answer.figures["one_worker_seekers_per_s"],
        seekers=answer.figures["seekers"],
        power=sums.power,
        assign_s=sums.assign_s,
        hours=sums.hours,
        workers=sums.workers,
        two=answer.ratios["two_workers_vs_one"].median,
        share=answer.ratios["incremental_all"].median,
        part_hours=sums.hours * answer.ratios["incremental_all"].median,
        worker_gb=sums.worker_gb,
        all_gb=sums.worker_gb * sums.workers,
        person=answer.figures["disk_bytes_a_person"],
        posting=answer.figures["disk_bytes_a_posting"],
        document=answer.figures["disk_bytes_a_document"],
        recommendation=answer.figures["disk_bytes_a_recommendation"],
        given=answer.figures["recommendations_a_person"],
        people_gb=sums.people_gb,
        postings_gb=sums.postings_gb,
        week_gb=sums.week_gb,
        year_tb=sums.week_gb * WEEKS / 1000,
        moved_gb=sums.moved_gb,
        mbit_s=sums.mbit_s,
        readers=max(1, ceil(sums.workers / TENANTS)),
    )


_HEAD = (Path(__file__).parent / "scaling_head.md").read_text("utf-8")
_SUMS = (Path(__file__).parent / "scaling_sums.md").read_text("utf-8")
