"""Taking over from files what people do not want: many at once, idempotent."""

from collections.abc import Collection, Mapping

from sqlalchemy import ARRAY, ColumnElement, String, any_, literal, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.applications.events import PostingRefused
from marketplace.applications.models import Application, Channel, Feedback, FeedbackKind
from marketplace.postings import Posting
from marketplace.seekers import Seeker, SeekerStatus, among
from tenants.access import Permission
from tenants.work import Work

Pair = tuple[int, int]  # seeker, posting


def take_declined(work: Work, declined: Mapping[int, Collection[str]]) -> int:
    """Record "not for me" for the postings that a file names by their keys in the source.

    Passed over: unknown keys, closed profiles, pairs with an answer here already: what a
    person took back or applied for is newer than the file. Returns how many were recorded.
    Safe to repeat. Raises NotAllowed.
    """
    work.actor.require(Permission.IMPORT_DATA)
    known = _postings(work, {key for keys in declined.values() for key in keys})
    wanted = {
        (seeker_id, posting_id)
        for seeker_id, keys in declined.items()
        for key in keys
        for posting_id in known.get(key, ())
    }
    new = sorted(wanted - _answered(work, wanted)) if wanted else []
    return _record(work, new) if new else 0


def _postings(work: Work, keys: Collection[str]) -> dict[str, list[int]]:
    """Return the tenant's postings by their key in whatever source."""
    found: dict[str, list[int]] = {}
    if keys:
        named = Posting.source_key == any_(literal(sorted(keys), ARRAY(String)))
        rows = work.session.execute(
            select(Posting.source_key, Posting.id).where(Posting.tenant_id == work.tenant_id, named)
        )
        for key, posting_id in rows:
            found.setdefault(key or "", []).append(posting_id)
    return found


def _answered(work: Work, pairs: Collection[Pair]) -> set[Pair]:
    """Return the pairs that have an answer, and all of people whose profile is closed."""
    seekers = sorted({seeker_id for seeker_id, _ in pairs})
    closed = set(
        work.session.scalars(
            select(Seeker.id).where(
                Seeker.tenant_id == work.tenant_id,
                among(Seeker.id, seekers),
                Seeker.status == SeekerStatus.CLOSED,
            )
        )
    )
    answered = {pair for pair in pairs if pair[0] in closed}
    said = _pairs(work, Feedback, seekers, Feedback.kind == FeedbackKind.NOT_FOR_ME)
    return answered | said | _pairs(work, Application, seekers)


def _pairs(
    work: Work,
    table: type[Application] | type[Feedback],
    seekers: Collection[int],
    *conditions: ColumnElement[bool],
) -> set[Pair]:
    rows = work.session.execute(
        select(table.seeker_id, table.posting_id).where(
            table.tenant_id == work.tenant_id, among(table.seeker_id, seekers), *conditions
        )
    )
    return {(seeker_id, posting_id) for seeker_id, posting_id in rows}


def _record(work: Work, pairs: Collection[Pair]) -> int:
    values = [
        {
            "tenant_id": work.tenant_id,
            "seeker_id": seeker_id,
            "posting_id": posting_id,
            "kind": FeedbackKind.NOT_FOR_ME,
            "source": Channel.DESK,
            "at": work.now,
            "by_account": work.actor.id,
        }
        for seeker_id, posting_id in pairs
    ]
    work.session.execute(insert(Feedback).on_conflict_do_nothing(), values)
    work.audit("feedback.imported", "posting", None, rows=len(values))
    work.emit(*(PostingRefused(*pair) for pair in pairs))
    return len(values)
