"""The figures that the demo's mixture follows, each with its source: `data/figures.csv`.

`kind` says what a figure is: `published` (a public statistic), `counted` (from a table of real
postings or persons, by `pes.demo.survey`) or `assumption` (ours, because nothing citable was at
hand).
"""

import csv
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

DATA = Path(str(files("pes.demo") / "data"))
FIGURES = DATA / "figures.csv"
SURVEY = DATA / "survey.csv"


class Figure(NamedTuple):
    """One figure: stable name, value, unit, kind, source."""

    name: str
    value: float
    unit: str
    kind: str
    source: str


def read_figures() -> list[Figure]:
    """All figures, in the order of the file."""
    with FIGURES.open(encoding="utf-8") as file:
        return [
            Figure(r["name"], float(r["value"]), r["unit"], r["kind"], r["source"])
            for r in csv.DictReader(file)
        ]


def write_figures(rows: list[Figure]) -> None:
    """Replace the file."""
    with FIGURES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Figure._fields)
        writer.writerows((r.name, f"{r.value:.10g}", r.unit, r.kind, r.source) for r in rows)


@cache
def _by_name() -> dict[str, float]:
    return {each.name: each.value for each in read_figures()}


def figure(name: str) -> float:
    """Value of a figure. Raises KeyError for a name that the file lacks."""
    return _by_name()[name]


def family(prefix: str) -> dict[str, float]:
    """Figures whose name begins with `prefix`, by the rest of the name: `population_` → 430100."""
    return {
        name.removeprefix(prefix): value
        for name, value in _by_name().items()
        if name.startswith(prefix)
    }
