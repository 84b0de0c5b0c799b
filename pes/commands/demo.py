"""`pes demo`."""

import time
from typing import Annotated

import typer
from rich.progress import Progress, TaskID
from rich.table import Table

from pes.demo import Loaded, Plan, run_demo
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, progress, show_json, show_text
from pes.servers_display import reporting

app = typer.Typer()
STAGES = {"postings": "岗位", "seekers": "求职者", "index": "索引"}
DEFAULT = Plan()

Tenants = Annotated[int, typer.Option(min=1, max=14, help="市州数，从长沙起按代码顺序")]
Postings = Annotated[int, typer.Option(min=0, max=99_000, help="岗位总数")]
Seekers = Annotated[int, typer.Option(min=0, max=99_000, help="求职者总数")]
Seed = Annotated[int, typer.Option(help="随机种子；相同的种子得到相同的数据")]


@app.command("demo", help="载入演示数据：湖南各市州的单位、岗位、求职者和演示账号；可重复执行")
def demo(
    tenants: Tenants = DEFAULT.tenants,
    postings: Postings = DEFAULT.postings,
    seekers: Seekers = DEFAULT.seekers,
    seed: Seed = DEFAULT.seed,
    as_json: JsonFlag = False,
) -> None:
    """Load the demo; a second call with the same options changes nothing."""
    with reporting() as report:
        ensure_deployment(report)
    began = time.monotonic()
    with progress() as display:
        loaded = run_demo(Plan(tenants, postings, seekers, seed), _Display(display).show)
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        show_json(loaded.answer() | {"seconds": seconds})
    else:
        show_text(_table(loaded, seconds))


class _Display:
    """One line a stage on stderr."""

    def __init__(self, display: Progress) -> None:
        self._display = display
        self._lines: dict[str, TaskID] = {}

    def show(self, stage: str, done: int, whole: int) -> None:
        if stage not in self._lines:
            line = self._display.add_task(STAGES[stage], total=whole or None, state="")
            self._lines[stage] = line
        state = f"{done}/{whole}" if whole else str(done)
        self._display.update(self._lines[stage], completed=done, state=state)


def _table(loaded: Loaded, seconds: float) -> Table:
    postings, seekers = loaded.postings, loaded.seekers
    table = Table("演示数据", "新增", "已有", title=f"用时 {seconds} 秒")
    table.add_row("单位", str(postings["employers"]), "")
    table.add_row("岗位", str(postings["created"]), str(postings["unchanged"]))
    table.add_row("其中发布", str(postings["published"]), "")
    table.add_row("求职者", str(seekers["created"]), str(seekers["unchanged"]))
    table.add_row("重点群体人次", str(seekers["in_groups"]), "")
    table.add_row("应聘", str(loaded.applications), "")
    table.add_row("招聘会", str(loaded.fairs), "")
    table.add_row("写入索引", str(loaded.indexed), "")
    return table
