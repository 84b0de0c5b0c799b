"""Taking in files: upload, see the columns found, correct them, start, read the report."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

from flask import Response, url_for
from pydantic import Field, create_model
from werkzeug.datastructures import FileStorage

from language.cleaning import plain_line
from marketplace import intake
from marketplace.intake import ImportJob, ImportKind, ImportState, Outcome, Table
from runtime.messages import N_
from tenants.access import Permission
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.forms import Form
from web.officer.blueprint import bp
from web.translate import gettext

KINDS = {ImportKind.POSTINGS: N_("岗位"), ImportKind.SEEKERS: N_("求职者")}
STATE_WORDS = {
    ImportState.WAITING: (N_("待确认各列"), "info"),
    ImportState.RUNNING: (N_("正在导入"), "info"),
    ImportState.FINISHED: (N_("已完成"), "success"),
    ImportState.FAILED: (N_("没有完成"), "danger"),
}
SHOWN_ERRORS = 100
PREFIX = "column_"


class UploadForm(Form):
    """A file, what it holds and whom it is from."""

    file: Annotated[FileStorage, Field(title=N_("文件"))]
    kind: Annotated[ImportKind, Field(title=N_("文件内容"))] = ImportKind.POSTINGS
    source: Annotated[str, Field(title=N_("来源名称"), max_length=80)] = ""


_FIELDS: dict[str, Any] = {
    f"{PREFIX}{field}": (Annotated[str | None, Field(title=label)], None)
    for field, label in intake.LABELS.items()
}
ColumnsForm = create_model("ColumnsForm", __base__=Form, **_FIELDS)


@bp.get("/imports")
def list_imports() -> Response:
    """List imports, newest first, with the form for another one."""
    with begin(current_actor(), read_only=True) as work:
        rows = intake.list_jobs(work)
    return respond("officer/imports/list.html", rows=rows, words=STATE_WORDS, kinds=KINDS, limit=64)


@bp.post("/imports")
def upload() -> Response:
    """Keep a file and show what was found in it."""
    actor = current_actor()
    actor.require(Permission.IMPORT_DATA)
    form = parse(UploadForm)
    with tempfile.TemporaryDirectory(prefix="pes-upload-") as folder:
        path = Path(folder) / "upload"
        form.file.save(path)
        name = plain_line(form.file.filename)[-120:]
        looked = intake.inspect(path, name)
        table = intake.read_table(looked, form.kind)
        source = plain_line(form.source) or plain_line(looked.stem)[:80]
        with begin(actor) as work:
            job = intake.keep_upload(work, table, form.kind, source)
    return redirect_to(url_for("officer.show_import", import_id=job.id))


@bp.get("/imports/<int:import_id>")
def show_import(import_id: int) -> Response:
    """Show an import: its columns before it starts, progress, then the result."""
    actor = current_actor()
    with begin(actor, read_only=True) as work:
        job = intake.access_job(work, import_id)
        drafts = intake.count_drafts(work, import_id)
        refused = intake.list_rows(work, import_id, outcome=Outcome.REJECTED, limit=SHOWN_ERRORS)
    context: dict[str, Any] = {
        "job": job,
        "refused": refused,
        "drafts": drafts,
        "labels": intake.LABELS,
    }
    if job.state is ImportState.WAITING:
        with intake.open_upload(actor, import_id) as (table, _):
            context |= _columns(job, table)
    return respond(
        "officer/imports/show.html", block="live", words=STATE_WORDS, kinds=KINDS, **context
    )


@bp.post("/imports/<int:import_id>/columns")
def save_columns(import_id: int) -> Response:
    """Correct the columns; the preview shows what they make of the file."""
    form, actor = parse(ColumnsForm, page="officer.show_import"), current_actor()
    with intake.open_upload(actor, import_id) as (table, job), begin(actor) as work:
        chosen = form.model_dump()
        typed = {
            field: _chosen(chosen[f"{PREFIX}{field}"]) for field in intake.known_fields(job.kind)
        }
        intake.change_columns(work, import_id, table, typed)
    say(gettext("各列的对应已保存，同一来源以后沿用。"))
    return redirect_to(url_for("officer.show_import", import_id=import_id))


@bp.post("/imports/<int:import_id>/start")
def start_import(import_id: int) -> Response:
    """Start the import; a worker takes the rows."""
    actor = current_actor()
    with intake.open_upload(actor, import_id) as (table, _), begin(actor) as work:
        intake.start_upload(work, import_id, table)
    return redirect_to(url_for("officer.show_import", import_id=import_id))


@bp.get("/imports/<int:import_id>/report.csv")
def import_report(import_id: int) -> Response:
    """Send the report as a table that spreadsheets open rightly."""
    with begin(current_actor(), read_only=True) as work:
        text = io.StringIO()
        lines = intake.report_lines(work, import_id)
        csv.writer(text).writerows(
            [gettext(cell) if cell else "" for cell in line] for line in lines
        )
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}.csv"'}
    return Response(
        text.getvalue().encode("utf-8-sig"), headers=headers, content_type="text/csv; charset=utf-8"
    )


def _columns(job: ImportJob, table: Table) -> dict[str, Any]:
    """Choices of columns for every field, and the first rows as they would be taken."""
    fields = []
    for field in intake.known_fields(job.kind):
        names = job.columns.get(field, [])
        options = [(name, name) for name in table.columns]
        if len(names) > 1:
            options.insert(0, (_joined(names), "、".join(names)))
        value = "" if not names else names[0] if len(names) == 1 else _joined(names)
        fields.append((f"{PREFIX}{field}", intake.LABELS[field], options, value))
    preview = intake.preview_rows(job.kind, table, job.columns, job.tenant_id)
    heads = list(dict.fromkeys(head for row in preview for head in row))
    cells = [[row.get(head, "") for head in heads] for row in preview]
    return {"fields": fields, "heads": heads, "preview": cells, "table": table}


def _joined(names: list[str]) -> str:
    return json.dumps(names, ensure_ascii=False)


def _chosen(value: str | None) -> list[str] | str | None:
    """One column's name, or several as the page sent them out."""
    if value is None or not value.startswith('["'):
        return value
    names: list[str] = json.loads(value)
    return names
