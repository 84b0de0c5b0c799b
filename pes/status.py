"""What runs, as a table or as the contract's JSON."""

from dataclasses import asdict
from typing import Any

from rich.table import Table

from pes.logins import Login, read_logins
from pes.output import show_json, show_text
from pes.servers import ALL, Status, Supervisor
from pes.servers_display import LABELS

STATES = {"up": "[green]运行中[/]", "starting": "[yellow]启动中[/]", "down": "[red]未运行[/]"}

PERSONAS = {
    "seeker": "求职者",
    "recruiter": "招聘单位",
    "reviewer": "岗位审核员",
    "case_officer": "就业服务专员",
    "administrator": "地区管理员",
    "organiser": "招聘会组织者",
    "province_analyst": "省级分析员",
    "operator": "平台运维",
}


def show_status(supervisor: Supervisor, *, as_json: bool) -> None:
    """Print every server's state, address and pid."""
    servers = supervisor.status()
    if as_json:
        show_json(_contract(servers))
        return
    show_text(_table(servers))
    logins = read_logins()
    if logins:
        show_text(_logins(logins))
    if servers["web"].state == "up":
        show_text(f"请在浏览器打开：{servers['web'].address}")


def _contract(servers: dict[str, Status]) -> dict[str, Any]:
    web = servers["web"]
    return {
        "web": web.address if web.state == "up" else None,
        "servers": {name: asdict(servers[name]) for name in ALL},
        "logins": [asdict(login) for login in read_logins()],
    }


def _logins(logins: list[Login]) -> Table:
    table = Table("演示身份", "地区", "用户名", "密码")
    for login in logins:
        persona = PERSONAS.get(login.persona, login.persona)
        table.add_row(persona, login.tenant, login.user, login.password)
    return table


def _table(servers: dict[str, Status]) -> Table:
    table = Table("服务", "状态", "地址", "进程")
    for name, each in servers.items():
        table.add_row(LABELS[name], STATES[each.state], each.address or "", str(each.pid or ""))
    return table
