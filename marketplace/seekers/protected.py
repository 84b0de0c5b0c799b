"""What the law protects and matching never sees, for audits of fairness alone."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.seekers.identity import CITIZENS
from marketplace.seekers.models import Seeker
from marketplace.seekers.queries import among
from marketplace.seekers.sealing import open_contact
from runtime.errors import NotAllowed
from tenants.access import Role
from tenants.work import Work


@dataclass(frozen=True)
class Protected:
    """What a resident's number tells: sex, and the prefecture of the first registration."""

    woman: bool
    registered_in: int


def protected_of(work: Work, ids: Collection[int]) -> dict[int, Protected]:
    """Return what the numbers of some people tell; who has no resident's number is left out.

    For sums over many people: callers write the audit down, show nobody alone, and keep
    nothing. Raises NotAllowed for anybody but the system.
    """
    if Role.SYSTEM not in work.actor.roles:
        raise NotAllowed
    rows = work.session.scalars(
        select(Seeker).where(
            Seeker.tenant_id == work.tenant_id,
            among(Seeker.id, ids),
            Seeker.id_number_enc.is_not(None),
            Seeker.document_type.in_(CITIZENS),
        )
    )
    return {row.id: _told_by(open_contact(row).id_number) for row in rows}


def _told_by(number: str) -> Protected:
    """GB 11643: the sixth digit ends the division, the seventeenth is even for women."""
    return Protected(woman=int(number[16]) % 2 == 0, registered_in=int(number[:4]) * 100)
