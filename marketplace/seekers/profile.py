"""Changing one's profile, one thing a page."""

from typing import Any

from sqlalchemy import select

from marketplace.seekers.access import access_own_open
from marketplace.seekers.errors import PhoneTaken, StaleProfile
from marketplace.seekers.events import SeekerChanged, SeekerReady
from marketplace.seekers.models import Seeker, SeekerStatus, SeekerWant
from marketplace.seekers.parts import section_columns, stored_section
from marketplace.seekers.rules import checked, is_ready
from marketplace.seekers.sealing import contact_columns, phone_hash
from marketplace.seekers.sections import Change, ContactDetails, Wants
from marketplace.seekers.wording import masked_contact, wording
from tenants.work import Work


def change_profile(work: Work, change: Change, *, version: int) -> Seeker:
    """Save one part of the actor's own profile. Safe to repeat: the same text twice is one change.

    `version` is the profile's version when the page was opened; only a change of the same
    part meanwhile is in the way. Raises NotAllowed, SeekerNotFound, ProfileClosed, an
    Invalid that names the field, StaleProfile with both texts.
    """
    seeker = access_own_open(work)
    stored = stored_section(seeker, change.section)
    new = checked(_unmasked(change, stored))
    known = change.section in seeker.section_versions
    if new == stored and known:
        return seeker
    if new != stored and int(seeker.section_versions.get(change.section, 1)) > version:
        raise StaleProfile(
            section=change.section,
            yours=wording(new),
            stored=wording(stored),
            version=seeker.version,
        )
    _save(work, seeker, new)
    return seeker


def _save(work: Work, seeker: Seeker, change: Change) -> None:
    was_ready = is_ready(seeker)
    columns = section_columns(change)
    if isinstance(change, Wants):
        _save_wants(work, seeker, change)
    elif isinstance(change, ContactDetails):
        columns = _contact_columns(work, seeker, change)
    for name, value in columns.items():
        setattr(seeker, name, value)
    seeker.section_versions = seeker.section_versions | {change.section: seeker.version + 1}
    seeker.changed_at = work.now
    work.session.flush()
    work.audit("profile.changed", "seeker", seeker.id, section=change.section)
    work.emit(SeekerChanged(seeker.id))
    if is_ready(seeker) and not was_ready and seeker.status is SeekerStatus.ACTIVE:
        work.emit(SeekerReady(seeker.id))


def _save_wants(work: Work, seeker: Seeker, change: Wants) -> None:
    seeker.wants = []
    work.session.flush()
    seeker.wants = [
        SeekerWant(
            tenant_id=work.tenant_id,
            rank=rank,
            occupation_code=want.occupation_code,
            title_text=want.title,
        )
        for rank, want in enumerate(change.wants, 1)
    ]


def _contact_columns(work: Work, seeker: Seeker, change: ContactDetails) -> dict[str, Any]:
    digest = phone_hash(work.tenant_id, change.phone)
    if digest != seeker.phone_hash:
        work.lock("seekers.identity")
        check_phone_free(work, digest)
    return contact_columns(work.tenant_id, seeker.id, change.name, change.phone, change.address)


def check_phone_free(work: Work, digest: str) -> None:
    """Raise PhoneTaken when somebody registered and not closed has the number."""
    holder = select(Seeker.id).where(
        Seeker.tenant_id == work.tenant_id,
        Seeker.phone_hash == digest,
        Seeker.status != SeekerStatus.CLOSED,
    )
    if work.session.scalar(holder) is not None:
        raise PhoneTaken(field="phone")


def _unmasked(change: Change, stored: Change) -> Change:
    if not (isinstance(change, ContactDetails) and isinstance(stored, ContactDetails)):
        return change
    masked = masked_contact(stored)
    return ContactDetails(
        name=stored.name if change.name.strip() == masked.name else change.name,
        phone=stored.phone if change.phone.strip() == masked.phone else change.phone,
        address=stored.address if change.address.strip() == masked.address else change.address,
    )
