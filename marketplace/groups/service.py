"""Verbs on memberships in priority groups."""

import re
from datetime import date

from sqlalchemy import select

from marketplace.groups.caseload import check_officer, least_loaded_officer
from marketplace.groups.errors import (
    DatesReversed,
    EvidenceMissing,
    GroupConsentMissing,
    MembershipNotFound,
)
from marketplace.groups.models import EndedReason, Group, GroupMembership, Source
from marketplace.seekers import Seeker, SeekerNotFound, access_seeker
from runtime.clock import china_date
from tenants.access import Permission
from tenants.consents import Purpose, has_consent
from tenants.work import Work

SHORTEST_EVIDENCE, LONGEST_EVIDENCE = 2, 200
_DOCUMENT_NUMBER = re.compile(r"\d{7,}")


def access_membership(work: Work, membership_id: int) -> tuple[GroupMembership, Seeker]:
    """Return a membership, locked, and its person, both within the officer's territory.

    Raises MembershipNotFound, for a stranger's id and a missing one alike.
    """
    membership = work.session.scalar(
        select(GroupMembership)
        .where(GroupMembership.tenant_id == work.tenant_id, GroupMembership.id == membership_id)
        .with_for_update()
    )
    if membership is None:
        raise MembershipNotFound
    try:
        return membership, access_seeker(work, membership.seeker_id)
    except SeekerNotFound:
        raise MembershipNotFound from None


def add_to_group(
    work: Work,
    seeker_id: int,
    group: Group,
    *,
    source: Source,
    evidence: str,
    from_on: date | None = None,
    until_on: date | None = None,
) -> GroupMembership:
    """Enter a person in a group, with the officer of their territory (P3, P6). Safe to repeat.

    A membership that still runs is returned as it is; one past its last day is ended
    first. Raises NotAllowed, SeekerNotFound, EvidenceMissing, DatesReversed,
    GroupConsentMissing.
    """
    work.actor.require(Permission.MANAGE_GROUPS)
    seeker = access_seeker(work, seeker_id, lock=True)
    proof, first = checked_evidence(evidence), from_on or china_date(work.now)
    check_dates(first, until_on)
    if source is Source.APPLICATION and not has_consent(work, seeker_id, Purpose.GROUP_DATA):
        raise GroupConsentMissing
    standing = _standing(work, seeker_id, group)
    if standing is not None and not _is_over(standing, china_date(work.now)):
        return standing
    if standing is not None:
        _end(work, standing, EndedReason.NO_LONGER_QUALIFIES)
    membership = GroupMembership(
        seeker_id=seeker_id,
        group=group,
        source=source,
        evidence=proof,
        from_on=first,
        until_on=until_on,
        officer_account_id=least_loaded_officer(work, seeker.place_code),
        created_at=work.now,
        created_by=work.actor.id,
    )
    work.session.add(membership)
    work.session.flush()
    _record(work, "group.joined", membership, source=source)
    return membership


def end_membership(work: Work, membership_id: int, reason: EndedReason) -> GroupMembership:
    """End a membership; the row stays for the ledger. Safe to repeat.

    Raises NotAllowed, MembershipNotFound.
    """
    work.actor.require(Permission.MANAGE_GROUPS)
    membership, _ = access_membership(work, membership_id)
    if membership.ended_reason is None:
        _end(work, membership, reason)
    return membership


def assign_officer(
    work: Work, membership_id: int, account_id: int | None = None
) -> GroupMembership:
    """Give a membership its named officer; without one named, the least loaded by territory.

    Raises NotAllowed, MembershipNotFound, OfficerUnfit.
    """
    work.actor.require(Permission.MANAGE_GROUPS)
    membership, seeker = access_membership(work, membership_id)
    if account_id is None:
        chosen = least_loaded_officer(work, seeker.place_code)
    else:
        check_officer(work, account_id, seeker.place_code)
        chosen = account_id
    if membership.officer_account_id != chosen:
        membership.officer_account_id = chosen
        _record(work, "group.officer_assigned", membership, officer=chosen)
    return membership


def checked_evidence(text: str) -> str:
    """Return the proof on one line. Raises EvidenceMissing, also for a document's number in it."""
    proof = " ".join(text.split())
    fits = SHORTEST_EVIDENCE <= len(proof) <= LONGEST_EVIDENCE
    if not fits or _DOCUMENT_NUMBER.search(proof):
        raise EvidenceMissing(field="evidence")
    return proof


def check_dates(from_on: date, until_on: date | None) -> None:
    """Raise DatesReversed when the last day lies before the first."""
    if until_on is not None and until_on < from_on:
        raise DatesReversed(field="until_on")


def _standing(work: Work, seeker_id: int, group: Group) -> GroupMembership | None:
    return work.session.scalar(
        select(GroupMembership).where(
            GroupMembership.tenant_id == work.tenant_id,
            GroupMembership.seeker_id == seeker_id,
            GroupMembership.group == group,
            GroupMembership.ended_reason.is_(None),
        )
    )


def _is_over(membership: GroupMembership, today: date) -> bool:
    return membership.until_on is not None and membership.until_on < today


def _end(work: Work, membership: GroupMembership, reason: EndedReason) -> None:
    membership.ended_reason = reason
    membership.ended_at, membership.ended_by = work.now, work.actor.id
    work.session.flush()
    _record(work, "group.left", membership, reason=reason)


def _record(work: Work, action: str, membership: GroupMembership, **details: object) -> None:
    work.audit(
        action,
        "group_membership",
        membership.id,
        subject_seeker_id=membership.seeker_id,
        group=membership.group,
        **details,
    )
