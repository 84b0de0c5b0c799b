"""The report of an import as lines of a table: what became of which row, and why."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import func, select

from language.cleaning import safe_cell
from marketplace.intake.columns import LABELS, ImportKind
from marketplace.intake.jobs import access_job, list_rows
from marketplace.intake.models import ImportRow, Outcome
from marketplace.postings import Finding, Posting, PostingStatus, blocking, posting_findings
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
Said = tuple[str, str, str]  # field, code, message
BETWEEN = "；"  # several things to say about one row
BATCH = 2000


FIELDS = {"duties": "text", "pay_text": "pay", "place_code": "place", "requirements": "age"}


def report_lines(work: Work, job_id: int) -> Iterator[tuple[str, ...]]:
    """Yield the header and a line for every row that did something or was refused.

    A line says why the row was refused, or all that keeps its posting from review. Cells are
    safe to open in a spreadsheet. Raises NotAllowed, ImportNotFound.
    """
    job = access_job(work, job_id)
    yield HEADER
    rows = iter(list_rows(work, job_id))
    while batch := list(islice(rows, BATCH)):
        postings = _postings(work, batch) if job.kind is ImportKind.POSTINGS else {}
        for row in batch:
            cells = _cells(work, row, postings.get(row.object_id or 0))
            yield tuple(safe_cell(cell) for cell in cells)


def count_drafts(work: Work, job_id: int) -> int:
    """Count the rows whose posting is a draft now. Raises NotAllowed, ImportNotFound."""
    if access_job(work, job_id).kind is not ImportKind.POSTINGS:
        return 0
    drafts = (
        select(func.count())
        .select_from(ImportRow)
        .join(
            Posting,
            (Posting.tenant_id == ImportRow.tenant_id) & (Posting.id == ImportRow.object_id),
        )
        .where(
            ImportRow.tenant_id == work.tenant_id,
            ImportRow.job_id == job_id,
            Posting.status == PostingStatus.DRAFT,
        )
    )
    return work.session.scalar(drafts) or 0


def list_warned(work: Work, job_id: int) -> list[ImportRow]:
    """Return the rows that were taken but for what was not understood.

    Raises NotAllowed, ImportNotFound.
    """
    access_job(work, job_id)
    query = select(ImportRow).where(
        ImportRow.tenant_id == work.tenant_id,
        ImportRow.job_id == job_id,
        ImportRow.outcome != Outcome.REJECTED,
        ImportRow.code != "",
    )
    return list(work.session.scalars(query.order_by(ImportRow.row)))


def things_said(row: ImportRow) -> list[Said]:
    """Return what is said of a row, as field, code, message."""
    if row.outcome is Outcome.REJECTED:
        return [(row.field, row.code, row.message)]
    parts = (text.split("\n") for text in (row.field, row.code, row.message))
    return list(zip(*parts, strict=True)) if row.code else []


def _cells(work: Work, row: ImportRow, posting: Posting | None) -> tuple[str, ...]:
    status = posting.status if posting is not None else None
    said = things_said(row)
    if posting is not None and status is PostingStatus.DRAFT:
        said += _obstacles(work, posting)
    fields = [LABELS.get(field, field) for field, _, _ in said]
    return (
        str(row.row),
        str(row.line),
        OUTCOMES[row.outcome],
        str(row.object_id or ""),
        STATES.get(status, status.value) if status is not None else "",
        BETWEEN.join(fields),
        BETWEEN.join(code for _, code, _ in said),
        "".join(message for _, _, message in said),
    )


def _obstacles(work: Work, posting: Posting) -> list[Said]:
    """What keeps a draft from review, as field, code, message; each said once."""
    found = blocking(posting_findings(work, posting))
    return list(dict.fromkeys((_field(each), each.code, each.text()) for each in found))


def _field(finding: Finding) -> str:
    """The column that a finding is about: age and sex stand in one field of a posting."""
    if finding.code == "unlawful_sex" and finding.field == "requirements":
        return "sex"
    return FIELDS.get(finding.field, finding.field)


def _postings(work: Work, rows: list[ImportRow]) -> dict[int, Posting]:
    ids = [row.object_id for row in rows if row.object_id is not None]
    found = work.session.scalars(
        select(Posting).where(Posting.tenant_id == work.tenant_id, Posting.id.in_(ids))
    )
    return {posting.id: posting for posting in found}
