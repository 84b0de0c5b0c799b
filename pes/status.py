"""What runs, as a table or as the contract's JSON."""

from dataclasses import asdict
from typing import Any

from rich.table import Table

from pes.logins import read_logins
from pes.output import show_json, show_text
from pes.servers import ALL, Status, Supervisor
from pes.servers_display import LABELS

STATES = {"up": "[green]运行中[/]", "starting": "[yellow]启动中[/]", "down": "[red]未运行[/]"}


def show_status(supervisor: Supervisor, *, as_json: bool) -> None:
    """Print every server's state, address and pid."""
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
