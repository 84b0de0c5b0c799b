"""`pes understand`: what titles, pay, postings, profiles and queries say, without any server."""

import dataclasses
import json
import sys
from collections.abc import Callable
from typing import Any

import typer

from language.fields import text_of
from language.occupations import guess_occupations
from language.pay import parse_pay
from language.queries import understand_query
from language.spans import Span, posting_spans, profile_spans
from language.understanding import understand_posting, understand_profile
from pes.output import JsonFlag, show_json_line
from runtime.errors import Invalid
from runtime.messages import N_

app = typer.Typer()
group = typer.Typer(
    help="读懂标题、薪资、岗位、简历或搜索词：标准输入每行一个 JSON，标准输出每行一个答案",
    no_args_is_help=True,
)
app.add_typer(group, name="understand")

Row = dict[str, Any]


class NotALine(Invalid):
    """A line of the input is no JSON object."""

    message = N_("第 %(line)s 行不是一个 JSON 对象。请每行写一个对象，编码用 UTF-8，然后重试。")


@group.command("title", help="职业细类（2022 年版）及其概率：id, title, text?")
def title(as_json: JsonFlag = False) -> None:  # noqa: ARG001 - the answer is always JSON lines
    """Print up to five occupations of each title, or that it is unknown."""
    _answer(_title)


@group.command("pay", help="月薪上下限（分）、周期和换算：id, pay")
def pay(as_json: JsonFlag = False) -> None:  # noqa: ARG001
    """Print the monthly figures of each pay text."""
    _answer(_pay)


@group.command("posting", help="岗位的结构和出处：岗位文件的字段")
def posting(as_json: JsonFlag = False) -> None:  # noqa: ARG001
    """Print what each posting says, and where."""
    _answer(lambda row: _plain(understand_posting(row)) | _spans(posting_spans(row)))


@group.command("profile", help="求职者的结构和出处：求职者文件的字段")
def profile(as_json: JsonFlag = False) -> None:  # noqa: ARG001
    """Print what each profile says, and where."""
    _answer(lambda row: _plain(understand_profile(row)) | _spans(profile_spans(row)))


@group.command("query", help="搜索词的结构和出处：id, q, place?, lat?, lon?")
def query(as_json: JsonFlag = False) -> None:  # noqa: ARG001
    """Print what each search asks for, and where it says so."""
    _answer(_query)


def _answer(read: Callable[[Row], Row]) -> None:
    """Answer each line at once; the first bad one ends the run."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            row = _row(line, number)
            show_json_line({"id": row.get("id"), **read(row)})


def _row(line: bytes, number: int) -> Row:
    try:
        row = json.loads(line.decode("utf-8-sig"))
        json.dumps(row, ensure_ascii=False).encode()  # half a character cannot be answered
    except (ValueError, RecursionError) as error:
        raise NotALine(line=number) from error
    if not isinstance(row, dict):
        raise NotALine(line=number)
    return row


def _title(row: Row) -> Row:
    guesses = guess_occupations(text_of(row, "title"), text_of(row, "text"))
    return {"codes": [{"code": code, "p": p} for code, p in guesses], "unknown": not guesses}


def _pay(row: Row) -> Row:
    read = parse_pay(text_of(row, "pay"))
    if read.negotiable:
        return {"negotiable": True}
    if read.unparsed:
        return {"unparsed": True}
    months = {} if read.months is None else {"months": read.months}
    ends = {"low": read.low_fen, "high": read.high_fen, "basis": read.basis}
    return {**ends, **months, "assumed": list(read.assumed)}


def _query(row: Row) -> Row:
    understood = understand_query(row)
    return _plain(understood) | _spans(list(understood.spans))


def _plain(understood: Any) -> Row:
    """A structure as JSON knows it; days and levels become text when they are written."""
    return dataclasses.asdict(understood)


def _spans(spans: list[Span]) -> Row:
    return {
        "spans": [
            {"field": s.field, "from": s.start, "to": s.end, "what": s.what, "value": s.value}
            for s in spans
        ]
    }
