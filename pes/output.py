"""What a command writes: JSON or text on stdout, progress and notes on stderr."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

JsonFlag = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 对象")]

errors = Console(stderr=True, highlight=False, soft_wrap=True)
screen = Console(highlight=False)


def show_json(answer: Any) -> None:
    """Print one JSON value, indented, on stdout."""
    _write(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def show_json_line(answer: Any) -> None:
    """Print one JSON value on a line of its own on stdout."""
    _write(json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=str))


def show_text(*parts: Any) -> None:
    """Print text, tables or other rich objects for people on stdout."""
    screen.print(*parts)


def note(text: str) -> None:
    """Print one line for people on stderr."""
    errors.print(text, markup=False)


def progress() -> Progress:
    """A progress display on stderr; use it as a context manager."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        console=errors,
        transient=False,
    )


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
