"""Makers of applications in each state."""

from typing import TYPE_CHECKING

from marketplace.applications import Application, accept_invitation, apply, invite

if TYPE_CHECKING:
    from tests.world import TenantWorld


def applied(world: "TenantWorld", seeker_id: int, posting_id: int) -> Application:
    with world.as_seeker(seeker_id) as work:
        return apply(work, posting_id)


def invited(world: "TenantWorld", seeker_id: int, posting_id: int) -> Application:
    """An invitation by the tenant's employer."""
    with world.as_recruiter() as work:
        return invite(work, posting_id, seeker_id)


def accepted(world: "TenantWorld", seeker_id: int, posting_id: int) -> Application:
    application = invited(world, seeker_id, posting_id)
    with world.as_seeker(seeker_id) as work:
        return accept_invitation(work, application.id)
