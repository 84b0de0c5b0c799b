"""The person's side: interest, application, answers to invitations."""

from sqlalchemy import func, select

from marketplace.applications.access import (
    access_own_application,
    find_application,
    open_posting,
)
from marketplace.applications.models import Application, Channel, Reason
from marketplace.applications.moves import act_on, begin_with
from marketplace.applications.refusals import take_back_refusal
from marketplace.applications.rules import KNOWN, Act
from marketplace.employers import Employer
from marketplace.postings import Posting
from marketplace.seekers import CONSENT_TEXTS, access_own_open
from tenants.consents import Purpose, give_consent, withdraw_consent
from tenants.work import Work


def show_interest(work: Work, posting_id: int, *, source: Channel = Channel.WEB) -> Application:
    """Tell that a posting interests the person; the employer sees an anonymous card.

    Safe to repeat. Raises NotAllowed, SeekerNotFound, ProfileClosed, PostingNotFound,
    PostingClosed, ActNotPossible.
    """
    return _answer(work, Act.SHOW_INTEREST, posting_id, source)


def apply(work: Work, posting_id: int, *, source: Channel = Channel.WEB) -> Application:
    """Apply for a posting; the employer sees an anonymous card. Safe to repeat.

    Name and phone follow only when the person accepts the employer's invitation. Raises
    as `show_interest`.
    """
    return _answer(work, Act.APPLY, posting_id, source)


def withdraw(work: Work, application_id: int) -> Application:
    """Take interest or application back; the employer no longer sees the person's identity.

    Safe to repeat. Raises NotAllowed, ApplicationNotFound, ActNotPossible.
    """
    application = access_own_application(work, application_id)
    if act_on(work, Act.WITHDRAW, application):
        end_identity(work, application)
    return application


def invitation_text(work: Work, application_id: int) -> str:
    """Return the words of consent that the page of an invitation shows.

    Raises NotAllowed, ApplicationNotFound.
    """
    return _consent_text(work, access_own_application(work, application_id))


def accept_invitation(
    work: Work, application_id: int, *, source: Channel = Channel.WEB
) -> Application:
    """Give this one employer name and phone number for this posting (PIPL 23). Safe to repeat.

    The consent keeps the words of `invitation_text`. Raises NotAllowed,
    ApplicationNotFound, ActNotPossible.
    """
    application = access_own_application(work, application_id)
    if act_on(work, Act.ACCEPT, application, source=source):
        give_consent(
            work,
            application.seeker_id,
            Purpose.IDENTITY_TO_EMPLOYER,
            _consent_text(work, application),
            application.employer_id,
        )
    return application


def decline_invitation(
    work: Work, application_id: int, reason: Reason | None = None, *, source: Channel = Channel.WEB
) -> Application:
    """Refuse an invitation; the employer learns that, not who the person is. Safe to repeat.

    Raises NotAllowed, ApplicationNotFound, ActNotPossible.
    """
    application = access_own_application(work, application_id)
    act_on(work, Act.DECLINE, application, source=source, reason=reason)
    return application


def _answer(work: Work, act: Act, posting_id: int, source: Channel) -> Application:
    seeker = access_own_open(work)
    application = find_application(work, seeker.id, posting_id)
    posting = open_posting(work, posting_id)
    take_back_refusal(work, seeker.id, posting_id)
    if application is None:
        return begin_with(work, act, seeker.id, posting, source=source)
    act_on(work, act, application, source=source)
    return application


def _consent_text(work: Work, application: Application) -> str:
    key = (work.tenant_id, application.employer_id)
    posting = work.session.get_one(Posting, (work.tenant_id, application.posting_id))
    employer = work.session.get_one(Employer, key)
    return CONSENT_TEXTS[Purpose.IDENTITY_TO_EMPLOYER] % {
        "employer": employer.name,
        "posting": posting.title,
    }


def end_identity(work: Work, application: Application) -> None:
    """End the consent for the employer, unless another application to it still needs it."""
    others = select(func.count()).where(
        Application.tenant_id == work.tenant_id,
        Application.seeker_id == application.seeker_id,
        Application.employer_id == application.employer_id,
        Application.state.in_(KNOWN),
    )
    if not work.session.scalar(others):
        withdraw_consent(
            work, application.seeker_id, Purpose.IDENTITY_TO_EMPLOYER, application.employer_id
        )
