"""Taking postings from files and other systems: many at once, idempotent by source key.

The same rules as for a posting typed in: what is complete and lawful goes to review, the
rest becomes a draft with findings. Nothing here publishes without a reviewer's permission.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from marketplace.employers import Employer
from marketplace.postings.content import PostingContent, columns_of
from marketplace.postings.events import PostingChanged, PostingPublished
from marketplace.postings.models import Posting, PostingStatus, PublishedPosting
from marketplace.postings.projection import CONTENT, project
from marketplace.postings.rules import blocking, findings
from marketplace.postings.settings import LONGEST_VALIDITY_DAYS, REVIEW_DAYS
from marketplace.postings.traces import trace_opened
from runtime.clock import china_date
from runtime.workdays import due_at
from tenants.access import Permission
from tenants.audit import AuditEntry
from tenants.database import Base
from tenants.work import Work

S = PostingStatus
TOLERATED = {"missing_openings", "missing_valid_to"}


class Taken(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class SourcedPosting:
    """A posting from a source: its key there, a hash of the row, its employer, its content."""

    key: str
    row_hash: str
    employer_id: int
    content: PostingContent


def take_postings(
    work: Work, source: str, rows: Sequence[SourcedPosting]
) -> list[tuple[int, Taken]]:
    """Create or change postings of `source`; returns (posting id, what became) per row.

    A row seen before with the same hash changes nothing. Keys must be unique within `rows`.
    Raises NotAllowed.
    """
    work.actor.require(Permission.IMPORT_DATA)
    work.lock(f"postings.import.{source}")
    known = _known(work, source, [row.key for row in rows])
    new = [row for row in rows if row.key not in known]
    created = dict(zip((row.key for row in new), _create(work, source, new), strict=True))
    return [
        (created[row.key], Taken.CREATED)
        if row.key in created
        else (known[row.key].id, _change(work, known[row.key], row))
        for row in rows
    ]


def publish_taken(work: Work, posting_ids: Sequence[int]) -> int:
    """Approve imported postings whose only findings are missing openings or validity.

    For first loads: audited posting by posting. Returns how many. Safe to repeat. Raises
    NotAllowed.
    """
    work.actor.require(Permission.REVIEW_POSTINGS)
    rows = work.session.execute(
        select(Posting, Employer.name)
        .join(
            Employer,
            (Employer.tenant_id == Posting.tenant_id) & (Employer.id == Posting.employer_id),
        )
        .where(
            Posting.tenant_id == work.tenant_id,
            Posting.id.in_(posting_ids),
            Posting.source.is_not(None),
            Posting.status.in_([S.DRAFT, S.SUBMITTED]),
        )
        .with_for_update(of=Posting)
    ).all()
    longest = work.setting(LONGEST_VALIDITY_DAYS)
    fit = [(posting, name) for posting, name in rows if _fit(posting, work.now, longest)]
    _publish_all(work, [posting.id for posting, _ in fit])
    _project_all(work, fit)
    return len(fit)


def _publish_all(work: Work, ids: Sequence[int]) -> None:
    """One statement for rows that are locked; the ORM would send one for each."""
    work.session.execute(
        update(Posting)
        .where(Posting.tenant_id == work.tenant_id, Posting.id.in_(ids))
        .values(
            status=S.PUBLISHED,
            reviewed_at=work.now,
            reviewed_by=work.actor.id,
            changed_at=work.now,
            version=Posting.version + 1,
        )
        .execution_options(synchronize_session="evaluate")
    )


def _table_of(model: type[Base]) -> Table:
    """The model's table: inserts of mapped classes go row by row where nulls vary."""
    return cast("Table", model.__table__)


def _known(work: Work, source: str, keys: Sequence[str]) -> dict[str, Posting]:
    found = work.session.scalars(
        select(Posting).where(
            Posting.tenant_id == work.tenant_id,
            Posting.source == source,
            Posting.source_key.in_(keys),
        )
    )
    return {posting.source_key or "": posting for posting in found}


