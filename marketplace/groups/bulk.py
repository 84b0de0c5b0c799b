"""Taking over whole lists at once, from a register or a generator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.groups.caseload import officers_for
from marketplace.groups.models import Group, GroupMembership, Source
from marketplace.groups.service import check_dates, checked_evidence
from marketplace.seekers import Seeker, among
from tenants.access import Permission
from tenants.work import Work


@dataclass(frozen=True)
class GroupRow:
    """One membership of a list; `source` is the lawful ground of the list."""

    seeker_id: int
    group: Group
    source: Source
    evidence: str
    from_on: date
    until_on: date | None = None


def add_memberships(work: Work, rows: Sequence[GroupRow]) -> int:
    """Enter people in groups with officers by territory; returns how many are new.

    A person who is in a group already stays as they are, so the same list twice adds
    nobody. Raises NotAllowed, EvidenceMissing, DatesReversed.
    """
    work.actor.require(Permission.IMPORT_DATA)
    officers = _officers(work, [row.seeker_id for row in rows])
    values = [_values(work, row, officers.get(row.seeker_id)) for row in rows]
    if not values:
        return 0
    table = cast("Table", GroupMembership.__table__)
    added = work.session.execute(
        insert(table).on_conflict_do_nothing().returning(table.c.id), values
    ).all()
    work.audit("groups.imported", "group_membership", None, rows=len(values), added=len(added))
    return len(added)


def _values(work: Work, row: GroupRow, officer: int | None) -> dict[str, object]:
    check_dates(row.from_on, row.until_on)
    return {
        "tenant_id": work.tenant_id,
        "seeker_id": row.seeker_id,
        "group": row.group,
        "source": row.source,
        "evidence": checked_evidence(row.evidence),
        "from_on": row.from_on,
        "until_on": row.until_on,
        "officer_account_id": officer,
        "created_at": work.now,
        "created_by": work.actor.id,
    }


def _officers(work: Work, seeker_ids: Sequence[int]) -> dict[int, int]:
    """Spread people evenly over the officers of their place."""
    places = work.session.execute(
        select(Seeker.id, Seeker.place_code).where(
            Seeker.tenant_id == work.tenant_id, among(Seeker.id, seeker_ids)
        )
    )
    by_place: dict[int | None, list[int]] = {}
    chosen = {}
    for turn, (seeker_id, place_code) in enumerate(places):
        if place_code not in by_place:
            by_place[place_code] = officers_for(work, place_code)
        if by_place[place_code]:
            chosen[seeker_id] = by_place[place_code][turn % len(by_place[place_code])]
    return chosen
