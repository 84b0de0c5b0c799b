"""Reading workbooks row by row: values only, merged cells filled down, formulas never run."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string

from marketplace.intake.errors import FileDamaged
from marketplace.intake.files import BLOCK, SourceFile

Record = tuple[int, list[str]]
MOST_COLUMNS = 300
_OVERLAP = 200
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_BROKEN = (BadZipFile, KeyError, ValueError, SyntaxError, TypeError, AttributeError, IndexError)


@dataclass
class _Merged:
    """Cells merged downwards: (column) → [(first row, last row)]."""

    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    formulas: bool = False

    def fill(self, line: int, cells: list[str], held: dict[int, str]) -> None:
        """Give a row the values of merged cells that began above it."""
        for column, spans in self.spans.items():
            first = next((top for top, bottom in spans if top <= line <= bottom), None)
            if first == line:
                held[column] = cells[column] if column < len(cells) else ""
            elif first is not None and column in held:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] or held[column]


def sheets(file: SourceFile) -> list[str]:
    """Return the titles of the visible sheets with cells. Raises FileDamaged."""
    try:
        with _opened(file, values=True) as book:
            return [
                sheet.title
                for sheet in book.worksheets
                if sheet.sheet_state == "visible" and any(_filled(sheet, 50))
            ]
    except _BROKEN as error:
        raise FileDamaged(name=file.name, field="file") from error


def records(file: SourceFile, title: str) -> Iterator[Record]:
    """Yield every row of a sheet that is not blank, with its number in the sheet.

    Raises FileDamaged.
    """
    try:
        yield from _records(file, title)
    except _BROKEN as error:
        raise FileDamaged(name=file.name, field="file") from error


def _opened(file: SourceFile, *, values: bool) -> "closing[Workbook]":
    """Open for reading row by row: stored values, or the text of formulas."""
    return closing(load_workbook(file.path, read_only=True, data_only=values, keep_links=False))


def _records(file: SourceFile, title: str) -> Iterator[Record]:
    held: dict[int, str] = {}
    with _opened(file, values=True) as book:
        sheet = book[title]
        marks = _scan(file, _part_of(sheet))
        rows = _with_formulas(file, title, sheet.iter_rows(values_only=True), marks)
        for line, cells in enumerate(rows, 1):
            written = [_written(cell) for cell in cells[:MOST_COLUMNS]]
            marks.fill(line, written, held)
            while written and not written[-1]:
                written.pop()
            if written:
                yield line, written


def _with_formulas(file: SourceFile, title: str, values: Any, marks: _Merged) -> Iterator[Any]:
    """A formula that was never calculated has no value: its text stands for it, as text."""
    if not marks.formulas:
        yield from values
        return
    with _opened(file, values=False) as book:
        texts = book[title].iter_rows(values_only=True)
        for known, written in zip_longest(values, texts, fillvalue=()):
            yield [text if value is None else value for value, text in zip_longest(known, written)]


def _part_of(sheet: Any) -> str:
    """The sheet's part of the archive, which only the row-by-row reader knows."""
    return str(sheet._worksheet_path)


def _scan(file: SourceFile, part: str) -> _Merged:
    """Find merged cells and formulas, which openpyxl does not tell when it reads row by row."""
    marks, tail = _Merged(), b""
    with zipfile.ZipFile(file.path) as archive, archive.open(part.lstrip("/")) as stream:
        while block := stream.read(BLOCK):
            text = tail + block
            if _FORBIDDEN.search(text):
                raise ValueError(part)
            marks.formulas = marks.formulas or bool(_FORMULA.search(text))
            for left, top, _, bottom in _MERGE.findall(text):
                if bottom != top:
                    spans = marks.spans.setdefault(column_index_from_string(left.decode()) - 1, [])
                    span = int(top), int(bottom)
                    spans.append(span) if span not in spans else None
            tail = text[-_OVERLAP:]
    return marks


def _filled(sheet: Any, rows: int) -> Iterator[bool]:
    for row in sheet.iter_rows(values_only=True, max_row=rows):
        yield any(cell is not None for cell in row)


def _written(cell: Any) -> str:
    """A cell as people write it: 5000.0 is 5000, a day is 2026-11-24."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
