"""The page on scaling: sums by hand, and a drawing that holds what was measured."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import scaling
from benchmarks.measure import Answer, Ratio
from benchmarks.plot import curves

SIZES = {"20k": (20, 2, 2, 0.5), "50k": (125, 10, 12, 1), "100k": (500, 40, 50, 2)}
FIGURES = {
    "seekers": 20_000,
    "one_worker_seekers_per_s": 500,
    "recommendations_a_person": 4,
    "disk_bytes_a_recommendation": 1000,
    "disk_bytes_a_person": 1952,
    "disk_bytes_a_posting": 1000,
    "disk_bytes_a_document": 2000,
} | {
    f"growth_{size}_{what}": value
    for size, values in SIZES.items()
    for what, value in zip(("score_s", "assign_s", "faiss_s", "peak_gb"), values, strict=True)
}
ANSWER = Answer(
    dict(FIGURES),
    {
        "two_workers_vs_one": Ratio(1.8, 1.7, 1.9, 5),
        "incremental_all": Ratio(0.2, 0.2, 0.2, 3),
    },
)


def test_sums_by_hand() -> None:
    sums = scaling.Sums(FIGURES, scaling.growth_rows(FIGURES))

    # 50,000 postings a prefecture: the row of 50,000, 125 s for 50,000 people.
    assert sums.score_s == pytest.approx(0.0025)
    # One worker took 2 ms a person; scores 1 ms and the assignment 0.1 ms of it.
    assert sums.rest_s == pytest.approx(0.0009)
    # Twice the size took four times as long, so 2.5 times the size takes 6.25 times.
    assert sums.power == pytest.approx(2)
    assert sums.assign_s == pytest.approx(250)
    # 100 M × 3.4 ms = 340,000 s, 400 × 250 s = 100,000 s.
    assert sums.hours == pytest.approx(440_000 / 3600)
    assert sums.workers == 16
    # 2 GB and 50,000 vectors of 2,048 bytes.
    assert sums.worker_gb == pytest.approx(2.1024)
    assert sums.people_gb == pytest.approx(400)
    assert sums.postings_gb == pytest.approx(20_000_000 * 5048 / 1e9)
    assert sums.week_gb == pytest.approx(400)
    # People twice, postings once, 2 × 60 GB of candidates, recommendations.
    assert sums.moved_gb == pytest.approx(800 + 20_000_000 * 3048 / 1e9 + 120 + 400)


def test_the_page_has_a_row_a_size_and_its_plot(tmp_path: Path) -> None:
    page = tmp_path / "scaling.md"

    scaling.write(ANSWER, date(2026, 11, 24), page)

    text = page.read_text("utf-8")
    assert "| 100,000² | 500.0 s | 40.0 s | 50.0 s | 2.00 GB |" in text
    assert "= 16 workers of one thread each" in text
    assert "{" not in text
    drawing = ET.fromstring((tmp_path / "scaling.svg").read_text("utf-8"))  # noqa: S314 - our own
    assert len(drawing.findall("{*}polyline")) == 3


def test_points_lie_where_their_values_are() -> None:
    drawing = ET.fromstring(curves({"a & b": [(10, 1), (1000, 100)]}, "x", "y"))  # noqa: S314 - our own

    first, last = (
        (float(each.attrib["cx"]), float(each.attrib["cy"]))
        for each in drawing.iter()
        if each.tag.endswith("circle")
    )
    (line,) = drawing.findall("{*}polyline")
    assert first[0] < last[0]
    assert first[1] > last[1]  # higher values lie higher
    assert line.attrib["points"] == f"{first[0]},{first[1]} {last[0]},{last[1]}"
