"""`pes up`."""

from contextlib import nullcontext
from typing import Annotated

import typer

from migrations.schema import upgrade
from pes.output import JsonFlag, note
from pes.servers import DATA_SERVERS, PROCESSES, Supervisor
from pes.servers_display import reporting
from pes.status import show_status
from pes.watch import stopping_at_interrupt, watch
from runtime.messages import N_
from runtime.settings import reset_settings
from search.kinds import KINDS
from search.outgrown import take_new_fields

app = typer.Typer()
OUTGROWN = N_("搜索索引 %(name)s 是旧版本的，搜索照常可用。请在空闲时运行 pes reindex 重建。")
READY = "全部服务已就绪。用 pes status 查看地址和演示账号。"

Detach = Annotated[bool, typer.Option("--detach", help="启动后立即返回，用 pes down 停止")]
ServersOnly = Annotated[bool, typer.Option("--servers-only", help="只启动数据库、队列和搜索服务器")]
WebHost = Annotated[str | None, typer.Option(help="网页服务监听的地址，会被记住")]
WebPort = Annotated[int | None, typer.Option(help="网页服务的端口，会被记住")]


@app.command("up", help="启动全部服务，升级数据库结构；Ctrl-C 停止")
def up(
    detach: Detach = False,
    servers_only: ServersOnly = False,
    web_host: WebHost = None,
    web_port: WebPort = None,
    as_json: JsonFlag = False,
) -> None:
    """Start what is down, migrate, and watch until Ctrl-C unless detached."""
    supervisor = Supervisor()
    if web_host or web_port:
        supervisor.use_web(web_host, web_port)
    with nullcontext() if detach else stopping_at_interrupt(supervisor):
        _start(supervisor, servers_only=servers_only)
        if as_json:
            show_status(supervisor, as_json=True)
        else:
            note(READY)
        if not detach:
            watch(supervisor)


def _start(supervisor: Supervisor, *, servers_only: bool) -> None:
    with reporting() as report:
        supervisor.start(DATA_SERVERS, report)
        if not servers_only:
            upgrade()
            _take_new_fields()
            supervisor.start(PROCESSES, report)


def _take_new_fields() -> None:
    """Indices of an older version take new fields, and whoever starts is told to rebuild."""
    reset_settings()
    for kind in KINDS.values():
        if take_new_fields(kind.name, kind.properties):
            note(OUTGROWN % {"name": kind.name})
