"""`pes eligible`: the hard rules over two files, every pair."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.table import Table

from matching.eligibility import Rule, RuleArray
from matching.scratch import ScratchSet
from pes.files import read_rows, written
from pes.output import JsonFlag, show_json, show_text
from runtime.clock import today

app = typer.Typer()

PostingsOption = Annotated[Path, typer.Option("--postings", help="岗位文件（JSON 行）")]
ProfilesOption = Annotated[Path, typer.Option("--profiles", help="求职者文件（JSON 行）")]
OutOption = Annotated[Path, typer.Option("--out", help="结果文件：求职者、岗位、ok 或规则")]

PAIRS_AT_ONCE = 1_000_000
_CODES = {rule.value: f"\t{rule.code}\n" for rule in Rule}


@app.command("eligible", help="逐对检查硬性条件：谁能被推荐哪个岗位，不能的话是哪一条")
def eligible(
    postings: PostingsOption, profiles: ProfilesOption, out: OutOption, as_json: JsonFlag = False
) -> None:
    """Write the first failing rule of every pair; count them."""
    scratch = ScratchSet.of(read_rows(postings), read_rows(profiles), today()).as_stated()
    counts = np.zeros(len(Rule), np.int64)
    names = [str(row["id"]) for row in scratch.profile_rows]
    ends = ["\t" + str(row["id"]) for row in scratch.posting_rows]
    with written(out) as stream:
        for first, failed in _blocks(scratch):
            counts += np.bincount(failed.ravel(), minlength=len(Rule))
            for name, row in zip(names[first:], failed, strict=False):
                codes = (_CODES[rule] for rule in row.tolist())
                stream.writelines(
                    [name + end + code for end, code in zip(ends, codes, strict=True)]
                )
    answer = _answer(counts)
    show_json(answer) if as_json else show_text(_table(answer))


def _blocks(scratch: ScratchSet) -> Iterator[tuple[int, RuleArray]]:
    """Yield the rules of some profiles against all postings, and the first profile's number."""
    if not scratch.postings:
        return
    seekers, postings = scratch.columns()
    step = max(1, PAIRS_AT_ONCE // len(postings))
    for first in range(0, len(seekers), step):
        yield first, scratch.rules(seekers, postings, slice(first, first + step))


def _answer(counts: np.ndarray[Any, np.dtype[np.int64]]) -> dict[str, Any]:
    failed = {rule.code: int(counts[rule]) for rule in sorted(Rule, reverse=True) if rule}
    return {"pairs": int(counts.sum()), "eligible": int(counts[Rule.OK]), "failed": failed}


def _table(answer: dict[str, Any]) -> Table:
    table = Table("结果", "对数")
    table.add_row("可以推荐", str(answer["eligible"]))
    for code, count in answer["failed"].items():
        if count:
            table.add_row(f"{code}", str(count))
    return table
