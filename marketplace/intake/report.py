"""The report of an import as lines of a table: what became of which row, and why."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select

from language.cleaning import safe_cell
from marketplace.intake.columns import LABELS, ImportKind
from marketplace.intake.jobs import access_job, list_rows
from marketplace.intake.models import ImportRow, Outcome
from marketplace.postings import Posting, PostingStatus
from runtime.messages import N_
from tenants.work import Work

HEADER = (
    N_("行号"),
    N_("文件中的行"),
    N_("结果"),
    N_("系统编号"),
    N_("状态"),
    N_("字段"),
    N_("代码"),
    N_("说明"),
)
OUTCOMES = {
    Outcome.CREATED: N_("新增"),
    Outcome.CHANGED: N_("更新"),
    Outcome.REJECTED: N_("未导入"),
}
STATES = {
    PostingStatus.DRAFT: N_("草稿，需补充后提交审核"),
    PostingStatus.SUBMITTED: N_("待审核"),
    PostingStatus.PUBLISHED: N_("已发布"),
}
BATCH = 2000


def report_lines(work: Work, job_id: int) -> Iterator[tuple[str, ...]]:
    """Yield the header and a line for every row that did something or was refused.

    Cells are safe to open in a spreadsheet. Raises NotAllowed, ImportNotFound.
    """
    job = access_job(work, job_id)
    yield HEADER
    rows = iter(list_rows(work, job_id))
    while batch := list(islice(rows, BATCH)):
        states = _states(work, batch) if job.kind is ImportKind.POSTINGS else {}
        for row in batch:
            yield tuple(safe_cell(cell) for cell in _cells(row, states))


def _cells(row: ImportRow, states: dict[int, PostingStatus]) -> tuple[str, ...]:
    status = states.get(row.object_id or 0)
    return (
        str(row.row),
        str(row.line),
        OUTCOMES[row.outcome],
        str(row.object_id or ""),
        STATES.get(status, status.value) if status is not None else "",
        LABELS.get(row.field, row.field),
        row.code,
        row.message,
    )


def _states(work: Work, rows: list[ImportRow]) -> dict[int, PostingStatus]:
    ids = [row.object_id for row in rows if row.object_id is not None]
    found = work.session.execute(
        select(Posting.id, Posting.status).where(
            Posting.tenant_id == work.tenant_id, Posting.id.in_(ids)
        )
    )
    return {posting_id: status for posting_id, status in found}  # noqa: C416 - rows are not tuples to mypy
