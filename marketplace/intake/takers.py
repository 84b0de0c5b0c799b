"""Handing understood rows to the rooms that own them, a chunk in one Work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.applications import take_declined
from marketplace.employers import import_employers
from marketplace.groups import GroupRow, Source, add_memberships
from marketplace.intake.models import Outcome
from marketplace.intake.posting_rows import PostingRow
from marketplace.intake.rows import Reason
from marketplace.intake.seeker_rows import PersonRow
from marketplace.postings import (
    Posting,
    SourcedPosting,
    Taken,
    publish_taken,
    take_postings,
)
from marketplace.seekers import add_seekers
from runtime.clock import china_date
from runtime.messages import N_
from tenants.work import Work

UNCHANGED = "unchanged"
FIELDS = {"birth_on": "birth"}  # fields of the profile that the file contract names otherwise
Understood = PostingRow | PersonRow | Reason | None


@dataclass(frozen=True)
class ReadyRow:
    """A row ready to be taken; `what` is None where the file or the database has it already."""

    number: int
    line: int
    key: str
    digest: str
    what: Understood
    object_id: int | None = None


@dataclass(frozen=True)
class TakenRow:
    """What became of a row; `outcome` None for an unchanged one."""

    row: ReadyRow
    outcome: Outcome | None
    object_id: int | None = None
    reason: Reason | None = None

    @property
    def said(self) -> tuple[Reason, ...]:
        """Why the row was refused, or what of it was not understood."""
        if self.reason is not None:
            return (self.reason,)
        return self.row.what.notes if isinstance(self.row.what, PostingRow | PersonRow) else ()


def known_postings(work: Work, source: str, keys: Sequence[str]) -> Mapping[str, tuple[int, str]]:
    """Return id and content hash of the source's postings, by key."""
    rows = work.session.execute(
        select(Posting.source_key, Posting.id, Posting.source_hash).where(
            Posting.tenant_id == work.tenant_id,
            Posting.source == source,
            Posting.source_key.in_(keys),
        )
    )
    return {key or "": (posting_id, digest or "") for key, posting_id, digest in rows}


def take_posting_rows(
    work: Work, source: str, rows: Sequence[ReadyRow], *, publish: bool
) -> tuple[list[TakenRow], int]:
    """Take postings with their employers; returns what became of each, and how many were
    published.
    """
    good = [(row, row.what) for row in rows if isinstance(row.what, PostingRow)]
    employers = import_employers(work, sorted({what.company for _, what in good}))
    sourced = [
        SourcedPosting(row.key, row.digest, employers[what.company], what.content)
        for row, what in good
    ]
    taken = take_postings(work, source, sourced) if sourced else []
    fates = {row.number: fate for (row, _), fate in zip(good, taken, strict=True)}
    done = [
        _refused(row) or _taken(row, *fates.get(row.number, (row.object_id, Taken.UNCHANGED)))
        for row in rows
    ]
    ids = [each.object_id for each in done if each.object_id is not None]
    return done, publish_taken(work, ids) if publish and ids else 0


def take_person_rows(work: Work, source: str, rows: Sequence[ReadyRow]) -> list[TakenRow]:
    """Take people with their groups; returns what became of each."""
    good = [(row, row.what) for row in rows if isinstance(row.what, PersonRow)]
    outcomes = add_seekers(work, source, [what.row for _, what in good]) if good else []
    fates = {}
    memberships, declined = [], {}
    for (row, what), outcome in zip(good, outcomes, strict=True):
        if outcome.error is not None:
            error = outcome.error
            field = FIELDS.get(error.field or "", error.field or "")
            reason = Reason(error.code, error.message, field, error.params)
            fates[row.number] = TakenRow(row, Outcome.REJECTED, reason=reason)
            continue
        fates[row.number] = _taken(row, outcome.seeker_id, outcome.taken)
        if outcome.seeker_id is not None and what.declined:
            declined[outcome.seeker_id] = what.declined
        if outcome.seeker_id is not None and outcome.taken != UNCHANGED:
            memberships += _memberships(work, source, outcome.seeker_id, what)
    if memberships:
        add_memberships(work, memberships)
    if declined:  # also of unchanged people: the postings may have come since
        take_declined(work, declined)
    return [_refused(row) or fates.get(row.number) or TakenRow(row, None) for row in rows]


def _memberships(work: Work, source: str, seeker_id: int, what: PersonRow) -> list[GroupRow]:
    evidence = N_("名单导入：%(source)s") % {"source": source}
    return [
        GroupRow(seeker_id, group, Source.OFFICIAL_REGISTER, evidence, china_date(work.now))
        for group in what.groups
    ]


def _refused(row: ReadyRow) -> TakenRow | None:
    if isinstance(row.what, Reason):
        return TakenRow(row, Outcome.REJECTED, reason=row.what)
    return None


def _taken(row: ReadyRow, object_id: int | None, fate: str) -> TakenRow:
    return TakenRow(row, None if fate == UNCHANGED else Outcome(fate), object_id)
