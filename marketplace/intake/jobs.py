"""The record of an import: opened or taken up again, moved on with each chunk, finished.

A chunk's rows and the job's position are written in one transaction, so that a killed import
neither loses a row nor takes one twice.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from marketplace.intake.columns import ImportKind
from marketplace.intake.errors import ImportNotFound
from marketplace.intake.mapping import Columns
from marketplace.intake.models import ImportJob, ImportRow, ImportState, Outcome
from marketplace.intake.takers import ReadyRow, TakenRow, take_person_rows, take_posting_rows
from tenants.access import Permission
from tenants.work import Work


def access_job(work: Work, job_id: int, *, lock: bool = False) -> ImportJob:
    """Return an import of the tenant. Raises NotAllowed, ImportNotFound."""
    work.actor.require(Permission.IMPORT_DATA)
    query = select(ImportJob).where(ImportJob.tenant_id == work.tenant_id, ImportJob.id == job_id)
    job = work.session.scalar(query.with_for_update() if lock else query)
    if job is None:
        raise ImportNotFound
    return job


def open_job(
    work: Work,
    kind: ImportKind,
    source: str,
    *,
    file_name: str,
    file_hash: str,
    columns: Columns,
    publish: bool = False,
) -> ImportJob:
    """Start an import, or take up the one of the same file that broke off. Raises NotAllowed."""
    work.actor.require(Permission.IMPORT_DATA)
    work.lock(f"intake.{kind}.{source}")
    if publish:
        work.actor.require(Permission.REVIEW_POSTINGS)
    open_ones = work.session.scalars(
        select(ImportJob).where(
            ImportJob.tenant_id == work.tenant_id,
            ImportJob.file_hash == file_hash,
            ImportJob.kind == kind,
            ImportJob.source == source,
            ImportJob.state == ImportState.RUNNING,
            ImportJob.publish == publish,
        )
    )
    for job in open_ones:
        if job.columns == columns:
            return job
    job = ImportJob(
        kind=kind,
        source=source,
        file_name=file_name,
        file_hash=file_hash,
        columns=columns,
        publish=publish,
        state=ImportState.RUNNING,
        started_at=work.now,
        started_by=work.actor.id,
        changed_at=work.now,
    )
    work.session.add(job)
    work.session.flush()
    work.audit("import.started", "import_job", job.id, kind=kind, source=source)
    return job


def take_chunk(work: Work, job_id: int, rows: Sequence[ReadyRow]) -> ImportJob:
    """Take rows and move the job on. Safe to repeat: rows that are done are passed over.

    Raises NotAllowed, ImportNotFound.
    """
    job = access_job(work, job_id, lock=True)
    if job.state is not ImportState.RUNNING:
        return job
    todo = [row for row in rows if row.number > job.position]
    if not todo:
        return job
    published = 0
    if job.kind is ImportKind.POSTINGS:
        done, published = take_posting_rows(work, job.source, todo, publish=job.publish)
    else:
        done = take_person_rows(work, job.source, todo)
    _record(work, job, done)
    job.published += published
    job.position, job.changed_at = todo[-1].number, work.now
    return job


def finish_job(work: Work, job_id: int) -> ImportJob:
    """Close an import whose rows are all done. Safe to repeat.

    Raises NotAllowed, ImportNotFound.
    """
    job = access_job(work, job_id, lock=True)
    if job.state is not ImportState.FINISHED:
        job.state, job.rows = ImportState.FINISHED, job.position
        job.finished_at = job.changed_at = work.now
        work.audit("import.finished", "import_job", job.id, rows=job.position, created=job.created)
    return job


def list_jobs(work: Work, *, limit: int = 30) -> list[ImportJob]:
    """Return the tenant's imports, newest first. Raises NotAllowed."""
    work.actor.require(Permission.IMPORT_DATA)
    return list(
        work.session.scalars(
            select(ImportJob)
            .where(ImportJob.tenant_id == work.tenant_id)
            .order_by(ImportJob.id.desc())
            .limit(limit)
        )
    )


def list_rows(
    work: Work,
    job_id: int,
    *,
    outcome: Outcome | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[ImportRow]:
    """Return rows of an import that did something or were refused, in the file's order.

    Raises NotAllowed, ImportNotFound.
    """
    access_job(work, job_id)
    query = select(ImportRow).where(
        ImportRow.tenant_id == work.tenant_id, ImportRow.job_id == job_id, ImportRow.row > after
    )
    if outcome is not None:
        query = query.where(ImportRow.outcome == outcome)
    return list(work.session.scalars(query.order_by(ImportRow.row).limit(limit)))


def _record(work: Work, job: ImportJob, done: Sequence[TakenRow]) -> None:
    outcomes = [each.outcome for each in done]
    job.created += outcomes.count(Outcome.CREATED)
    job.changed += outcomes.count(Outcome.CHANGED)
    job.rejected += outcomes.count(Outcome.REJECTED)
    job.unchanged += outcomes.count(None)
    rows = [_row(work, job.id, each) for each in done if each.outcome is not None]
    if rows:
        work.session.execute(insert(ImportRow), rows)


def _row(work: Work, job_id: int, each: TakenRow) -> dict[str, Any]:
    return {
        "tenant_id": work.tenant_id,
        "job_id": job_id,
        "row": each.row.number,
        "line": each.row.line,
        "outcome": each.outcome,
        "object_id": each.object_id,
        "field": "\n".join(reason.field for reason in each.said),
        "code": "\n".join(reason.code for reason in each.said),
        "message": "\n".join(reason.text() for reason in each.said),
    }
