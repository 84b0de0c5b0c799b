"""`pes doctor`: everything the deployment stands on, in one table."""

from typing import Any

import typer
from rich.table import Table

from pes.checkup import Check, checkup
from pes.output import JsonFlag, show_json, show_text
from pes.servers import Supervisor

app = typer.Typer()
MARKS = {True: "[green]✓[/]", False: "[red]✗[/]"}


@app.command("doctor", help="检查工具、磁盘、内存、端口和各项服务；有问题时退出码为 1")
def doctor(as_json: JsonFlag = False) -> None:
    """Print every check; exit 1 when one fails."""
    checks = checkup(Supervisor())
    if as_json:
        show_json(_answer(checks))
    else:
        show_text(_table(checks))
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _answer(checks: list[Check]) -> dict[str, Any]:
    return {"ok": all(check.ok for check in checks), "checks": [vars(check) for check in checks]}


def _table(checks: list[Check]) -> Table:
    table = Table("", "项目", "情况", "怎么办")
    for check in checks:
        table.add_row(MARKS[check.ok], check.name, check.found, "" if check.ok else check.remedy)
    return table
