"""From the number a network names to the person who is registered with it, by keyed hash."""

import unicodedata

from sqlalchemy import select

from marketplace.seekers import Seeker, SeekerStatus
from marketplace.seekers.sealing import phone_hash
from tenants.work import Work

MOBILE_DIGITS = 11


def find_by_phone(work: Work, phone: str) -> int | None:
    """Return the person registered with a number, however it is written (+86 …), or None."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", phone) if c.isdigit())
    found: int | None = work.session.scalar(
        select(Seeker.id).where(
            Seeker.tenant_id == work.tenant_id,
            Seeker.phone_hash == phone_hash(work.tenant_id, digits[-MOBILE_DIGITS:]),
            Seeker.status != SeekerStatus.CLOSED,
        )
    )
    return found
