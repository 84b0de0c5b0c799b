"""The only ways from an id to an application, and to the posting it is about."""

from sqlalchemy import select

from marketplace.applications.errors import ApplicationNotFound, PostingClosed
from marketplace.applications.models import Application
from marketplace.postings import Posting, PostingNotFound, PostingStatus, access_posting
from tenants.access import Permission
from tenants.work import Work


def access_application(work: Work, application_id: int, *, lock: bool = False) -> Application:
    """Return an application of the actor: their own, or one to their employer's postings.

    Raises ApplicationNotFound, for a stranger's id and a missing one alike.
    """
    query = select(Application).where(
        Application.tenant_id == work.tenant_id, Application.id == application_id
    )
    application = work.session.scalar(query.with_for_update() if lock else query)
    if application is None or not (_is_own(work, application) or _is_to(work, application)):
        raise ApplicationNotFound
    return application


def access_own_application(work: Work, application_id: int) -> Application:
    """Return the person's own application, locked. Raises NotAllowed, ApplicationNotFound."""
    work.actor.require(Permission.OWN_PROFILE)
    application = access_application(work, application_id, lock=True)
    if not _is_own(work, application):
        raise ApplicationNotFound
    return application


def access_received_application(work: Work, application_id: int) -> Application:
    """Return an application to the recruiter's employer, locked.

    Raises NotAllowed, ApplicationNotFound.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    application = access_application(work, application_id, lock=True)
    if not _is_to(work, application):
        raise ApplicationNotFound
    return application


def find_application(work: Work, seeker_id: int, posting_id: int) -> Application | None:
    """Return the application of a person to a posting, both held until the end of the Work.

    The lock also covers an application that is yet to be made: two clicks make one row.
    """
    work.lock(f"application:{seeker_id}:{posting_id}")
    return work.session.scalar(
        select(Application)
        .where(
            Application.tenant_id == work.tenant_id,
            Application.seeker_id == seeker_id,
            Application.posting_id == posting_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_posting(work: Work, posting_id: int) -> Posting:
    """Return a published posting of the tenant, for a person to answer.

    Raises PostingNotFound for one that was never public here, PostingClosed for one that
    no longer is.
    """
    posting = seen_posting(work, posting_id)
    if posting.status is not PostingStatus.PUBLISHED:
        raise PostingClosed(title=posting.title)
    return posting


def seen_posting(work: Work, posting_id: int) -> Posting:
    """Return a posting of the tenant that a person can have seen. Raises PostingNotFound."""
    posting = work.session.get(Posting, (work.tenant_id, posting_id))
    if posting is None or posting.reviewed_at is None:
        raise PostingNotFound
    return posting


def own_open_posting(work: Work, posting_id: int) -> Posting:
    """Return a published posting of the recruiter's employer, to invite people to.

    Raises PostingNotFound, PostingClosed.
    """
    posting = access_posting(work, posting_id)
    if posting.employer_id != work.actor.employer_id:
        raise PostingNotFound
    if posting.status is not PostingStatus.PUBLISHED:
        raise PostingClosed(title=posting.title)
    return posting


def _is_own(work: Work, application: Application) -> bool:
    return work.actor.seeker_id == application.seeker_id and work.actor.may(Permission.OWN_PROFILE)


def _is_to(work: Work, application: Application) -> bool:
    return work.actor.employer_id == application.employer_id and work.actor.may(
        Permission.SEE_CANDIDATES
    )
