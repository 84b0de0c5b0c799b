"""A person's own verbs: register, agree, pause, close."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from marketplace.seekers.access import access_own, access_own_open
from marketplace.seekers.agreements import CONSENT_TEXTS
from marketplace.seekers.errors import ConsentNotFound, IdNumberTaken
from marketplace.seekers.events import SeekerChanged, SeekerReady
from marketplace.seekers.identity import Identity, checked_identity
from marketplace.seekers.models import Seeker, SeekerStatus
from marketplace.seekers.profile import check_phone_free
from marketplace.seekers.rules import is_ready
from marketplace.seekers.sealing import (
    contact_columns,
    document_columns,
    id_hash,
    name_hash,
    phone_hash,
)
from runtime.clock import china_date
from runtime.errors import NotAllowed
from tenants.access import Role
from tenants.accounts import add_membership
from tenants.consents import (
    Purpose,
    give_consent,
    has_consent,
    list_consents,
    withdraw_consent,
)
from tenants.work import Work

IDENTITY_LOCK = "seekers.identity"
OFFERED = tuple(purpose for purpose in Purpose if purpose is not Purpose.IDENTITY_TO_EMPLOYER)


def register_seeker(work: Work, identity: Identity, agreed: Collection[Purpose] = ()) -> Seeker:
    """Register the signed-in account as one who looks for work (P1). Safe to repeat.

    `agreed`: the purposes the person ticked beside the texts of `CONSENT_TEXTS`; none is
    needed. A row that staff took over from a register is joined when document, name and
    phone are the same. Raises NotAllowed without an account, and what `checked_identity`
    raises, IdNumberTaken.
    """
    account_id = work.actor.account_id
    if account_id is None:
        raise NotAllowed
    work.lock(IDENTITY_LOCK)
    own = _open_row(work, Seeker.account_id == account_id)
    if own is not None:
        return own
    known = checked_identity(identity, china_date(work.now))
    seeker = _join_row(work, known, account_id) or _new_row(work, known, account_id)
    if seeker.personalised != (Purpose.PERSONALISATION in agreed):
        seeker.personalised = not seeker.personalised
    add_membership(work, account_id, Role.SEEKER, subject_id=seeker.id)
    for purpose in OFFERED:
        if purpose in agreed:
            give_consent(work, seeker.id, purpose, CONSENT_TEXTS[purpose])
    work.audit("seeker.registered", "seeker", seeker.id)
    work.emit(SeekerChanged(seeker.id))
    return seeker


def pause(work: Work) -> Seeker:
    """Stop recommendations and hide the card; everything is kept. Safe to repeat."""
    return _set_status(work, SeekerStatus.PAUSED)


def resume(work: Work) -> Seeker:
    """Be served again after a pause. Safe to repeat. Raises ProfileClosed."""
    seeker = _set_status(work, SeekerStatus.ACTIVE)
    if is_ready(seeker):
        work.emit(SeekerReady(seeker.id))
    return seeker


def close(work: Work) -> Seeker:
    """End the registration: consents end, nothing is shown or sent any more. Safe to repeat.

    The sealed row stays for as long as service records must be kept (N2).
    """
    seeker = access_own(work, lock=True)
    if seeker.status is SeekerStatus.CLOSED:
        return seeker
    for consent in list_consents(work, seeker.id):
        if consent.withdrawn_at is None:
            withdraw_consent(work, seeker.id, consent.purpose, consent.employer_id)
    return _set_status(work, SeekerStatus.CLOSED)


def agree(work: Work, purpose: Purpose) -> Seeker:
    """Record the person's consent to one offered purpose. Safe to repeat.

    Raises NotAllowed, also for a purpose that names an employer: that one is given by
    accepting an invitation.
    """
    seeker = _for_consent(work, purpose)
    if has_consent(work, seeker.id, purpose):
        return seeker
    give_consent(work, seeker.id, purpose, CONSENT_TEXTS[purpose])
    return _after_consent(work, seeker, purpose, given=True)


def disagree(work: Work, purpose: Purpose) -> Seeker:
    """Take a consent back, at once. Safe to repeat. Raises NotAllowed."""
    seeker = _for_consent(work, purpose)
    if purpose is not Purpose.PERSONALISATION and not has_consent(work, seeker.id, purpose):
        return seeker
    withdraw_consent(work, seeker.id, purpose)
    return _after_consent(work, seeker, purpose, given=False)


def switch_personalisation(work: Work, *, on: bool) -> Seeker:
    """Switch personal ranking on or off; off leaves a plain list of what is near and new (N4)."""
    return agree(work, Purpose.PERSONALISATION) if on else disagree(work, Purpose.PERSONALISATION)


def withdraw_identity(work: Work, employer_id: int) -> Seeker:
    """Stop giving one employer name and phone number. Safe to repeat.

    Raises ConsentNotFound for one that never was given them.
    """
    seeker = access_own(work)
    if all(consent.employer_id != employer_id for consent in list_consents(work, seeker.id)):
        raise ConsentNotFound
    withdraw_consent(work, seeker.id, Purpose.IDENTITY_TO_EMPLOYER, employer_id)
    return seeker


def _for_consent(work: Work, purpose: Purpose) -> Seeker:
    seeker = access_own_open(work)
    if purpose not in OFFERED:
        raise NotAllowed
    return seeker


def _after_consent(work: Work, seeker: Seeker, purpose: Purpose, *, given: bool) -> Seeker:
    if purpose is Purpose.PERSONALISATION:
        seeker.personalised = given
    seeker.changed_at = work.now
    work.session.flush()
    work.emit(SeekerChanged(seeker.id))
    return seeker


def _set_status(work: Work, status: SeekerStatus) -> Seeker:
    seeker = access_own_open(work)
    if seeker.status is status:
        return seeker
    seeker.status, seeker.changed_at = status, work.now
    work.session.flush()
    work.audit(f"seeker.{status}", "seeker", seeker.id)
    work.emit(SeekerChanged(seeker.id))
    return seeker


def _open_row(work: Work, condition: ColumnElement[bool]) -> Seeker | None:
    return work.session.scalar(
        select(Seeker).where(
            Seeker.tenant_id == work.tenant_id, Seeker.status != SeekerStatus.CLOSED, condition
        )
    )


def _join_row(work: Work, known: Identity, account_id: int) -> Seeker | None:
    """Give the account a row that was imported, when every identifying value agrees."""
    held = _open_row(work, Seeker.id_hash == id_hash(work.tenant_id, known.id_number))
    if held is None:
        return None
    same = held.name_hash == name_hash(work.tenant_id, known.name) and held.phone_hash == (
        phone_hash(work.tenant_id, known.phone)
    )
    if held.account_id is not None or not same:
        raise IdNumberTaken(field="id_number")
    held.account_id, held.changed_at = account_id, work.now
    work.session.flush()
    return held


def _new_row(work: Work, known: Identity, account_id: int) -> Seeker:
    check_phone_free(work, phone_hash(work.tenant_id, known.phone))
    seeker_id = work.next_ids(Seeker)[0]
    seeker = Seeker(
        id=seeker_id,
        account_id=account_id,
        document_type=known.document_type,
        birth_on=known.birth_on,
        created_at=work.now,
        changed_at=work.now,
        wants=[],
        **contact_columns(work.tenant_id, seeker_id, known.name, known.phone, None),
        **document_columns(work.tenant_id, seeker_id, known.id_number),
    )
    work.session.add(seeker)
    work.session.flush()
    return seeker
