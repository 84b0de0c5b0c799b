"""`pes up`, `pes down`, `pes status`."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from pes.deployment import migrate
from pes.logins import read_logins
from pes.output import JsonFlag, show_json, show_text
from pes.servers import ALL, DATA_SERVERS, PROCESSES, Status, Supervisor, stop
from pes.servers_display import LABELS, reporting
from pes.watch import watch
from runtime.settings import reset_settings

app = typer.Typer()
STATES = {"up": "[green]运行中[/]", "starting": "[yellow]启动中[/]", "down": "[red]未运行[/]"}

Detach = Annotated[bool, typer.Option("--detach", help="启动后立即返回，用 pes down 停止")]
ServersOnly = Annotated[bool, typer.Option("--servers-only", help="只启动数据库、队列和搜索服务器")]
WebHost = Annotated[str | None, typer.Option(help="网页服务监听的地址，会被记住")]
WebPort = Annotated[int | None, typer.Option(help="网页服务的端口，会被记住")]


@app.command("up")
def up(
    detach: Detach = False,
    servers_only: ServersOnly = False,
    web_host: WebHost = None,
    web_port: WebPort = None,
    as_json: JsonFlag = False,
) -> None:
    """启动全部服务，升级数据库结构；Ctrl-C 停止。"""
    supervisor = Supervisor()
    if web_host or web_port:
        supervisor.use_web(web_host, web_port)
    with reporting() as report:
        supervisor.start(DATA_SERVERS, report)
        if not servers_only:
            migrate()
            supervisor.start(PROCESSES, report)
    _show(supervisor, as_json=as_json)
    if not detach:
        watch(supervisor)


@app.command("down")
def down(as_json: JsonFlag = False) -> None:
    """停止由本目录启动的全部服务，数据保留。"""
    with reporting() as report:
        stop(report=report)
    if as_json:
        show_json({"stopped": True})


@app.command("status")
def status(as_json: JsonFlag = False) -> None:
    """显示各项服务的状态、地址和演示账号。"""
    _show(Supervisor(), as_json=as_json)


def _show(supervisor: Supervisor, *, as_json: bool) -> None:
    reset_settings()
    servers = supervisor.status()
    if as_json:
        show_json(_contract(servers))
    else:
        show_text(_table(servers))


def _contract(servers: dict[str, Status]) -> dict[str, Any]:
    web = servers["web"]
    return {
        "web": web.address if web.state == "up" else None,
        "servers": {name: asdict(servers[name]) for name in ALL},
        "logins": [asdict(login) for login in read_logins()],
    }


def _table(servers: dict[str, Status]) -> Table:
    table = Table("服务", "状态", "地址", "进程")
    for name, each in servers.items():
        table.add_row(LABELS[name], STATES[each.state], each.address or "", str(each.pid or ""))
    return table
