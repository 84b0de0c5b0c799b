"""Files uploaded on a page: kept sealed until the import has ended, then gone."""

import base64
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, exists, or_, select

from marketplace.intake.agreement import agree_on_columns, proposed_columns
from marketplace.intake.columns import ImportKind
from marketplace.intake.errors import ImportMovedOn, UploadGone
from marketplace.intake.files import MEGABYTE, inspect
from marketplace.intake.jobs import access_job
from marketplace.intake.models import ImportJob, ImportState, ImportUpload
from marketplace.intake.tables import Table, read_table
from tenants.access import Actor, Permission
from tenants.secrecy import decrypt, encrypt
from tenants.work import Work, begin

PIECE = MEGABYTE
MOST_PIECES = 1000
STALE_AFTER = timedelta(seconds=30)


def keep_upload(
    work: Work, table: Table, kind: ImportKind, source: str, *, publish: bool = False
) -> ImportJob:
    """Keep an uploaded file with the columns found in it, until somebody starts its import.

    Raises NotAllowed.
    """
    work.actor.require(Permission.IMPORT_DATA)
    if publish:
        work.actor.require(Permission.REVIEW_POSTINGS)
    job = ImportJob(
        kind=kind,
        source=source,
        file_name=table.file.name,
        file_hash=table.file.digest,
        columns=proposed_columns(work, kind, source, table),
        publish=publish and kind is ImportKind.POSTINGS,
        state=ImportState.WAITING,
        started_at=work.now,
        started_by=work.actor.id,
        changed_at=work.now,
    )
    work.session.add(job)
    work.session.flush()
    _seal(work, job.id, table.file.path)
    work.audit("import.uploaded", "import_job", job.id, kind=kind, source=source)
    return job


@contextmanager
def open_upload(actor: Actor, job_id: int) -> Iterator[tuple[Table, ImportJob]]:
    """Open an uploaded file as a table, unsealed in a temporary place, outside any transaction.

    Raises NotAllowed, ImportNotFound, UploadGone, and what reading a file raises.
    """
    with tempfile.TemporaryDirectory(prefix="pes-import-") as folder:
        path = Path(folder) / "upload"
        with begin(actor, read_only=True) as work, path.open("wb") as stream:
            job = access_job(work, job_id)
            for piece in _pieces(work, job_id):
                stream.write(piece)
        names = [name for names in job.columns.values() for name in names]
        yield read_table(inspect(path, job.file_name), job.kind, names), job


def change_columns(work: Work, job_id: int, table: Table, typed: Mapping[str, Any]) -> ImportJob:
    """Correct the columns before the import starts; they are kept for the source.

    Raises NotAllowed, ImportMovedOn, MapColumnUnknown, HeaderMissing.
    """
    job = _waiting(work, job_id)
    job.columns = dict(agree_on_columns(work, job.kind, job.source, table, typed))
    return job


def start_upload(work: Work, job_id: int, table: Table) -> ImportJob:
    """Start the import of an uploaded file. Raises NotAllowed, ImportMovedOn, HeaderMissing."""
    job = _waiting(work, job_id)
    job.columns = dict(agree_on_columns(work, job.kind, job.source, table, job.columns))
    job.state, job.changed_at = ImportState.RUNNING, work.now
    work.audit("import.started", "import_job", job.id, kind=job.kind, source=job.source)
    return job


def due_uploads(work: Work) -> list[int]:
    """Return running imports of uploads that nobody works on: fresh, or without progress."""
    kept = exists().where(
        ImportUpload.tenant_id == ImportJob.tenant_id, ImportUpload.job_id == ImportJob.id
    )
    query = select(ImportJob.id).where(
        ImportJob.tenant_id == work.tenant_id,
        ImportJob.state == ImportState.RUNNING,
        or_(ImportJob.position == 0, ImportJob.changed_at < work.now - STALE_AFTER),
        kept,
    )
    return list(work.session.scalars(query))


def drop_upload(work: Work, job_id: int) -> None:
    """Delete an uploaded file. Safe to repeat."""
    work.session.execute(
        delete(ImportUpload).where(
            ImportUpload.tenant_id == work.tenant_id, ImportUpload.job_id == job_id
        )
    )


def fail_upload(work: Work, job_id: int, problem: str) -> None:
    """End an import that cannot go on, and say why; what was taken stays taken."""
    job = access_job(work, job_id, lock=True)
    job.state, job.problem, job.rows = ImportState.FAILED, problem, job.position
    job.finished_at = job.changed_at = work.now
    drop_upload(work, job_id)


def _waiting(work: Work, job_id: int) -> ImportJob:
    job = access_job(work, job_id, lock=True)
    if job.state is not ImportState.WAITING:
        raise ImportMovedOn
    return job


def _seal(work: Work, job_id: int, path: Path) -> None:
    cell = (work.tenant_id, "import_upload", "sealed")
    with path.open("rb") as stream:
        for number in range(MOST_PIECES):
            piece = stream.read(PIECE)
            if not piece:
                return
            text = base64.b64encode(piece).decode()
            sealed = encrypt(*cell, job_id * MOST_PIECES + number, text)
            work.session.add(ImportUpload(job_id=job_id, piece=number, sealed=sealed))
            work.session.flush()


def _pieces(work: Work, job_id: int) -> Iterator[bytes]:
    cell = (work.tenant_id, "import_upload", "sealed")
    query = select(ImportUpload.piece, ImportUpload.sealed).where(
        ImportUpload.tenant_id == work.tenant_id, ImportUpload.job_id == job_id
    )
    found = work.session.execute(query.order_by(ImportUpload.piece)).all()
    if not found:
        raise UploadGone
    for number, sealed in found:
        yield base64.b64decode(decrypt(*cell, job_id * MOST_PIECES + number, sealed))
