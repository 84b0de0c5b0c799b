"""Makers of memberships in priority groups, and of officers with a territory."""

import secrets
from datetime import date
from typing import TYPE_CHECKING

from marketplace.groups import Group, GroupMembership, Source, add_to_group
from tenants.access import Actor, Role
from tenants.accounts import add_membership, create_demo_accounts

if TYPE_CHECKING:
    from tests.world import TenantWorld


def officer_of(world: "TenantWorld", territory: int | None) -> Actor:
    """A case officer of a territory (the whole tenant when None)."""
    account = create_demo_accounts([f"officer-{secrets.token_hex(4)}"], "Xiangjiang-2026")[0]
    with world.as_system() as work:
        add_membership(work, account.id, Role.CASE_OFFICER, territory=territory)
    here = () if territory is None else (territory,)
    return Actor(world.code, account.id, frozenset({Role.CASE_OFFICER}), territories=here)


def in_group(
    world: "TenantWorld",
    seeker_id: int,
    group: Group = Group.EMPLOYMENT_DIFFICULTY,
    *,
    source: Source = Source.CERTIFICATION,
    from_on: date | None = None,
    until_on: date | None = None,
) -> GroupMembership:
    """A membership entered by the tenant's officer."""
    with world.as_officer() as work:
        return add_to_group(
            work,
            seeker_id,
            group,
            source=source,
            evidence="社区认定，连续失业一年以上",
            from_on=from_on,
            until_on=until_on,
        )
