"""`pes import`."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table as Grid

from language.cleaning import plain_line
from marketplace import intake
from marketplace.intake import Columns, ImportJob, ImportKind, ImportRow, Outcome, Table
from marketplace.intake.columns import WITHOUT_EFFECT
from marketplace.intake.errors import MapInvalid, MapMissing
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, errors, note, progress, show_json, show_text
from pes.tenant_option import TenantOption, chosen_tenant
from runtime.settings import settings
from tenants.access import Actor
from tenants.work import begin

app = typer.Typer()

KindArgument = Annotated[ImportKind, typer.Argument(help="postings（岗位）或 seekers（求职者）")]
FileArgument = Annotated[Path, typer.Argument(help=".csv .csv.gz .xlsx .jsonl 文件")]
SourceOption = Annotated[str, typer.Option("--source", help="来源名称；缺省为文件名")]
MapOption = Annotated[
    Path | None, typer.Option("--map", help="列对应表：JSON 对象，字段 → 列名；填一次，以后沿用")
]
PublishFlag = Annotated[
    bool, typer.Option("--publish", help="直接发布除人数、有效期外没有问题的岗位（记入审计）")
]
LONGEST_SOURCE = 80
SHOWN_ERRORS = 20


@app.command("import", help="导入岗位或求职者文件；中断后再次执行会接着导入")
def import_file(
    kind: KindArgument,
    file: FileArgument,
    tenant: TenantOption,
    source: SourceOption = "",
    mapping: MapOption = None,
    publish: PublishFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Take in a file: show how it is read, take its rows, report what became of them."""
    looked = intake.inspect(file)
    typed = _typed(mapping)
    ensure_deployment()
    actor = Actor.system(chosen_tenant(tenant).id)
    table = intake.read_table(looked, kind, _names(typed))
    source = plain_line(source)[:LONGEST_SOURCE] or plain_line(looked.stem)[:LONGEST_SOURCE]
    with begin(actor) as work:
        columns = intake.agree_on_columns(work, kind, source, table, typed)
        job = intake.open_job(
            work,
            kind,
            source,
            file_name=plain_line(looked.name),
            file_hash=looked.digest,
            columns=columns,
            publish=publish and kind is ImportKind.POSTINGS,
        )
    _show_plan(kind, table, columns, actor.tenant_id, job)
    job = _run(actor, job, table)
    answer = _answer(actor, job)
    show_json(answer) if as_json else _show(answer)


def _typed(path: Path | None) -> Mapping[str, Any] | None:
    if path is None:
        return None
    if not path.exists():
        raise MapMissing(name=str(path), field="map")
    try:
        typed = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise MapInvalid(name=str(path), field="map") from error
    if not isinstance(typed, dict):
        raise MapInvalid(name=str(path), field="map")
    return typed


def _names(typed: Mapping[str, Any] | None) -> list[str]:
    values = (typed or {}).values()
    several = [value if isinstance(value, list) else [value] for value in values]
    return [name for those in several for name in those if isinstance(name, str)]


def _show_plan(
    kind: ImportKind, table: Table, columns: Columns, tenant_id: int, job: ImportJob
) -> None:
    pairs = [f"{intake.LABELS[field]} ← {'、'.join(names)}" for field, names in columns.items()]
    note(f"列的对应（来源“{job.source}”）：" + "；".join(pairs))
    used = {name for names in columns.values() for name in names} | WITHOUT_EFFECT
    unused = [name for name in table.columns if name not in used and _filled(table, name)]
    if unused:
        note(f"没有用到的列：{'、'.join(unused[:30])}")
    if not table.headed:
        note('没有找到表头，各列按内容猜测。如有不对，请用 --map 指明，例如 {"title": 1}。')
    if table.skipped:
        note(f"没有导入的工作表：{'、'.join(table.skipped)}")
    if job.position:
        note(f"上次导入到第 {job.position} 行，接着导入。")
    _show_preview(intake.preview_rows(kind, table, columns, tenant_id, count=3))


def _filled(table: Table, name: str) -> bool:
    return any(row.cells.get(name) not in (None, "") for row in table.sample)


def _show_preview(rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    grid = Grid(*names, title="前几行")
    for row in rows:
        grid.add_row(*(row.get(name, "") for name in names))
    errors.print(grid)


def _run(actor: Actor, job: ImportJob, table: Table) -> ImportJob:
    with progress() as display:
        task = display.add_task("导入", total=None, state="开始")

        def told(now: ImportJob) -> None:
            state = (
                f"{now.position} 行：新增 {now.created}，更新 {now.changed}，未导入 {now.rejected}"
            )
            display.update(task, state=state)

        job = intake.run_import(actor, job.id, table, told)
        display.update(task, total=1, completed=1)
    return job


def _answer(actor: Actor, job: ImportJob) -> dict[str, Any]:
    with begin(actor, read_only=True) as work:
        rejected = intake.list_rows(work, job.id, outcome=Outcome.REJECTED)
        warned = intake.list_warned(work, job.id)
        drafts = intake.count_drafts(work, job.id)
        report = _write_report(job, intake.report_lines(work, job.id))
    return {
        "rows": job.rows,
        "created": job.created,
        "changed": job.changed,
        "unchanged": job.unchanged,
        "rejected": job.rejected,
        "errors": [each for row in rejected for each in _said(row)],
        "warnings": [each for row in warned for each in _said(row)],
        "report": str(report),
        "job": job.id,
        "published": job.published,
        "drafts": drafts,
        "columns": job.columns,
    }


def _said(row: ImportRow) -> list[dict[str, Any]]:
    return [
        {"row": row.row, "field": field, "code": code, "message": message, "line": row.line}
        for field, code, message in intake.things_said(row)
    ]


def _write_report(job: ImportJob, lines: Any) -> Path:
    """Write the report as a table that spreadsheets open rightly; only its owner reads it."""
    folder = settings().state_dir / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{job.tenant_id}-{job.kind}-{job.id}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    path.chmod(0o600)
    return path


def _show(answer: Mapping[str, Any]) -> None:
    names = {"rows": "行数", "created": "新增", "changed": "更新", "unchanged": "未变"}
    names |= {"rejected": "未导入", "published": "已发布"}
    grid = Grid(*names.values())
    grid.add_row(*(str(answer[name]) for name in names))
    show_text(grid)
    for error in (answer["errors"] + answer["warnings"])[:SHOWN_ERRORS]:
        label = intake.LABELS.get(error["field"], "")
        show_text(f"第 {error['row']} 行 {label}：{error['message']}")
    show_text(f"完整报告：{answer['report']}")
    if answer["drafts"]:
        show_text(f"其中草稿 {answer['drafts']} 条，每条的原因见报告。")
