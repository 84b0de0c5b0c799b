"""`pes doctor`: everything the deployment stands on, in one table."""

from typing import Annotated, Any

import typer
from rich.table import Table

from pes.checkup import Check, check_tools, checkup
from pes.output import JsonFlag, show_json, show_text
from pes.servers import Supervisor
from pes.servers.tools import ALL_TOOLS, ensure_tools

app = typer.Typer()
Install = Annotated[bool, typer.Option("--install", help="安装缺少的工具，只检查工具")]
MARKS = {True: "[green]✓[/]", False: "[red]✗[/]"}


@app.command("doctor", help="检查工具、磁盘、内存、端口和各项服务；有问题时退出码为 1")
def doctor(install: Install = False, as_json: JsonFlag = False) -> None:
    """Print every check; exit 1 when one fails."""
    if install:
        ensure_tools(ALL_TOOLS)
        checks = check_tools()
    else:
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
