"""Reading the real-name lists."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from marketplace.groups.models import Group, GroupMembership, Source
from marketplace.seekers import (
    Seeker,
    SeekerStatus,
    access_own,
    among,
    in_territory,
    wants_of,
    within,
)
from runtime.clock import china_date
from tenants.access import Permission
from tenants.consents import Purpose, consented
from tenants.work import Work

PAGE = 50


@dataclass(frozen=True)
class GroupLine:
    """One masked line of a list; a name is opened one by one, with a reason."""

    membership_id: int
    seeker_id: int
    surname_masked: str
    group: Group
    source: Source
    evidence: str
    from_on: date
    until_on: date | None
    officer_account_id: int | None
    place_code: int | None
    wants: tuple[str, ...]


@dataclass(frozen=True)
class GroupPage:
    """A page of a list, with how many people are on the whole of it."""

    total: int
    lines: list[GroupLine]
    next_before: int | None


def list_group(
    work: Work,
    group: Group,
    *,
    place_code: int | None = None,
    officer: int | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> GroupPage:
    """Return a page of a group's list within the officer's territory, newest first.

    The listing is one audited act with the number of names. Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_SEEKERS)
    listed = _listed(work, china_date(work.now)).where(GroupMembership.group == group)
    if place_code is not None:
        listed = listed.where(within(place_code))
    if officer is not None:
        listed = listed.where(GroupMembership.officer_account_id == officer)
    total = work.session.scalar(listed.with_only_columns(func.count())) or 0
    if before is not None:
        listed = listed.where(GroupMembership.id < before)
    rows = work.session.execute(listed.order_by(GroupMembership.id.desc()).limit(limit)).all()
    work.audit("group.listed", "group", None, group=group, names=len(rows))
    return GroupPage(total, _lines(work, rows), rows[-1][0].id if len(rows) == limit else None)


def count_by_group(work: Work, on: date | None = None) -> dict[Group, int]:
    """Return how many people of the actor's territory are in each group. Raises NotAllowed."""
    work.actor.require(Permission.SEE_SEEKERS)
    listed = _listed(work, on or china_date(work.now))
    rows = work.session.execute(
        listed.with_only_columns(
            GroupMembership.group, func.count(GroupMembership.seeker_id.distinct())
        ).group_by(GroupMembership.group)
    )
    return dict.fromkeys(Group, 0) | {row[0]: row[1] for row in rows}


def groups_of(work: Work, seeker_ids: Collection[int], on: date) -> dict[int, tuple[Group, ...]]:
    """Return the groups that hold for each person on a day; who is in none is left out.

    For matching and counting, which see no names; unguarded.
    """
    rows = work.session.execute(
        select(GroupMembership.seeker_id, GroupMembership.group)
        .where(among(GroupMembership.seeker_id, seeker_ids), *_holding(work, on))
        .order_by(GroupMembership.seeker_id, GroupMembership.group)
    )
    found: dict[int, list[Group]] = defaultdict(list)
    for seeker_id, group in rows:
        if group not in found[seeker_id]:
            found[seeker_id].append(group)
    return {seeker_id: tuple(groups) for seeker_id, groups in found.items()}


def members_among(
    work: Work, seeker_ids: Select[int], groups: Collection[Group], on: date
) -> set[int]:
    """Return who of the people that a query finds is in one of `groups` on a day; unguarded."""
    return set(
        work.session.scalars(
            select(GroupMembership.seeker_id).where(
                GroupMembership.seeker_id.in_(seeker_ids),
                GroupMembership.group.in_(groups),
                *_holding(work, on),
            )
        )
    )


def own_memberships(work: Work) -> list[GroupMembership]:
    """Return the actor's own memberships, ended ones too, newest first."""
    return _of_person(work, access_own(work).id)


def memberships_of(work: Work, seeker_id: int) -> list[GroupMembership]:
    """Return a person's memberships for the page of an officer who looks at them.

    Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_SEEKERS)
    return _of_person(work, seeker_id)


def _of_person(work: Work, seeker_id: int) -> list[GroupMembership]:
    return list(
        work.session.scalars(
            select(GroupMembership)
            .where(
                GroupMembership.tenant_id == work.tenant_id,
                GroupMembership.seeker_id == seeker_id,
            )
            .order_by(GroupMembership.id.desc())
        )
    )


def _holding(work: Work, on: date) -> list[ColumnElement[bool]]:
    """Conditions of a membership that holds on a day; a withdrawn consent ends it at once."""
    agreed = GroupMembership.seeker_id.in_(consented(work, Purpose.GROUP_DATA))
    return [
        GroupMembership.tenant_id == work.tenant_id,
        GroupMembership.ended_reason.is_(None),
        GroupMembership.from_on <= on,
        or_(GroupMembership.until_on.is_(None), GroupMembership.until_on >= on),
        or_(GroupMembership.source != Source.APPLICATION, agreed),
    ]


def _listed(work: Work, on: date) -> Select[GroupMembership, Seeker]:
    return (
        select(GroupMembership, Seeker)
        .join(
            Seeker,
            (Seeker.tenant_id == GroupMembership.tenant_id)
            & (Seeker.id == GroupMembership.seeker_id),
        )
        .where(
            Seeker.tenant_id == work.tenant_id,
            Seeker.status != SeekerStatus.CLOSED,
            in_territory(work),
            *_holding(work, on),
        )
    )


def _lines(work: Work, rows: Any) -> list[GroupLine]:
    wants = wants_of(work, [seeker.id for _, seeker in rows])
    return [
        GroupLine(
            membership_id=membership.id,
            seeker_id=seeker.id,
            surname_masked=seeker.surname_masked,
            group=membership.group,
            source=membership.source,
            evidence=membership.evidence,
            from_on=membership.from_on,
            until_on=membership.until_on,
            officer_account_id=membership.officer_account_id,
            place_code=seeker.place_code,
            wants=tuple(title for _, title in wants[seeker.id]),
        )
        for membership, seeker in rows
    ]
