"""Verbs of a person on the searches they keep."""

import hmac
from typing import Any

from sqlalchemy import func, select, update

from marketplace.saved_searches.errors import SavedSearchNotFound, StopLinkUnknown, TooManySaved
from marketplace.saved_searches.models import Frequency, SavedSearch
from marketplace.saved_searches.rules import MOST_SAVED, next_due
from marketplace.seekers import access_own_open
from runtime.clock import china_date
from tenants.access import Permission
from tenants.secrecy import keyed_hash
from tenants.work import Work

TAG_LENGTH = 16
PARTS = 3


def save_search(
    work: Work, query: str, asked: dict[str, Any], *, name: str, frequency: Frequency
) -> SavedSearch:
    """Keep a search; new postings are those public from now on. Safe to repeat.

    Raises NotAllowed, SeekerNotFound, ProfileClosed, TooManySaved.
    """
    person = access_own_open(work)  # locked: two clicks are one search
    known: SavedSearch | None = work.session.scalar(_own(work).where(SavedSearch.query == query))
    if known is not None:
        return change_frequency(work, known.id, frequency)
    count = work.session.scalar(select(func.count()).select_from(_own(work).subquery())) or 0
    if count >= MOST_SAVED:
        raise TooManySaved(most=MOST_SAVED)
    saved = SavedSearch(
        seeker_id=person.id,
        name=name,
        query=query,
        asked=asked,
        frequency=frequency,
        created_at=work.now,
        since_at=work.now,
        covered_until=work.now,
        due_on=next_due(china_date(work.now), frequency),
    )
    work.session.add(saved)
    work.session.flush()
    return saved


def change_frequency(work: Work, search_id: int, frequency: Frequency) -> SavedSearch:
    """Choose how often to hear of a search. Safe to repeat.

    What became public while it was off stays untold. Raises NotAllowed, SavedSearchNotFound.
    """
    saved = access_search(work, search_id)
    if saved.frequency is frequency:
        return saved
    if saved.frequency is Frequency.OFF:
        saved.since_at = saved.covered_until = work.now
    saved.frequency = frequency
    saved.due_on = next_due(china_date(work.now), frequency)
    return saved


def delete_search(work: Work, search_id: int) -> None:
    """Forget a search. Raises NotAllowed, SavedSearchNotFound."""
    work.session.delete(access_search(work, search_id))


def access_search(work: Work, search_id: int) -> SavedSearch:
    """Return one of the actor's own searches, locked. Raises NotAllowed, SavedSearchNotFound."""
    found: SavedSearch | None = work.session.scalar(
        _own(work).where(SavedSearch.id == search_id).with_for_update()
    )
    if found is None:
        raise SavedSearchNotFound
    return found


def list_own_searches(work: Work) -> list[SavedSearch]:
    """Return the actor's own searches, the newest first. Raises NotAllowed."""
    return list(work.session.scalars(_own(work).order_by(SavedSearch.id.desc())))


def stop_token(tenant_id: int, seeker_id: int) -> str:
    """Return the part of a link by which a person stops all digests without signing in."""
    return f"{tenant_id}-{seeker_id}-{_tag(tenant_id, seeker_id)}"


def read_stop_token(token: str) -> tuple[int, int]:
    """Return the tenant and the person of a link. Raises StopLinkUnknown."""
    *numbers, tag = token.split("-")
    if len(numbers) + 1 != PARTS or not all(n.isascii() and n.isdigit() for n in numbers):
        raise StopLinkUnknown
    tenant_id, seeker_id = map(int, numbers)
    if not hmac.compare_digest(tag.encode(), _tag(tenant_id, seeker_id).encode()):
        raise StopLinkUnknown
    return tenant_id, seeker_id


def stop_all(work: Work, token: str) -> None:
    """Turn all digests of a person off; the link is the leave to do so. Safe to repeat.

    The searches stay and can be turned on again. Raises StopLinkUnknown.
    """
    tenant_id, seeker_id = read_stop_token(token)
    if tenant_id != work.tenant_id:
        raise StopLinkUnknown
    work.session.execute(
        update(SavedSearch)
        .where(SavedSearch.tenant_id == work.tenant_id, SavedSearch.seeker_id == seeker_id)
        .values(frequency=Frequency.OFF)
        .execution_options(synchronize_session=False)
    )
    work.audit("saved_search.stopped", "seeker", seeker_id, subject_seeker_id=seeker_id)


def _own(work: Work) -> Any:
    work.actor.require(Permission.OWN_PROFILE)
    return select(SavedSearch).where(
        SavedSearch.tenant_id == work.tenant_id,
        SavedSearch.seeker_id == (work.actor.seeker_id or 0),
    )


def _tag(tenant_id: int, seeker_id: int) -> str:
    return keyed_hash(tenant_id, "saved_search.stop", str(seeker_id))[:TAG_LENGTH]
