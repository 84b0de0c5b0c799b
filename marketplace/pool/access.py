"""The only way into the pool, and whom a search must pass over."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.employers import Employer, EmployerNotFound, known_as
from marketplace.groups import Group, members_among
from marketplace.pool.errors import EmployerNotVerified, PoolSuspended
from marketplace.pool.models import PoolAlarm
from marketplace.seekers import among, ids_hiding_from
from runtime.clock import china_date
from runtime.errors import NotAllowed
from tenants.access import Permission
from tenants.consents import Consent, Purpose, consented
from tenants.work import Work

SUBSIDISED = frozenset(Group) - {Group.RETURNING_MIGRANT}
"""Groups whose hiring policy pays for."""
_KNOWN = "pool.employer"  # asked by several verbs of one Work


@dataclass(frozen=True)
class Reach:
    """Whom an employer's search may find: never `hidden`; `subsidised` let that be known."""

    hidden: frozenset[int]
    subsidised: frozenset[int]


def pool_employer(work: Work) -> Employer:
    """Return the recruiter's employer, who may look into the pool now.

    Raises NotAllowed, EmployerNotFound, EmployerNotVerified, PoolSuspended.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    if _KNOWN not in work.session.info:
        work.session.info[_KNOWN] = _admitted(work)
    employer: Employer = work.session.info[_KNOWN]
    return employer


def go_on_as(work: Work, employer: Employer) -> None:
    """Let a second Work of one request go on as what `pool_employer` found in the first.

    Raises NotAllowed for an employer that is not the actor's own.
    """
    if (employer.tenant_id, employer.id) != (work.tenant_id, work.actor.employer_id):
        raise NotAllowed
    work.session.info[_KNOWN] = employer


def _admitted(work: Work) -> Employer:
    until = (
        select(func.max(PoolAlarm.suspended_until))
        .where(PoolAlarm.tenant_id == Employer.tenant_id, PoolAlarm.employer_id == Employer.id)
        .scalar_subquery()
    )
    found = work.session.execute(
        select(Employer, until).where(
            Employer.tenant_id == work.tenant_id, Employer.id == (work.actor.employer_id or 0)
        )
    ).one_or_none()
    if found is None:
        raise EmployerNotFound
    employer, suspended_until = found
    if employer.verified_at is None:
        raise EmployerNotVerified
    if suspended_until is not None and suspended_until > work.now:
        raise PoolSuspended(until=china_date(suspended_until).isoformat())
    return employer


def reach_of(work: Work, *, subsidised: bool = False) -> Reach:
    """Return whom the employer's searches must not find, and the `subsidised` if asked for.

    Hiding takes people out of the search itself, not only off its pages: what is counted by
    the index would else count them. Raises as `pool_employer`.
    """
    employer = pool_employer(work)
    hidden = ids_hiding_from(work, known_as(employer))
    helped = subsidised_ids(work) if subsidised else set()
    return Reach(frozenset(hidden), frozenset(helped))


def subsidised_ids(work: Work, among_ids: Collection[int] | None = None) -> set[int]:
    """Return who lets employers know that hiring them is paid for, and for whom it is."""
    agreed = consented(work, Purpose.SHARE_GROUP)
    if among_ids is not None:
        agreed = agreed.where(among(Consent.seeker_id, among_ids))
    return members_among(work, agreed, SUBSIDISED, china_date(work.now))
