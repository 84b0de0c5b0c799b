"""`pes down`, `pes status`."""

import typer

from pes.output import JsonFlag, show_json
from pes.servers import Supervisor, stop
from pes.servers_display import reporting
from pes.status import show_status

app = typer.Typer()


@app.command("down", help="停止由本目录启动的全部服务，数据保留")
def down(as_json: JsonFlag = False) -> None:
    """Stop everything that was started from this checkout."""
    with reporting() as report:
        stop(report=report)
    if as_json:
        show_json({"stopped": True})


@app.command("status", help="显示各项服务的状态、地址和演示账号")
def status(as_json: JsonFlag = False) -> None:
    """Print every server's state; exit 0 also when all are down."""
    show_status(Supervisor(), as_json=as_json)
