"""`pes match`."""

from typing import Any

import typer
from rich.table import Table

from marketplace.recommendations import CycleProgress, MatchingCycle
from pes.cycles import complete, open_all
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, progress, show_json, show_text
from pes.tenant_option import TenantsOption, chosen_tenants
from tenants.registry import Tenant

app = typer.Typer()

_STAGES = {"planning": "准备", "scoring": "打分", "assigning": "分配", "finished": "完成"}
_COUNTS = ("seekers", "served", "owed_met", "recommendations")


@app.command("match", help="为一个地区或全部地区做一次完整匹配；中断后再次执行会接着做")
def match(tenant: TenantsOption, as_json: JsonFlag = False) -> None:
    """Run a full matching cycle to its end and sum it up."""
    ensure_deployment()
    tenants = chosen_tenants(tenant)
    cycles = _completed(tenants)
    if as_json:
        show_json([_answer(cycle) for cycle in cycles])
    else:
        show_text(_table(tenants, cycles))


def _completed(tenants: list[Tenant]) -> list[MatchingCycle]:
    opened = open_all([each.id for each in tenants])
    with progress() as display:
        tasks = {
            each.id: display.add_task(each.short_name, total=None, state="等待") for each in tenants
        }

        def told(tenant_id: int, now: CycleProgress) -> None:
            state = _STAGES.get(now.stage, now.stage)
            total, done = max(now.total, 1), now.done
            if now.stage == "finished":
                total = done = 1
            display.update(tasks[tenant_id], total=total, completed=done, state=state)

        return [complete(tenant_id, cycle_id, told) for tenant_id, cycle_id in opened.items()]


def _answer(cycle: MatchingCycle) -> dict[str, Any]:
    return {
        "tenant": str(cycle.tenant_id),
        "cycle": cycle.id,
        **{name: cycle.counts.get(name, 0) for name in _COUNTS},
        "by_group": cycle.by_group,
        "postings_touched": cycle.counts.get("postings_touched", 0),
        "stages": cycle.stages,
        "exposure": cycle.counts.get("exposure", {}),
        "scarcity": cycle.counts.get("scarcity", {}),
    }


def _table(tenants: list[Tenant], cycles: list[MatchingCycle]) -> Table:
    table = Table(
        "地区", "求职者", "得到推荐", "达到应推荐数", "推荐条数", "涉及岗位", "用时（秒）"
    )
    for each, cycle in zip(tenants, cycles, strict=True):
        figures = [cycle.counts.get(name, 0) for name in (*_COUNTS, "postings_touched")]
        ended = cycle.finished_at or cycle.started_at
        seconds = (ended - cycle.started_at).total_seconds()
        table.add_row(each.short_name, *(str(figure) for figure in figures), f"{seconds:.1f}")
    return table
