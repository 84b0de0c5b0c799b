"""Telling people of new postings: read what is due, look outside any Work, record in another.

A digest, what it told, and the message are one transaction: a worker that dies before it has
told nothing, one that dies after it is not asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.applications import declined_of
from marketplace.delivery import Draft, Topic, audience, posting_params, queue_for_people
from marketplace.postings import PublishedPosting, load_published
from marketplace.saved_searches.errors import DigestNotFound
from marketplace.saved_searches.models import Digest, Frequency, SavedSearch, ToldPosting
from marketplace.saved_searches.rules import looks_from, next_due
from marketplace.saved_searches.service import stop_token
from marketplace.seekers import Seeker, SeekerStatus
from runtime.clock import china_date
from runtime.messages import N_
from tenants.access import Permission
from tenants.work import Work

STOP = N_("退订请打开 %(link)s ，")


@dataclass(frozen=True)
class DueSearch:
    """A search whose digest is due: what it asks for, and from when on postings are new to it.

    `lat`, `lon` are the person's home in degrees (WGS 84), None where it is not known.
    """

    id: int
    seeker_id: int
    asked: dict[str, Any]
    looks_from: datetime
    lat: float | None
    lon: float | None


def list_due(work: Work) -> list[DueSearch]:
    """Return the searches due today or before, by person. Raises NotAllowed."""
    work.actor.require(Permission.RELAY)
    rows = work.session.execute(_due(work).order_by(SavedSearch.seeker_id, SavedSearch.id))
    return [
        DueSearch(
            id=saved.id,
            seeker_id=saved.seeker_id,
            asked=saved.asked,
            looks_from=looks_from(saved.since_at, saved.covered_until),
            lat=person.lat,
            lon=person.lon,
        )
        for saved, person in rows
    ]


def record_digest(
    work: Work,
    seeker_id: int,
    found: Mapping[int, Sequence[int]],
    looked_at: datetime,
    link: str = "",
) -> int:
    """Tell a person of the postings found by their searches; returns of how many.

    `found` holds posting ids by the id of each search that was looked through at `looked_at`.
    What was told before, is closed by now, or comes of a search that was changed meanwhile is
    left out. `link` begins the address by which the person stops all digests. Safe to repeat.
    Raises NotAllowed.
    """
    work.actor.require(Permission.RELAY)
    saved = list(
        work.session.scalars(
            select(SavedSearch)
            .where(SavedSearch.seeker_id == seeker_id, SavedSearch.id.in_(found), *_still(work))
            .order_by(SavedSearch.id)
            .with_for_update()
        )
    )
    if not saved or _put_off(work, seeker_id, saved):
        return 0
    for each in saved:
        each.covered_until = looked_at
        each.due_on = next_due(china_date(work.now), each.frequency)
    ids = dict.fromkeys(posting for each in saved for posting in found[each.id])
    fresh = _untold(work, seeker_id, load_published(work, ids))
    if fresh:
        _tell(work, seeker_id, fresh, link)
    return len(fresh)


def _put_off(work: Work, seeker_id: int, saved: Sequence[SavedSearch]) -> bool:
    """Let searches wait until tomorrow where the person was told something today already."""
    today = china_date(work.now)
    told = work.session.scalar(
        select(Digest.id).where(
            Digest.tenant_id == work.tenant_id,
            Digest.seeker_id == seeker_id,
            Digest.made_on == today,
        )
    )
    if told is None:
        return False
    for each in saved:
        each.due_on = next_due(today, Frequency.DAILY)
    return True


def load_digest(work: Work, digest_id: int) -> tuple[Digest, list[PublishedPosting]]:
    """Return one of the actor's own digests with its postings that are still public.

    Raises NotAllowed, DigestNotFound.
    """
    work.actor.require(Permission.OWN_PROFILE)
    digest: Digest | None = work.session.scalar(
        select(Digest).where(
            Digest.tenant_id == work.tenant_id,
            Digest.id == digest_id,
            Digest.seeker_id == (work.actor.seeker_id or 0),
        )
    )
    if digest is None:
        raise DigestNotFound
    told = select(ToldPosting.posting_id).where(
        ToldPosting.tenant_id == work.tenant_id, ToldPosting.digest_id == digest_id
    )
    return digest, load_published(work, work.session.scalars(told.order_by(ToldPosting.rank)))


def _due(work: Work) -> Select[SavedSearch, Seeker]:
    return (
        select(SavedSearch, Seeker)
        .join(
            Seeker,
            (Seeker.tenant_id == SavedSearch.tenant_id) & (Seeker.id == SavedSearch.seeker_id),
        )
        .where(*_still(work), Seeker.status != SeekerStatus.CLOSED)
    )


def _still(work: Work) -> tuple[Any, ...]:
    return (
        SavedSearch.tenant_id == work.tenant_id,
        SavedSearch.frequency != Frequency.OFF,
        SavedSearch.due_on <= china_date(work.now),
    )


def _untold(
    work: Work, seeker_id: int, postings: Sequence[PublishedPosting]
) -> list[PublishedPosting]:
    """Leave out what the person was told of before, or does not want; the newest first."""
    known = set(
        work.session.scalars(
            select(ToldPosting.posting_id).where(
                ToldPosting.tenant_id == work.tenant_id,
                ToldPosting.seeker_id == seeker_id,
                ToldPosting.posting_id.in_([posting.posting_id for posting in postings]),
            )
        )
    )
    known |= set(declined_of(work, [seeker_id]).get(seeker_id, ()))
    fresh = [posting for posting in postings if posting.posting_id not in known]
    return sorted(fresh, key=lambda posting: posting.published_at, reverse=True)


def _tell(work: Work, seeker_id: int, fresh: Sequence[PublishedPosting], link: str) -> None:
    digest_id = _digest_of_today(work, seeker_id)
    rows = [
        {
            "tenant_id": work.tenant_id,
            "seeker_id": seeker_id,
            "posting_id": posting.posting_id,
            "digest_id": digest_id,
            "rank": rank,
        }
        for rank, posting in enumerate(fresh)
    ]
    work.session.execute(insert(ToldPosting).on_conflict_do_nothing(), rows)
    own = {"link": f"{link}{stop_token(work.tenant_id, seeker_id)}"}
    draft = Draft(
        topic=Topic.SAVED_SEARCH,
        text="digest",
        key=f"digest:{digest_id}",
        params={
            "count": len(fresh),
            "digest_id": digest_id,
            "stop": STOP % own if link else "",
            **posting_params(work, fresh[0]),
        },
        seeker_id=seeker_id,
        posting_id=fresh[0].posting_id,
    )
    queue_for_people(work, [draft], audience(work, {seeker_id}))


def _digest_of_today(work: Work, seeker_id: int) -> int:
    digest = Digest(seeker_id=seeker_id, made_on=china_date(work.now), made_at=work.now)
    work.session.add(digest)
    work.session.flush()
    return digest.id