def _create(work: Work, source: str, rows: Sequence[SourcedPosting]) -> list[int]:
    if not rows:
        return []
    ids = work.next_ids(Posting, len(rows))
    longest = work.setting(LONGEST_VALIDITY_DAYS)
    due = due_at(work.now, work.setting(REVIEW_DAYS), strict=False)
    stamps = {
        "tenant_id": work.tenant_id,
        "source": source,
        "created_at": work.now,
        "created_by": work.actor.id,
        "changed_at": work.now,
        "lawful_ground": "",
        "review_note": "",
        "version": 1,
    }
    values = []
    for posting_id, row in zip(ids, rows, strict=True):
        ready = not blocking(_findings(row.content, china_date(work.now), longest))
        values.append(
            stamps
            | columns_of(row.content)
            | {
                "id": posting_id,
                "employer_id": row.employer_id,
                "source_key": row.key,
                "source_hash": row.row_hash,
                "status": S.SUBMITTED if ready else S.DRAFT,
                "submitted_at": work.now if ready else None,
                "review_due_at": due if ready else None,
            }
        )
    work.session.execute(insert(_table_of(Posting)), values)
    work.audit("posting.imported", "posting", None, source=source, rows=len(values))
    return ids


def _change(work: Work, posting: Posting, row: SourcedPosting) -> Taken:
    if posting.source_hash == row.row_hash:
        return Taken.UNCHANGED
    for name, value in columns_of(row.content).items():
        setattr(posting, name, value)
    posting.source_hash, posting.changed_at = row.row_hash, work.now
    longest = work.setting(LONGEST_VALIDITY_DAYS)
    ready = not blocking(_findings(row.content, china_date(work.now), longest))
    posting.status = S.SUBMITTED if ready else S.DRAFT
    posting.submitted_at = work.now if ready else None
    posting.review_due_at = (
        due_at(work.now, work.setting(REVIEW_DAYS), strict=False) if ready else None
    )
    work.audit("posting.edited", "posting", posting.id, source=posting.source)
    project(work, posting)
    return Taken.CHANGED


def _findings(content: PostingContent, today: date, longest: int) -> list[Any]:
    return findings(content, today=today, longest_days=longest)


def _fit(posting: Posting, now: datetime, longest: int) -> bool:
    content = PostingContent.of(posting)
    found = blocking(_findings(content, china_date(now), longest))
    begun = posting.valid_from is None or posting.valid_from <= china_date(now)
    return begun and all(finding.code in TOLERATED for finding in found)


def _project_all(work: Work, fit: Sequence[tuple[Posting, str]]) -> None:
    if not fit:
        return
    work.session.execute(
        insert(_table_of(PublishedPosting)),
        [
            {name: getattr(posting, name) for name in CONTENT}
            | {
                "tenant_id": work.tenant_id,
                "posting_id": posting.id,
                "employer_id": posting.employer_id,
                "employer_name": employer_name,
                "source": posting.source,
                "published_at": work.now,
                "version": posting.version,
            }
            for posting, employer_name in fit
        ],
    )
    trace_opened(work, [posting for posting, _ in fit])
    work.session.execute(
        insert(_table_of(AuditEntry)), [_approval(work, posting) for posting, _ in fit]
    )
    work.emit(*(PostingChanged(posting_id=posting.id) for posting, _ in fit))
    if len(fit) == 1:  # a large load is matched by the next cycle, not posting by posting
        work.emit(PostingPublished(posting_id=fit[0][0].id))


def _approval(work: Work, posting: Posting) -> dict[str, Any]:
    return {
        "tenant_id": work.tenant_id,
        "at": work.now,
        "actor_id": work.actor.id,
        "actor_roles": sorted(work.actor.roles),
        "employer_id": None,
        "action": "posting.published",
        "object_type": "posting",
        "object_id": posting.id,
        "subject_seeker_id": None,
        "details": {"source": posting.source},
    }
