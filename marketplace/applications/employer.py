"""The employer's side: look at cards, invite, reject, hire; identity only after acceptance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from marketplace.applications.access import (
    access_received_application,
    find_application,
    own_open_posting,
)
from marketplace.applications.errors import CandidateNotFound, IdentityNotShared
from marketplace.applications.events import InvitationSent
from marketplace.applications.models import Application, Feedback, FeedbackKind
from marketplace.applications.moves import act_on, begin_with
from marketplace.applications.rules import KNOWN, Act
from marketplace.employers import Employer, known_as, own_employer
from marketplace.seekers import (
    CandidateRow,
    SeekerStatus,
    among,
    candidate_rows,
    cards_of_interested,
    find_seeker,
    open_contact,
)
from tenants.access import Permission
from tenants.audit import AuditEntry
from tenants.consents import Purpose, has_consent
from tenants.work import Work


@dataclass(frozen=True)
class SharedIdentity:
    """What a person who accepted gives the employer: no more than name and phone."""

    name: str
    phone: str


@dataclass(frozen=True)
class SaidAbout:
    """Who does not want a posting, and with whom its employer is, or was, in touch."""

    refusers: frozenset[int]
    in_touch: frozenset[int]


NOBODY = SaidAbout(frozenset(), frozenset())


def invite(work: Work, posting_id: int, seeker_id: int) -> Application:
    """Invite a person to talk about a posting, on the ground of their anonymous card.

    Safe to repeat. Raises NotAllowed, PostingNotFound, PostingClosed, CandidateNotFound
    for anybody who shows this employer no card or refused the posting, ActNotPossible.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    posting = own_open_posting(work, posting_id)
    application = find_application(work, seeker_id, posting_id)
    if application is not None and not _is_served(work, seeker_id):
        raise CandidateNotFound
    if application is None:
        if not visible_cards(work, [seeker_id], said_about(work, posting_id, [seeker_id])):
            raise CandidateNotFound
        application = begin_with(work, Act.INVITE, seeker_id, posting)
    elif not act_on(work, Act.INVITE, application):
        return application
    work.emit(InvitationSent(application.id))
    return application


def reject(work: Work, application_id: int) -> Application:
    """Tell a person that they are not chosen. Safe to repeat.

    Raises NotAllowed, ApplicationNotFound, ActNotPossible.
    """
    application = access_received_application(work, application_id)
    act_on(work, Act.REJECT, application)
    return application


def mark_hired(work: Work, application_id: int) -> Application:
    """Record that the person was hired. Safe to repeat.

    Raises NotAllowed, ApplicationNotFound, ActNotPossible.
    """
    application = access_received_application(work, application_id)
    act_on(work, Act.HIRE, application)
    return application


def identity_of(work: Work, application_id: int) -> SharedIdentity:
    """Return name and phone of a person who accepted; they will see that it was looked at.

    Raises NotAllowed, ApplicationNotFound, IdentityNotShared.
    """
    application = access_received_application(work, application_id)
    agreed = application.state in KNOWN and has_consent(
        work,
        application.seeker_id,
        Purpose.IDENTITY_TO_EMPLOYER,
        application.employer_id,
    )
    seeker = find_seeker(work, application.seeker_id) if agreed else None
    if seeker is None or seeker.status is SeekerStatus.CLOSED:
        raise IdentityNotShared
    work.audit(
        "identity.looked_at",
        "application",
        application.id,
        subject_seeker_id=seeker.id,
        posting=application.posting_id,
    )
    contact = open_contact(seeker)
    return SharedIdentity(contact.name, contact.phone)


def interested_cards(work: Work, applications: Sequence[Application]) -> dict[int, CandidateRow]:
    """Return the cards behind applications to the own employer by person; audited."""
    own_employer(work)
    cards = cards_of_interested(work, {application.seeker_id for application in applications})
    audit_looks(work, [card.id for card in cards], None)
    return {card.id: card for card in cards}


def audit_looks(work: Work, seeker_ids: Sequence[int], posting_id: int | None) -> None:
    """Write down a look at each card, for the persons to read."""
    if seeker_ids:
        work.session.execute(
            insert(AuditEntry), [_look(work, each, posting_id) for each in seeker_ids]
        )


def _look(work: Work, seeker_id: int, posting_id: int | None) -> dict[str, object]:
    return {
        "tenant_id": work.tenant_id,
        "at": work.now,
        "actor_id": work.actor.account_id,
        "actor_roles": sorted(work.actor.roles),
        "employer_id": work.actor.employer_id,
        "action": "card.looked_at",
        "object_type": "seeker",
        "object_id": seeker_id,
        "subject_seeker_id": seeker_id,
        "details": {} if posting_id is None else {"posting": posting_id},
    }


def visible_cards(
    work: Work, ids: Collection[int], said: SaidAbout = NOBODY, employer: Employer | None = None
) -> list[CandidateRow]:
    """Return the cards among `ids` that this employer may see, by id; the caller audits.

    Left out are people who share no card, hide from this employer, or refused the posting.
    Until its qualification was checked an employer sees no cards (P2). `employer` is the
    actor's own, where the caller has read it already.
    """
    employer = employer or own_employer(work)
    if employer.verified_at is None:
        return []
    cards = candidate_rows(work, ids, employer_names=known_as(employer))
    return [card for card in cards if card.id not in said.refusers]


def said_about(work: Work, posting_id: int, ids: Collection[int]) -> SaidAbout:
    """Return how some people stand to a posting; unguarded."""
    refusal = (Feedback.kind == FeedbackKind.NOT_FOR_ME) & Feedback.undone_at.is_(None)
    rows = work.session.execute(
        select(
            Feedback.seeker_id,
            func.bool_or(refusal),
            func.bool_or(Feedback.kind != FeedbackKind.NOT_FOR_ME),
        )
        .where(
            Feedback.tenant_id == work.tenant_id,
            Feedback.posting_id == posting_id,
            among(Feedback.seeker_id, ids),
        )
        .group_by(Feedback.seeker_id)
    ).all()
    return SaidAbout(
        refusers=frozenset(seeker_id for seeker_id, refused, _ in rows if refused),
        in_touch=frozenset(seeker_id for seeker_id, _, answered in rows if answered),
    )


def _is_served(work: Work, seeker_id: int) -> bool:
    seeker = find_seeker(work, seeker_id)
    return seeker is not None and seeker.status is SeekerStatus.ACTIVE
