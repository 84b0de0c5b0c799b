"""`pes recommendations`."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from marketplace.recommendations import access_cycle, export_recommendations
from matching.wording import reason_text
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json_line, show_text
from pes.tenant_option import TenantOption, chosen_tenant
from tenants.access import Actor
from tenants.work import begin

app = typer.Typer()

CycleOption = Annotated[int | None, typer.Option("--cycle", help="只要这一次匹配的推荐")]


@app.command("recommendations", help="列出一个地区已记录的全部推荐（每行一个 JSON 对象）")
def recommendations(
    tenant: TenantOption, cycle: CycleOption = None, as_json: JsonFlag = False
) -> None:
    """Print all that is recorded, by run, person and place."""
    ensure_deployment()
    chosen = chosen_tenant(tenant)
    with begin(Actor.system(chosen.id), read_only=True) as work:
        if cycle is not None:
            access_cycle(work, cycle)
        rows = export_recommendations(work, cycle)
        if as_json:
            for row in rows:
                show_json_line(row)
        else:
            show_text(_table(rows))


def _table(rows: Iterator[dict[str, Any]]) -> Table:
    table = Table("匹配", "求职者", "岗位", "得分", "理由", "状态")
    for row in rows:
        reasons = "；".join(reason_text(each["code"], each["values"]) for each in row["reasons"])
        numbers = (row["cycle"], row["seeker"], row["posting"])
        score = f"{row['scores']['rank']:.3f}"
        table.add_row(*(str(number) for number in numbers), score, reasons, row["state"])
    return table
