"""Files of evaluations: queries and documents with ids, judgements and runs in TREC form."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from pes.files import LineInvalid, numbered_lines, read_rows, written

BLANK_ID = "编号里有空白，无法写入 TREC 文件。"
NOT_A_JUDGEMENT = "应为“查询 0 文档 等级”四列，等级为整数。"
_LEAST_STEP = 1e-6


class Listed(Protocol):
    """One query's list by one system: documents and falling scores, best first."""

    @property
    def query(self) -> str:
        """The query's id."""

    @property
    def documents(self) -> Sequence[str]:
        """Ids of the documents."""

    @property
    def scores(self) -> Sequence[float]:
        """Their scores."""


def read_named_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines, whose ids can stand in a TREC file.

    Raises FileUnreadable, LineInvalid.
    """
    rows = read_rows(path)
    for number, row in enumerate(rows, 1):
        if row["id"].split() != [row["id"]]:
            raise LineInvalid(name=path.name, line=number, what=BLANK_ID)
    return rows


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements in TREC form: query → document → grade."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in numbered_lines(path):
        try:
            query, _, document, grade = line.split()
            grades.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise LineInvalid(name=path.name, line=number, what=NOT_A_JUDGEMENT) from error
    return grades


def write_run(path: Path, tag: str, lists: Iterable[Listed]) -> None:
    """Write the lists of one system."""
    with written(path) as stream:
        stream.writelines(line for ranking in lists for line in _lines(ranking, tag))


def _lines(ranking: Listed, tag: str) -> Iterator[str]:
    """Lines in TREC form; scores are made to fall, as readers sort by them."""
    before = float("inf")
    pairs = zip(ranking.documents, ranking.scores, strict=True)
    for place, (document, score) in enumerate(pairs, 1):
        before = min(round(score, 6), before - _LEAST_STEP)
        yield f"{ranking.query} Q0 {document} {place} {before:.6f} {tag}\n"
