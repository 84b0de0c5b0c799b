"""A file as a table: its columns, a sample of its rows, and all its rows, as often as asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from language.cleaning import plain_line
from marketplace.intake import delimited, json_lines, workbook
from marketplace.intake.columns import PARTIAL, ImportKind, field_named, plain_name
from marketplace.intake.errors import FileEmpty, WorkbookEmpty
from marketplace.intake.files import Form, SourceFile
from marketplace.intake.rows import TOO_MANY_CELLS, RawRow
from marketplace.intake.shapes import is_day, is_pay

Record = tuple[int, list[str]]
SAMPLE_ROWS = 200
HEADER_WITHIN = 30
MOST_COLUMNS = 300
LONGEST_NAME = 60


@dataclass(frozen=True)
class Table:
    """The columns of a file and its rows; `skipped` names sheets that were left out."""

    file: SourceFile
    columns: list[str]
    sample: list[RawRow]
    rows: Callable[[], Iterator[RawRow]]
    headed: bool = True
    skipped: list[str] = field(default_factory=list)


def read_table(file: SourceFile, kind: ImportKind, hints: Iterable[str] = ()) -> Table:
    """Find the columns of a file. `hints` are column names that somebody typed.

    Raises FileEmpty, FileDamaged.
    """
    if file.form is Form.JSON_LINES:
        return _of_objects(file)
    if file.form is Form.DELIMITED:
        return _of_records(file, kind, hints, partial(delimited.records, file))
    return _of_sheets(file, kind, hints)


def _of_objects(file: SourceFile) -> Table:
    sample = list(islice(json_lines.rows(file), SAMPLE_ROWS))
    names = list(dict.fromkeys(name for row in sample for name in row.cells))
    if not sample:
        raise FileEmpty(name=file.name, field="file")
    return Table(file, names[:MOST_COLUMNS], sample, lambda: json_lines.rows(file))


def _of_sheets(file: SourceFile, kind: ImportKind, hints: Iterable[str]) -> Table:
    """The first sheet with a header, and all others that have the same one."""
    titles = workbook.sheets(file)
    if not titles:
        raise WorkbookEmpty(name=file.name, field="file")
    hints = list(hints)
    tables = {
        title: _of_records(file, kind, hints, partial(workbook.records, file, title))
        for title in titles
    }
    first = next((t for t in titles if tables[t].headed), titles[0])
    alike = [t for t in titles if t == first or tables[t].columns == tables[first].columns]
    chosen = tables[first]
    return Table(
        file,
        chosen.columns,
        chosen.sample,
        lambda: _renumbered(tables[title].rows() for title in alike),
        chosen.headed,
        [title for title in titles if title not in alike],
    )


def _renumbered(parts: Iterable[Iterator[RawRow]]) -> Iterator[RawRow]:
    number = 0
    for part in parts:
        for row in part:
            number += 1
            yield RawRow(number, row.line, row.cells, row.fault)


def _of_records(
    file: SourceFile,
    kind: ImportKind,
    hints: Iterable[str],
    records: Callable[[], Iterator[Record]],
) -> Table:
    start = list(islice(records(), SAMPLE_ROWS))
    if not start:
        raise FileEmpty(name=file.name, field="file")
    at = _header(kind, [cells for _, cells in start], list(hints))
    width = max(len(cells) for _, cells in start)
    names = _unique(start[at][1] if at is not None else [""] * width)
    skip = 0 if at is None else at + 1

    def rows() -> Iterator[RawRow]:
        for number, (line, cells) in enumerate(islice(records(), skip, None), 1):
            yield _row(number, line, cells, names)

    return Table(file, names, list(islice(rows(), SAMPLE_ROWS)), rows, at is not None)


def _row(number: int, line: int, cells: Sequence[str], names: Sequence[str]) -> RawRow:
    over = any(cell.strip() for cell in cells[len(names) :])
    fault = TOO_MANY_CELLS if over else None
    return RawRow(number, line, dict(zip(names, cells, strict=False)), fault)


def _header(kind: ImportKind, records: Sequence[Sequence[str]], hints: list[str]) -> int | None:
    """Return which record names the columns: the one with most known names."""
    wanted = {plain_name(str(hint)) for hint in hints}
    scores = [_score(kind, cells, wanted) for cells in records[:HEADER_WITHIN]]
    best = max(range(len(scores)), key=scores.__getitem__)
    filled = sum(bool(cell.strip()) for cell in records[best])
    if scores[best] >= min(2, filled):
        return best
    return 0 if _differs(records) else None


def _score(kind: ImportKind, cells: Sequence[str], wanted: set[str]) -> float:
    """Count different names that are known; a long cell is no name."""
    names = {plain_name(cell) for cell in cells if 0 < len(cell.strip()) <= LONGEST_NAME}
    names.discard("")
    hits = [hit for name in names if (hit := field_named(kind, name)) is not None]
    whole = sum(1.0 if rank < PARTIAL else 0.4 for _, rank in hits)
    return whole + 10 * len(names & wanted)


def _differs(records: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first record is of words only while figures stand below it."""
    below = [cell for cells in records[1:10] for cell in cells]
    first = [cell.strip() for cell in records[0]]
    plain = all(cell and not any(map(str.isdigit, cell)) for cell in first)
    return plain and len(set(first)) == len(first) and any(is_pay(c) or is_day(c) for c in below)


def _unique(cells: Sequence[str]) -> list[str]:
    """Name every column: an empty name by its number, a repeated one with a number behind."""
    names: list[str] = []
    for at, cell in enumerate(cells[:MOST_COLUMNS], 1):
        name = plain_line(cell[: LONGEST_NAME * 4])[:LONGEST_NAME] or f"第{at}列"
        names.append(name if name not in names else f"{name}（{at}）")
    return names
