"""`pes migrate`."""

import typer

from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json, show_text
from pes.servers_display import reporting

app = typer.Typer()


@app.command("migrate", help="把数据库结构升级到当前版本")
def migrate(as_json: JsonFlag = False) -> None:
    """Start the data servers and bring the schema to the newest revision."""
    with reporting() as report:
        ensure_deployment(report)
    if as_json:
        show_json({"migrated": True})
    else:
        show_text("数据库结构已是最新。")
