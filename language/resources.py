"""The tables under ``language/data``: read once, as rows of text."""

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Rows of ``language/data/<name>.csv`` in file order."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
