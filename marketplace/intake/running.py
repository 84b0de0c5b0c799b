"""Running an import: rows read, understood outside any transaction, taken chunk by chunk.

It waits while the database restarts, and goes on where it was: the job's position says where.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar, cast

from sqlalchemy.exc import DataError, IntegrityError

from marketplace.intake.cells import ReadRow, read_row
from marketplace.intake.columns import ImportKind
from marketplace.intake.errors import ImportInterrupted
from marketplace.intake.jobs import access_job, finish_job, take_chunk
from marketplace.intake.mapping import Columns
from marketplace.intake.models import ImportJob
from marketplace.intake.posting_rows import posting_row
from marketplace.intake.rows import RawRow, Reason, duplicate_key
from marketplace.intake.seeker_rows import person_row
from marketplace.intake.tables import Table
from marketplace.intake.takers import ReadyRow, Understood, known_postings
from runtime.clock import today
from runtime.messages import N_
from tenants.access import Actor
from tenants.patience import PATIENCE_SECONDS, DatabaseAway, patiently
from tenants.work import begin

CHUNK = 500
NOT_STORABLE = Reason("not_storable", N_("这一行有无法保存的内容。请检查各列是否超长或格式特殊。"))
Told = Callable[[ImportJob], None]
Item = TypeVar("Item")


@dataclass
class _Run:
    """One import under way: who, which job, what the file has shown so far."""

    actor: Actor
    job_id: int
    kind: ImportKind
    source: str
    columns: Columns
    patience: float
    position: int = 0
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)


def run_import(
    actor: Actor,
    job_id: int,
    table: Table,
    told: Told = lambda _job: None,
    *,
    patience: float = PATIENCE_SECONDS,
    seconds: float = math.inf,
) -> ImportJob:
    """Take every row of `table` that the job has not done yet; returns the finished job.

    `told` hears of the job after each chunk. After `seconds` the job is returned unfinished,
    for the next call to go on. Raises NotAllowed, ImportNotFound,
    ImportInterrupted (the database stayed away longer than `patience` seconds).
    """
    run, until = _opened(actor, job_id, patience), time.monotonic() + seconds
    for chunk in _chunks(table.rows(), CHUNK):
        read = [_judged(run, read_row(row, run.columns)) for row in chunk]
        todo = [row for row in read if row.number > run.position]
        if todo:
            job = _take(run, _understood(run, todo))
            run.position = job.position
            told(job)
            if time.monotonic() > until:
                return job
    return _patiently(run, lambda: _finish(run))


def _opened(actor: Actor, job_id: int, patience: float) -> _Run:
    with begin(actor, read_only=True) as work:
        job = access_job(work, job_id)
        columns = cast("Columns", job.columns)
        return _Run(actor, job.id, job.kind, job.source, columns, patience, job.position)


def _judged(run: _Run, row: ReadRow) -> ReadRow:
    """Compare a row with those of the same key before it in the file: the first one counts."""
    if row.reason is not None:
        return row
    number, digest = run.seen.setdefault(row.key, (row.number, row.digest))
    if number == row.number or digest == row.digest:
        return row
    field_name = "id" if "id" in run.columns else ""
    reason = duplicate_key(field_name, number)
    return ReadRow(row.number, row.line, {}, row.key, row.digest, reason)


def _understood(run: _Run, rows: Sequence[ReadRow]) -> list[ReadyRow]:
    known = _patiently(run, lambda: _known(run, [row.key for row in rows if row.key]))
    return [_ready(run, row, *known.get(row.key, (None, ""))) for row in rows]


def _known(run: _Run, keys: Sequence[str]) -> dict[str, tuple[int | None, str]]:
    if run.kind is not ImportKind.POSTINGS:
        return {}
    with begin(run.actor, read_only=True) as work:
        return dict(known_postings(work, run.source, keys))


def _ready(run: _Run, row: ReadRow, object_id: int | None, digest: str) -> ReadyRow:
    again = run.seen.get(row.key, (row.number, ""))[0] != row.number
    what: Understood = row.reason
    if what is None and not again and digest != row.digest:
        what = _understand(run, row)
    return ReadyRow(row.number, row.line, row.key, row.digest, what, object_id)


def _understand(run: _Run, row: ReadRow) -> Understood:
    if run.kind is ImportKind.POSTINGS:
        return posting_row(row.told, run.actor.tenant_id)
    return person_row(row.told, row.key, today())


def _take(run: _Run, rows: Sequence[ReadyRow]) -> ImportJob:
    """Take rows in one Work; where one cannot be stored, halve until it stands alone."""
    try:
        return _patiently(run, lambda: _commit(run, rows))
    except (DataError, IntegrityError):
        if len(rows) == 1:
            bad = ReadyRow(rows[0].number, rows[0].line, rows[0].key, "", NOT_STORABLE)
            return _patiently(run, lambda: _commit(run, [bad]))
    middle = len(rows) // 2
    _take(run, rows[:middle])
    return _take(run, rows[middle:])


def _commit(run: _Run, rows: Sequence[ReadyRow]) -> ImportJob:
    with begin(run.actor) as work:
        return take_chunk(work, run.job_id, rows)


def _finish(run: _Run) -> ImportJob:
    with begin(run.actor) as work:
        return finish_job(work, run.job_id)


def _patiently(run: _Run, act: Callable[[], Item]) -> Item:
    try:
        return patiently(act, run.patience)
    except DatabaseAway as error:
        raise ImportInterrupted(done=run.position) from error


def _chunks(rows: Iterable[RawRow], size: int) -> Iterator[list[RawRow]]:
    rows = iter(rows)
    while chunk := list(islice(rows, size)):
        yield chunk
