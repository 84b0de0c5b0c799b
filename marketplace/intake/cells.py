"""From a row's cells to the fields of the file contract, whatever the table is like."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from language.cleaning import plain_line, unescape_cell
from marketplace.intake.mapping import Columns
from marketplace.intake.rows import (
    LONGEST_CELL,
    UNREADABLE,
    Cell,
    RawRow,
    Reason,
    cell_too_long,
    unreadable,
)

Told = dict[str, Any]  # contract field → what the row says
_JOINED, _GATHERED = {"text", "about"}, {"tags", "declined"}
_NAMES = {"id", "title", "company", "name", "phone", "id_number"}
MOST_LOST = 0.05  # share of a text's characters
_BLANKS = {"", "nan", "null", "n/a", "#n/a", "nat", "-", "--", "—", "/", "\\n", "undefined"}
_BARE_FIGURES = re.compile(r"\s*[\d.,]+(?:\s*[-~—至到－～]\s*[\d.,]+)?\s*")
_PERIODS = (("年", "/年"), ("日", "/天"), ("天", "/天"), ("时", "/小时"), ("周", "/周"))
_UNITS = (("万", "万元"), ("千", "千元"))
_SEPARATORS = re.compile(r"[,，、;；|\n]+")


@dataclass(frozen=True)
class ReadRow:
    """A row read by its columns: what it tells, its key in the source, a hash of its content."""

    number: int
    line: int
    told: Told
    key: str
    digest: str
    reason: Reason | None = None


def read_row(row: RawRow, columns: Columns) -> ReadRow:
    """Read a row; one that cannot be read says why."""
    reason = row.fault or _fault(row.cells, columns)
    if reason is not None:
        return ReadRow(row.number, row.line, {}, "", "", reason)
    told = _told(row.cells, columns)
    key = key_of(told.pop("id", ""))
    return ReadRow(row.number, row.line, told, key or _hash(_content(row.cells)), _hash(told))


def key_of(written: Cell) -> str:
    """Return an id as rows are known by it."""
    return plain_line(str(written))[:200]


def _fault(cells: Mapping[str, Cell], columns: Columns) -> Reason | None:
    for field, names in columns.items():
        for name in names:
            text = _as_text(cells.get(name))
            if len(text) > LONGEST_CELL:
                return cell_too_long(field, len(text))
            if UNREADABLE in text and _garbled(field, text):
                return unreadable(field)
    return None


def _garbled(field: str, text: str) -> bool:
    """One lost character spoils a name; in running text only many do."""
    return field in _NAMES or text.count(UNREADABLE) > len(text) * MOST_LOST


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return "\n".join(map(str, cell)) if isinstance(cell, list) else str(cell)


def _told(cells: Mapping[str, Cell], columns: Columns) -> Told:
    told: Told = {}
    for field, names in columns.items():
        values = [(name, value) for name in names if (value := _value(cells.get(name))) is not None]
        if values:
            told[field] = _of_field(field, values)
    _join_pay(told, columns)
    return told


def _value(cell: Cell) -> Cell:
    """The cell without our own formula escape; None where it says nothing."""
    if isinstance(cell, str):
        text = unescape_cell(cell.strip())
        return None if text.lower() in _BLANKS else text
    return cell


def _of_field(field: str, values: Sequence[tuple[str, Cell]]) -> Cell:
    if field in _JOINED:
        return "\n".join(dict.fromkeys(_as_text(value) for _, value in values))
    if field in _GATHERED:
        return list(dict.fromkeys(tag for _, value in values for tag in _listed(value)))
    name, value = values[0]
    return with_unit(name, str(value)) if field.startswith("pay") else value


def _listed(value: Cell) -> list[str]:
    items = value if isinstance(value, list) else _SEPARATORS.split(str(value))
    return [str(item).strip() for item in items if str(item).strip()]


def with_unit(name: str, text: str) -> str:
    """Add to bare figures the unit and period that the column's name states: 年薪（万元）."""
    if not _BARE_FIGURES.fullmatch(text):
        return text
    unit = next((words for mark, words in _UNITS if mark in name), "")
    period = next((words for mark, words in _PERIODS if mark in name), "")
    return f"{text.strip()}{unit or ('元' if period else '')}{period}"


def _join_pay(told: Told, columns: Columns) -> None:
    """Make one pay of a lowest and a highest figure in columns of their own."""
    low, high = str(told.pop("pay_low", "")), str(told.pop("pay_high", ""))
    if "pay" in told or not (low or high):
        return
    bare = [figure.removesuffix(".0") for figure in (low, high) if figure not in {"0", "0.0"}]
    joined = "-".join(dict.fromkeys(bare))
    names = " ".join(columns.get("pay_low", []) + columns.get("pay_high", []))
    told["pay"] = with_unit(names, joined) or joined


def _content(cells: Mapping[str, Cell]) -> dict[str, Any]:
    kept = {name: _value(cell) for name, cell in cells.items()}
    return {name: value for name, value in kept.items() if value is not None}


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
