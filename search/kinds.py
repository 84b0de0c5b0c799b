"""The two indices, and for each: its mapping, its rows in PostgreSQL, its document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marketplace.postings import PublishedPosting, index_rows
from marketplace.seekers import Seeker, SeekerStatus, candidate_rows, seeker_versions
from search import candidates, postings
from search.documents import Document
from search.events import CandidateUnembedded, PostingUnembedded
from search.terms import FloatArray
from tenants.consents import Purpose, consented
from tenants.outbox import Event
from tenants.work import Work


@dataclass(frozen=True)
class Row:
    """A row as the index sees it: `content` is None while it must not be found."""

    id: int
    version: int
    content: Any


@dataclass(frozen=True)
class Kind:
    """One index. `key` is the field of an event that names a row of it.

    `rows` reads rows and versions by id; `versions` pages through those that must be found,
    in the order of their ids, from after an id; `document` also gets the tenant;
    `unembedded` is the event for a document that waits for its vector.
    """

    name: str
    key: str
    properties: Mapping[str, Any]
    rows: Callable[[Work, Sequence[int]], list[Row]]
    versions: Callable[[Work, int, int], list[tuple[int, int]]]
    text: Callable[[Any], str]
    document: Callable[[int, Any, FloatArray | None], Document]
    unembedded: Callable[[int], Event]


def _posting_rows(work: Work, ids: Sequence[int]) -> list[Row]:
    """A published posting shows what its projection holds, at the projection's version."""
    return [
        Row(row.posting_id, row.published.version if row.published else row.version, row.published)
        for row in index_rows(work, ids)
    ]


def _posting_versions(work: Work, after: int, limit: int) -> list[tuple[int, int]]:
    query = (
        select(PublishedPosting.posting_id, PublishedPosting.version)
        .where(PublishedPosting.tenant_id == work.tenant_id, PublishedPosting.posting_id > after)
        .order_by(PublishedPosting.posting_id)
        .limit(limit)
    )
    return [(row.posting_id, row.version) for row in work.session.execute(query)]


def _candidate_rows(work: Work, ids: Sequence[int]) -> list[Row]:
    """A card is there for active people who agreed to share it.

    Versions are read before cards: should a change come between, the tombstone written here
    is too old to do harm, where one of the newer version would keep the newer card out.
    """
    versions = seeker_versions(work, ids)
    cards = {card.id: card for card in candidate_rows(work, ids)}
    return [
        Row(row_id, cards[row_id].version if row_id in cards else version, cards.get(row_id))
        for row_id, version in versions.items()
    ]


def _candidate_versions(work: Work, after: int, limit: int) -> list[tuple[int, int]]:
    query = (
        select(Seeker.id, Seeker.version)
        .where(
            Seeker.tenant_id == work.tenant_id,
            Seeker.id > after,
            Seeker.status == SeekerStatus.ACTIVE,
            Seeker.id.in_(consented(work, Purpose.SHARE_CARD)),
        )
        .order_by(Seeker.id)
        .limit(limit)
    )
    return [(row.id, row.version) for row in work.session.execute(query)]


def _posting_document(_: int, posting: PublishedPosting, vector: FloatArray | None) -> Document:
    return postings.posting_document(posting, vector)


POSTINGS = Kind(
    name="postings",
    key="posting_id",
    properties=postings.PROPERTIES,
    rows=_posting_rows,
    versions=_posting_versions,
    text=postings.posting_text,
    document=_posting_document,
    unembedded=PostingUnembedded,
)
CANDIDATES = Kind(
    name="candidates",
    key="seeker_id",
    properties=candidates.PROPERTIES,
    rows=_candidate_rows,
    versions=_candidate_versions,
    text=candidates.candidate_text,
    document=candidates.candidate_document,
    unembedded=CandidateUnembedded,
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (POSTINGS, CANDIDATES)}
