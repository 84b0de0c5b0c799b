"""Which officer looks after whom: by territory, then by load (P6)."""

from sqlalchemy import func, select

from marketplace.groups.errors import OfficerUnfit
from marketplace.groups.models import GroupMembership
from tenants.access import Actor, Role
from tenants.accounts import Membership
from tenants.work import Work


def officers_for(work: Work, place_code: int | None) -> list[int]:
    """Return accounts of the case officers of a place: those of the smallest territory only."""
    rows = work.session.execute(
        select(Membership.account_id, Membership.territory_code).where(
            Membership.tenant_id == work.tenant_id, Membership.role == Role.CASE_OFFICER
        )
    )
    covering = [
        (account_id, code or 0)
        for account_id, code in rows
        if code is None or Actor(work.tenant_id, territories=(code,)).covers(place_code)
    ]
    nearest = max((_depth(code) for _, code in covering), default=0)
    return sorted({account_id for account_id, code in covering if _depth(code) == nearest})


def least_loaded_officer(work: Work, place_code: int | None) -> int | None:
    """Return the officer of a place with the fewest people; None when there is none."""
    officers = officers_for(work, place_code)
    loads = dict.fromkeys(officers, 0) | {
        account_id: load for account_id, load in caseloads(work).items() if account_id in officers
    }
    return min(officers, key=lambda account_id: (loads[account_id], account_id), default=None)


def caseloads(work: Work) -> dict[int, int]:
    """Return how many people each officer looks after."""
    rows = work.session.execute(
        select(
            GroupMembership.officer_account_id,
            func.count(GroupMembership.seeker_id.distinct()),
        )
        .where(
            GroupMembership.tenant_id == work.tenant_id,
            GroupMembership.officer_account_id.is_not(None),
            GroupMembership.ended_reason.is_(None),
        )
        .group_by(GroupMembership.officer_account_id)
    )
    return {account_id: count for account_id, count in rows if account_id is not None}


def check_officer(work: Work, account_id: int, place_code: int | None) -> None:
    """Raise OfficerUnfit unless the account is a case officer whose territory holds the place."""
    territories = work.session.scalars(
        select(Membership.territory_code).where(
            Membership.tenant_id == work.tenant_id,
            Membership.role == Role.CASE_OFFICER,
            Membership.account_id == account_id,
        )
    ).all()
    if not any(
        code is None or Actor(work.tenant_id, territories=(code,)).covers(place_code)
        for code in territories
    ):
        raise OfficerUnfit(field="officer")


def _depth(code: int) -> int:
    """Levels below the country: the longer a code without its zeros, the smaller the place."""
    return len(str(code).rstrip("0"))
