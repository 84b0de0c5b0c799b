"""Looking at people: every look is written down, and the person can read who looked."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.seekers.access import access_seeker
from marketplace.seekers.errors import ReasonMissing
from marketplace.seekers.models import Seeker, SeekerStatus
from marketplace.seekers.queries import among
from marketplace.seekers.sealing import Contact, open_contact
from tenants.access import Permission
from tenants.consents import Purpose, consented
from tenants.work import Work

SHORTEST_REASON, LONGEST_REASON = 4, 200
_NUMBER = re.compile(r"\d{7,}")


@dataclass(frozen=True)
class SeekerView:
    """A person as an officer sees them: the profile, with a masked identity."""

    seeker: Seeker
    contact: Contact


def look_at_seeker(work: Work, seeker_id: int) -> SeekerView:
    """Return a person's profile with masked identity; audited as a look.

    Raises NotAllowed, SeekerNotFound.
    """
    work.actor.require(Permission.SEE_SEEKERS)
    seeker = access_seeker(work, seeker_id)
    work.audit("seeker.looked_at", "seeker", seeker.id, subject_seeker_id=seeker.id)
    return SeekerView(seeker, open_contact(seeker).masked())


def reveal_contact(work: Work, seeker_id: int, reason: str) -> Contact:
    """Return a person's identity in the clear; the person will see who asked, and why.

    Raises NotAllowed, SeekerNotFound, ReasonMissing.
    """
    work.actor.require(Permission.UNMASK_SEEKERS)
    seeker = access_seeker(work, seeker_id)
    why = " ".join(reason.split())
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON or _NUMBER.search(why):
        raise ReasonMissing(field="reason")
    work.audit("seeker.revealed", "seeker", seeker.id, subject_seeker_id=seeker.id, reason=why)
    return open_contact(seeker)


def phones_for_sms(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Return the numbers of active people who agreed to messages: for the sender alone.

    Who is left out gets no message. Raises NotAllowed.
    """
    work.actor.require(Permission.RELAY)
    rows = work.session.scalars(
        select(Seeker).where(
            Seeker.tenant_id == work.tenant_id,
            among(Seeker.id, ids),
            Seeker.status == SeekerStatus.ACTIVE,
            Seeker.phone_enc.is_not(None),
            Seeker.id.in_(consented(work, Purpose.SMS)),
        )
    )
    return {row.id: open_contact(row).phone for row in rows}
