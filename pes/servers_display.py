"""Progress of servers on stderr: a live table on a terminal, one line a change elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from pes.output import errors
from pes.servers import Report
from pes.servers.starting import DOWN, FAILED, UP

LABELS = {
    "postgresql": "PostgreSQL",
    "valkey": "Valkey",
    "elasticsearch": "Elasticsearch",
    "model": "向量模型",
    "web": "网页服务",
    "worker": "后台任务",
    "beat": "定时任务",
}
MARKS = {UP: "[green]✓[/]", DOWN: "■", FAILED: "[red]✗[/]"}


@contextmanager
def reporting() -> Iterator[Report]:
    """Give a callback that shows what each server is doing."""
    if not errors.is_terminal:
        yield lambda name, words: errors.print(f"{LABELS[name]}：{words}")
        return
    states: dict[str, str] = {}
    lock = Lock()
    with Live(console=errors, refresh_per_second=10) as live:

        def report(name: str, words: str) -> None:
            with lock:
                states[name] = words
                live.update(_table(states))

        yield report


def _table(states: dict[str, str]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, words in states.items():
        table.add_row(MARKS.get(words) or Spinner("dots"), LABELS[name], words)
    return table
