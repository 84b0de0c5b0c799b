import csv
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from openpyxl import load_workbook

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

Rows = list[dict[str, str]]

_BESIDE_THE_CHECKOUT = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_table() -> Callable[[str], Rows]:
    """Rows of a table of real postings or persons; the test is skipped without them."""
    given = os.environ.get("PES_SHARED_DATA")  # noqa: TID251 - no deployment setting: test input
    folder = Path(given) if given else _BESIDE_THE_CHECKOUT

    def read(name: str) -> Rows:
        path = folder / name
        if not path.exists():
            pytest.skip(f"{name} is not here: set PES_SHARED_DATA to the folder of real tables")
        return _rows(path)

    return read


def _rows(path: Path) -> Rows:
    if path.suffix == ".xlsx":
        return _sheet(path)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig") as file:
        if ".jsonl" in path.name:
            return [json.loads(line) for line in file]
        return list(csv.DictReader(file))


def _sheet(path: Path) -> Rows:
    book = load_workbook(path, read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    header = [str(name) for name in next(lines)]
    rows = [dict(zip(header, map(str, line), strict=True)) for line in lines]
    book.close()
    return rows
