"""The only ways from an id to a person's row."""

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.util import identity_key

from marketplace.seekers.errors import ProfileClosed, SeekerNotFound
from marketplace.seekers.models import Seeker, SeekerStatus
from tenants.access import Permission
from tenants.work import Work


def access_seeker(work: Work, seeker_id: int, *, lock: bool = False) -> Seeker:
    """Return a person the actor may see: themselves, or one within an officer's territory.

    Raises SeekerNotFound, for a stranger's id and a missing one alike.
    """
    seeker = find_seeker(work, seeker_id, lock=lock)
    if seeker is None or not _may_see(work, seeker):
        raise SeekerNotFound
    return seeker


def access_own(work: Work, *, lock: bool = False) -> Seeker:
    """Return the actor's own row, closed or not. Raises NotAllowed, SeekerNotFound."""
    work.actor.require(Permission.OWN_PROFILE)
    seeker = find_seeker(work, work.actor.seeker_id or 0, lock=lock)
    if seeker is None:
        raise SeekerNotFound
    return seeker


def access_own_open(work: Work) -> Seeker:
    """Return the actor's own row, locked, for a change. Raises ProfileClosed too."""
    seeker = access_own(work, lock=True)
    if seeker.status is SeekerStatus.CLOSED:
        raise ProfileClosed
    return seeker


def find_seeker(work: Work, seeker_id: int, *, lock: bool = False) -> Seeker | None:
    """Return the row with its wants, unguarded: callers decide who may see it.

    The lock lets others add rows that point to the person: an employer's invitation does
    not wait for, or deadlock with, the person's own click. Without it a row that this Work
    holds already is not read again.
    """
    known = None if lock else _held(work, seeker_id)
    if known is not None:
        return known
    query = _with_wants(
        select(Seeker).where(Seeker.tenant_id == work.tenant_id, Seeker.id == seeker_id)
    )
    if lock:
        query = query.with_for_update(of=Seeker, key_share=True)
        query = query.execution_options(populate_existing=True)
    return work.session.scalar(query)


def _held(work: Work, seeker_id: int) -> Seeker | None:
    key = identity_key(Seeker, (work.tenant_id, seeker_id))
    found: Seeker | None = work.session.identity_map.get(key)
    return found if found is not None and not inspect(found).unloaded & {"wants", "id"} else None


def _with_wants(query: Select[Seeker]) -> Select[Seeker]:
    return query.options(selectinload(Seeker.wants))


def _may_see(work: Work, seeker: Seeker) -> bool:
    if work.actor.may(Permission.OWN_PROFILE) and work.actor.seeker_id == seeker.id:
        return True
    return work.actor.may(Permission.SEE_SEEKERS) and work.actor.covers(seeker.place_code)
