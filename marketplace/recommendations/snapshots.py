"""What matching knew of each side, kept once however many recommendations stand on it.

A person's facts and a posting's change far more seldom than they are recommended: most nights
add a row for those only who have changed. Snapshots, not recommendations, have the foreign keys
to person and posting: a check for each row cost a third of it, and both are written in one
transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import orjson
from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.recommendations.models import PostingSnapshot, SeekerSnapshot
from marketplace.recommendations.transfer import sent_as_table
from marketplace.seekers import among
from tenants.work import Work

Key = tuple[int, int]
"""The id of a person or posting, and the digest of the facts."""


class Facts(Protocol):
    """The facts of one side, which tell themselves as plain JSON values."""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""


F = TypeVar("F", bound=Facts)


class Recorded(Protocol):
    """What names the snapshots of a recommendation."""

    @property
    def seeker_id(self) -> int: ...  # noqa: D102

    @property
    def posting_id(self) -> int: ...  # noqa: D102

    @property
    def facts(self) -> dict[str, Any]: ...  # noqa: D102

    @property
    def seeker_digest(self) -> int: ...  # noqa: D102

    @property
    def posting_digest(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[F]):
    """The facts of one side, and 64 bits that tell them from others of the same id."""

    id: int
    digest: int
    facts: F

    @classmethod
    def of(cls, row_id: int, facts: F) -> Snapshot[F]:
        """Return the snapshot of the facts of a person or posting."""
        told = orjson.dumps(facts.to_json())
        hashed = hashlib.blake2b(told, digest_size=8).digest()
        return cls(row_id, int.from_bytes(hashed, "big", signed=True), facts)

    @property
    def key(self) -> Key:
        """Name the row that keeps it."""
        return self.id, self.digest


@dataclass(frozen=True)
class _Side:
    model: type[SeekerSnapshot | PostingSnapshot]
    id: InstrumentedAttribute[int]
    digest: InstrumentedAttribute[int]
    facts: InstrumentedAttribute[dict[str, Any]]


_SEEKERS = _Side(
    SeekerSnapshot, SeekerSnapshot.seeker_id, SeekerSnapshot.digest, SeekerSnapshot.facts
)
_POSTINGS = _Side(
    PostingSnapshot, PostingSnapshot.posting_id, PostingSnapshot.digest, PostingSnapshot.facts
)


def keep_snapshots(
    work: Work, people: Iterable[Snapshot[Any]], postings: Iterable[Snapshot[Any]]
) -> None:
    """Keep what is not kept yet. Safe to repeat, and for several runs at once."""
    for side, snapshots in ((_SEEKERS, people), (_POSTINGS, postings)):
        new = {each.key: each for each in snapshots}
        for known in _kept(work, side, {row_id for row_id, _ in new}):
            new.pop(known, None)
        if new:
            _insert(work, side, [new[key] for key in sorted(new)])


def whole_facts(work: Work, rows: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Return for each recommendation all that it was computed on, both sides included.

    Unguarded, and so for those only who may see the recommendation.
    """
    people = _facts(work, _SEEKERS, {(row.seeker_id, row.seeker_digest) for row in rows})
    postings = _facts(work, _POSTINGS, {(row.posting_id, row.posting_digest) for row in rows})
    return [
        {
            **row.facts,
            "seeker": people[row.seeker_id, row.seeker_digest],
            "posting": postings[row.posting_id, row.posting_digest],
        }
        for row in rows
    ]


def _kept(work: Work, side: _Side, ids: Collection[int]) -> list[Key]:
    rows = work.session.execute(
        select(side.id, side.digest).where(
            side.model.tenant_id == work.tenant_id, among(side.id, ids)
        )
    )
    return [(row_id, digest) for row_id, digest in rows]


def _facts(work: Work, side: _Side, keys: Collection[Key]) -> Mapping[Key, dict[str, Any]]:
    rows = work.session.execute(
        select(side.id, side.digest, side.facts).where(
            side.model.tenant_id == work.tenant_id,
            among(side.id, {row_id for row_id, _ in keys}),
            among(side.digest, {digest for _, digest in keys}),
        )
    )
    return {(row_id, digest): facts for row_id, digest, facts in rows}


def _insert(work: Work, side: _Side, snapshots: Sequence[Snapshot[Any]]) -> None:
    rows = [
        {side.id.key: each.id, side.digest.key: each.digest, side.facts.key: each.facts.to_json()}
        for each in snapshots
    ]
    sent = sent_as_table(rows, (side.id, side.digest, side.facts))
    work.session.execute(
        insert(side.model)
        .from_select(["tenant_id", *sent.c.keys()], select(literal(work.tenant_id), *sent.c))
        .on_conflict_do_nothing()
    )
