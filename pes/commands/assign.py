"""`pes assign`: the assignment of a cycle, on tables of names."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from matching.named import AssignmentTables
from pes.files import REPEATED_ID, LineInvalid, numbered_lines, written
from pes.output import JsonFlag, show_json, show_text

app = typer.Typer()

EdgesOption = Annotated[Path, typer.Option("--edges", help="求职者 岗位 得分（制表符分隔）")]
SeekersOption = Annotated[
    Path, typer.Option("--seekers", help="求职者 应推荐数(0-3) 优先(0/1) 最多条数")
]
PostingsOption = Annotated[Path, typer.Option("--postings", help="岗位 可推荐人数")]
OutOption = Annotated[Path, typer.Option("--out", help="结果文件：求职者 岗位")]

MOST_OWED, MOST_COUNT = 3, 2**31 - 1
COLUMNS = "应有 %d 列，用制表符分隔。"
NOT_WHOLE = "“%s”应是 %d 到 %d 的整数。"
NOT_A_SCORE = "得分“%s”不是数字。"
NO_SEEKER = "求职者“%s”不在求职者文件里。"
NO_POSTING = "岗位“%s”不在岗位文件里。"
EDGE_REPEATED = "这一对求职者和岗位前面已经有了。"

T = TypeVar("T")


@app.command("assign", help="把打好分的求职者和岗位统筹分配：不超名额，先保应推荐数和优先对象")
def assign(
    edges: EdgesOption,
    seekers: SeekersOption,
    postings: PostingsOption,
    out: OutOption,
    as_json: JsonFlag = False,
) -> None:
    """Choose among the edges, write the pairs, sum them up."""
    people, places = _Seekers.read(seekers), _Postings.read(postings)
    pairs = _Edges.read(edges, people.numbers, places.numbers)
    tables = AssignmentTables(
        pairs.seekers,
        pairs.postings,
        pairs.scores,
        owed=people.owed,
        priority=people.priority,
        most=people.most,
        capacity=places.capacity,
    )
    chosen = tables.chosen().edges
    _write(out, list(people.numbers), list(places.numbers), pairs, chosen.tolist())
    answer = tables.summary(chosen)
    show_json(answer) if as_json else show_text(_table(answer, len(people.owed)))


@dataclass
class _Seekers:
    """Name → number, and each number's claim, priority, most."""

    numbers: dict[str, int] = field(default_factory=dict)
    owed: list[int] = field(default_factory=list)
    priority: list[bool] = field(default_factory=list)
    most: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "_Seekers":
        found = cls()
        for name, owed, priority, most in _rows(path, 4, found._row):
            found.numbers[name] = len(found.numbers)
            found.owed.append(owed)
            found.priority.append(bool(priority))
            found.most.append(most)
        return found

    def _row(self, cells: list[str]) -> tuple[str, int, int, int]:
        name = _new(cells[0], self.numbers)
        return name, _whole(cells[1], MOST_OWED), _whole(cells[2], 1), _whole(cells[3], MOST_COUNT)


@dataclass
class _Postings:
    """Name → number, and each number's capacity."""

    numbers: dict[str, int] = field(default_factory=dict)
    capacity: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "_Postings":
        found = cls()
        for name, capacity in _rows(path, 2, found._row):
            found.numbers[name] = len(found.numbers)
            found.capacity.append(capacity)
        return found

    def _row(self, cells: list[str]) -> tuple[str, int]:
        return _new(cells[0], self.numbers), _whole(cells[1], MOST_COUNT)


@dataclass
class _Edges:
    """Numbers of both ends, and scores."""

    seekers: list[int] = field(default_factory=list)
    postings: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, seekers: dict[str, int], postings: dict[str, int]) -> "_Edges":
        found = cls()
        met: set[int] = set()

        def row(cells: list[str]) -> tuple[int, int, float]:
            seeker = _known(cells[0], seekers, NO_SEEKER)
            posting = _known(cells[1], postings, NO_POSTING)
            pair = seeker * len(postings) + posting
            if pair in met:
                raise ValueError(EDGE_REPEATED)
            met.add(pair)
            return seeker, posting, _score(cells[2])

        for seeker, posting, score in _rows(path, 3, row):
            found.seekers.append(seeker)
            found.postings.append(posting)
            found.scores.append(score)
        return found


def _rows(path: Path, width: int, understood: Callable[[list[str]], T]) -> Iterator[T]:
    """Yield what each line says. Raises LineInvalid for the first that says nothing."""
    for number, line in numbered_lines(path):
        cells = line.split("\t")
        try:
            yield understood(_complete(cells, width))
        except ValueError as error:
            raise LineInvalid(name=path.name, line=number, what=str(error)) from error


def _complete(cells: list[str], width: int) -> list[str]:
    if len(cells) != width:
        raise ValueError(COLUMNS % width)
    return cells


def _new(name: str, before: dict[str, int]) -> str:
    if name in before:
        raise ValueError(REPEATED_ID)
    return name


def _known(name: str, numbers: dict[str, int], unknown: str) -> int:
    number = numbers.get(name)
    if number is None:
        raise ValueError(unknown % name)
    return number


def _whole(cell: str, most: int) -> int:
    if not (cell.strip().isascii() and cell.strip().isdigit() and int(cell) <= most):
        raise ValueError(NOT_WHOLE % (cell, 0, most))
    return int(cell)


def _score(cell: str) -> float:
    try:
        score = float(cell)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise ValueError(NOT_A_SCORE % cell)
    return score


def _write(
    out: Path, seekers: list[str], postings: list[str], pairs: _Edges, chosen: list[int]
) -> None:
    with written(out) as stream:
        for row in chosen:
            stream.write(f"{seekers[pairs.seekers[row]]}\t{postings[pairs.postings[row]]}\n")


def _table(answer: dict[str, float], people: int) -> Table:
    table = Table("得分合计", "求职者", "得到推荐", "三条以上", "涉及岗位")
    counts = (answer[name] for name in ("served", "three_or_more", "postings_reached"))
    table.add_row(f"{answer['relevance']:.3f}", str(people), *(str(count) for count in counts))
    return table
