"""What a run leaves of the people of each chunk, for the next run: only the newest is kept.

It is worked out of other tables, and can be again: its tables are not logged, and empty after a
crash of the database.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.recommendations.chunks import Lease
from marketplace.recommendations.models import StandingList, StandingPostings
from tenants.work import Work


@dataclass(frozen=True)
class StandingPart:
    """What a chunk of an earlier run left: where it is, and digests of what is in it.

    `postings` tells the postings it was made with, `content` the lists themselves.
    """

    cycle_id: int
    block: int
    postings: int
    content: int


@dataclass(frozen=True)
class NewStanding:
    """What a chunk leaves. `made_by` names the code, ranker and encoder that made it."""

    made_by: str
    postings: int
    content: int
    lists: bytes


def store_standing(work: Work, lease: Lease, left: NewStanding) -> None:
    """Keep what a chunk leaves, in the Work that closes it. Safe to repeat."""
    key = {"tenant_id": work.tenant_id, "cycle_id": lease.cycle_id, "block": lease.block}
    told = {
        "first_seeker": lease.first_seeker,
        "last_seeker": lease.last_seeker,
        "made_by": left.made_by,
        "postings": left.postings,
        "content": left.content,
        "lists": left.lists,
    }
    work.session.execute(
        insert(StandingList)
        .values(key | told)
        .on_conflict_do_update(index_elements=list(key), set_=told)
    )


def has_standing_postings(work: Work, cycle_id: int, digest: int) -> bool:
    """Tell whether the postings of this digest are kept with a run."""
    found = select(StandingPostings.digest).where(
        StandingPostings.tenant_id == work.tenant_id,
        StandingPostings.cycle_id == cycle_id,
        StandingPostings.digest == digest,
    )
    return work.session.scalar(found) is not None


def store_standing_postings(work: Work, lease: Lease, digest: int, keys: bytes) -> None:
    """Keep which postings the lists of a run were made with, once for all its chunks."""
    row = {"tenant_id": work.tenant_id, "cycle_id": lease.cycle_id, "digest": digest, "keys": keys}
    work.session.execute(insert(StandingPostings).values(row).on_conflict_do_nothing())


def standing_parts(
    work: Work, cycle_id: int, made_by: str, first: int, last: int
) -> list[StandingPart]:
    """Return what runs before this one left of people from `first` to `last`, in their order."""
    rows = work.session.execute(
        select(
            StandingList.cycle_id, StandingList.block, StandingList.postings, StandingList.content
        )
        .where(
            StandingList.tenant_id == work.tenant_id,
            StandingList.cycle_id == _newest_before(work, cycle_id),
            StandingList.made_by == made_by,
            StandingList.first_seeker <= last,
            StandingList.last_seeker >= first,
        )
        .order_by(StandingList.first_seeker)
    )
    return [StandingPart(*row) for row in rows]


def standing_starts(work: Work, cycle_id: int) -> list[int]:
    """Return the first person of each chunk of the run before, ascending."""
    return list(
        work.session.scalars(
            select(StandingList.first_seeker)
            .where(
                StandingList.tenant_id == work.tenant_id,
                StandingList.cycle_id == _newest_before(work, cycle_id),
            )
            .order_by(StandingList.first_seeker)
        )
    )


def load_standing(work: Work, part: StandingPart) -> bytes | None:
    """Return the lists of a part; None where they are gone."""
    found: bytes | None = work.session.scalar(
        select(StandingList.lists).where(
            StandingList.tenant_id == work.tenant_id,
            StandingList.cycle_id == part.cycle_id,
            StandingList.block == part.block,
            StandingList.content == part.content,
        )
    )
    return found


def load_standing_postings(work: Work, part: StandingPart) -> bytes | None:
    """Return the postings that a part was made with; None where they are gone."""
    found: bytes | None = work.session.scalar(
        select(StandingPostings.keys).where(
            StandingPostings.tenant_id == work.tenant_id,
            StandingPostings.cycle_id == part.cycle_id,
            StandingPostings.digest == part.postings,
        )
    )
    return found


def _newest_before(work: Work, cycle_id: int) -> ScalarSelect[Any]:
    return (
        select(func.max(StandingList.cycle_id))
        .where(StandingList.tenant_id == work.tenant_id, StandingList.cycle_id < cycle_id)
        .scalar_subquery()
    )
