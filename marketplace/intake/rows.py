"""What passes between readers and takers: a row as the file has it, and why one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as field_
from typing import Any

from runtime.messages import N_

Cell = Any  # text of a table; in JSON lines also numbers, truth values and lists
LONGEST_CELL = 100_000
UNREADABLE = "\ufffd"


@dataclass(frozen=True)
class Reason:
    """Why a row is refused: a stable code, the field at fault, and what to do (a msgid)."""

    code: str
    message: str
    field: str = ""
    params: Mapping[str, Any] = field_(default_factory=dict)

    def text(self) -> str:
        """Return the Chinese message with its placeholders filled."""
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class RawRow:
    """One row: its number from 1 without the header, its line in the file, cells by column."""

    number: int
    line: int
    cells: Mapping[str, Cell]
    fault: Reason | None = None


NOT_JSON = Reason("not_json", N_("这一行不是完整的 JSON 对象。请检查引号、逗号和大括号。"))
TOO_MANY_CELLS = Reason(
    "too_many_cells", N_("这一行的列数比表头多，各列可能错位。请检查多余的分隔符或引号。")
)


def cell_too_long(field_name: str, length: int) -> Reason:
    """A cell that no posting or profile can need."""
    message = N_("这一格有 %(length)d 个字，超过 %(most)d 个字的上限。请删减或检查引号是否配对。")
    return Reason("cell_too_long", message, field_name, {"length": length, "most": LONGEST_CELL})


def unreadable(field_name: str) -> Reason:
    """A cell with bytes that are no text in the file's encoding."""
    message = N_("这一格有无法识别的字符（乱码）。请用原始系统重新导出为 UTF-8 后再导入。")
    return Reason("unreadable", message, field_name)


def duplicate_key(field_name: str, first: int) -> Reason:
    """Two rows of one file with one key that say different things."""
    message = N_("编号与第 %(first)d 行重复，但内容不同。请保留一行，或改正编号。")
    return Reason("duplicate_id", message, field_name, {"first": first})
