"""Reading JSON lines: one object a line; a bad line is a refused row, never the end."""

import io
import json
from collections.abc import Iterator
from typing import Any

from language.cleaning import plain_line
from marketplace.intake.files import SourceFile
from marketplace.intake.rows import NOT_JSON, Cell, RawRow


def rows(file: SourceFile) -> Iterator[RawRow]:
    """Yield every line that is not blank."""
    number = 0
    with io.TextIOWrapper(file.open_binary(), encoding=file.encoding, errors="replace") as lines:
        for line, text in enumerate(lines, 1):
            bare = text.strip().lstrip("\ufeff")
            if bare:
                number += 1
                yield _row(number, line, bare)


def _row(number: int, line: int, text: str) -> RawRow:
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return RawRow(number, line, {}, NOT_JSON)
    if not isinstance(found, dict):
        return RawRow(number, line, {}, NOT_JSON)
    return RawRow(number, line, {_name(key): _cell(value) for key, value in found.items()})


def _name(key: str) -> str:
    return key if key.isprintable() else plain_line(key)


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON: they are not known."""


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not None]
    return _plain(value)


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
