"""Files that commands read and write: JSON lines and tables of tabs, refused by the line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from runtime.errors import Invalid


class FileUnreadable(Invalid):
    """No such file, no right to read or write it, or not UTF-8."""

    message = "无法读写文件“%(name)s”。请检查路径、权限，并确认是 UTF-8 编码。"


class LineInvalid(Invalid):
    """One line is not what the file's form wants."""

    message = "文件“%(name)s”第 %(line)d 行有误：%(what)s请改正后重试。"


NOT_JSON = "不是一个 JSON 对象。"
NO_ID = "缺少编号（id）。"
SPLIT_ID = "编号里有制表符或换行，无法写入结果。"
REPEATED_ID = "编号与前面某一行重复。"


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines, each with an `id` of its own, as text.

    Empty lines are skipped. Raises FileUnreadable, LineInvalid.
    """
    rows: dict[str, dict[str, Any]] = {}
    for number, line in numbered_lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise LineInvalid(name=path.name, line=number, what=NOT_JSON) from error
        fault = _fault(row, rows)
        if fault:
            raise LineInvalid(name=path.name, line=number, what=fault)
        rows[str(row["id"])] = row | {"id": str(row["id"])}
    return list(rows.values())


def _fault(row: Any, before: dict[str, dict[str, Any]]) -> str | None:
    if not isinstance(row, dict):
        return NOT_JSON
    key = row.get("id")
    if key is None or not str(key):
        return NO_ID
    if set("\t\r\n") & set(str(key)):
        return SPLIT_ID
    return REPEATED_ID if str(key) in before else None


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, numbered from 1. Raises FileUnreadable."""
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(name=str(path)) from error


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """Write a file so that it is there in full or not at all. Raises FileUnreadable."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise FileUnreadable(name=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
