"""Tables of imports: runs with their progress, rows that did something, mappings, uploads."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.intake.columns import ImportKind
from tenants.database import Base, TenantOwned


class ImportState(StrEnum):
    """Waiting for the mapping to be confirmed, running (or broken off), finished."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of a row that was not merely unchanged."""

    CREATED = "created"
    CHANGED = "changed"
    REJECTED = "rejected"


class ImportMapping(TenantOwned, Base):
    """The columns of a source, by field: guessed or typed once, used again."""

    __tablename__ = "import_mapping"
    kind: Mapped[ImportKind] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[dict[str, Any]]
    typed: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(BigInteger)


class ImportJob(TenantOwned, Base):
    """One file taken in, from a source. `position` counts the rows done, whatever became of
    them; the same file called for again goes on there.
    """

    __tablename__ = "import_job"
    __table_args__ = (Index("ix_import_job_file", "tenant_id", "file_hash", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[ImportKind]
    source: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    columns: Mapped[dict[str, Any]]
    publish: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState]
    rows: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    published: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ImportRow(TenantOwned, Base):
    """A row that made or changed something, or was refused: then field, code and message.

    They also name what was not understood of a row that was taken, each on a line of its own.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["import_job.tenant_id", "import_job.id"], ondelete="CASCADE"
        ),
    )
    job_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    line: Mapped[int]
    outcome: Mapped[Outcome]
    object_id: Mapped[int | None] = mapped_column(BigInteger)
    field: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")


class ImportUpload(TenantOwned, Base):
    """A piece of a file uploaded on a page, sealed: lists of people are personal data. Gone
    when the import has ended.
    """

    __tablename__ = "import_upload"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["import_job.tenant_id", "import_job.id"], ondelete="CASCADE"
        ),
    )
    job_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    piece: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes]
