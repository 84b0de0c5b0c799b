"""`pes backup`, `pes restore`."""

from pathlib import Path
from typing import Annotated

import typer

from pes.backup import dump, restore
from pes.output import JsonFlag, show_json, show_text
from pes.servers import Supervisor
from pes.servers_display import reporting

app = typer.Typer()

Target = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, resolve_path=True)]
Source = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, resolve_path=True)
]


@app.command("backup", help="把数据库备份到一个文件；密钥在 deployment.json，请另行保存")
def backup_command(file: Target, as_json: JsonFlag = False) -> None:
    """Dump the embedded database while the service runs."""
    supervisor = _database()
    dump(supervisor, file)
    answer = {"file": str(file), "bytes": file.stat().st_size}
    if as_json:
        show_json(answer)
    else:
        show_text(f"已备份到 {file}（{answer['bytes']} 字节）。")


@app.command("restore", help="用备份文件替换数据库；先运行 pes down")
def restore_command(file: Source, as_json: JsonFlag = False) -> None:
    """Replace the embedded database by a dump."""
    supervisor = _database()
    restore(supervisor, file)
    if as_json:
        show_json({"restored": str(file)})
    else:
        show_text("已恢复。请接着运行：pes migrate && pes reindex && pes audit verify")


def _database() -> Supervisor:
    supervisor = Supervisor()
    with reporting() as report:
        supervisor.start(["postgresql"], report)
    return supervisor
