"""`pes reconcile`."""

from dataclasses import asdict

import typer
from rich.table import Table

from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json, show_text
from search.reconciliation import Report, reconcile

app = typer.Typer()

_NAMES = {"postings": "岗位", "candidates": "求职名片"}


@app.command("reconcile", help="比较搜索索引与数据库，修复差异")
def reconcile_indices(as_json: JsonFlag = False) -> None:
    """Compare every index with PostgreSQL, repair it, print what differed."""
    ensure_deployment()
    reports = reconcile()
    total = Report()
    for report in reports.values():
        total += report
    if as_json:
        by_index = {name: asdict(report) for name, report in reports.items()}
        show_json({**asdict(total), "by_index": by_index})
    else:
        show_text(_table(reports))


def _table(reports: dict[str, Report]) -> Table:
    table = Table("索引", "缺少", "过期", "多余", "已修复")
    for name, report in reports.items():
        table.add_row(_NAMES[name], *(str(count) for count in asdict(report).values()))
    return table
