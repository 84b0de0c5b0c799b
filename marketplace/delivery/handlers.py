"""What is told to whom when something happened; the relay calls these with an event's ids.

Each reads how things stand now, so that events may come late, twice or in another order.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from marketplace.applications import (
    Application,
    ApplicationChanged,
    ApplicationState,
    InvitationSent,
    PostingRefused,
)
from marketplace.delivery.announcements import tell_recommended
from marketplace.delivery.compose import (
    Draft,
    audience,
    company_params,
    queue_for_employer,
    queue_for_people,
)
from marketplace.delivery.models import Topic
from marketplace.employers import Employer
from marketplace.postings import Posting
from marketplace.recommendations import RecommendationsRecorded, follow_answers
from tenants.work import Work

S = ApplicationState
TO_EMPLOYER = {
    S.INTERESTED: "employer_interested",
    S.APPLIED: "employer_applied",
    S.ACCEPTED: "employer_accepted",
    S.DECLINED: "employer_declined",
    S.WITHDRAWN: "employer_withdrawn",
}
TO_PERSON = {S.REJECTED: "rejected", S.HIRED: "hired"}

Handler = Callable[[Work, Mapping[str, Any]], None]


def on_recommendations(work: Work, payload: Mapping[str, Any]) -> None:
    """Tell the people of a run what was found for them."""
    tell_recommended(work, payload["cycle_id"])


def on_application(work: Work, payload: Mapping[str, Any]) -> None:
    """Tell the other side how person and posting stand now."""
    application = _application(work, payload["application_id"])
    if application is None:
        return
    follow_answers(work, application.seeker_id, application.posting_id)
    draft = _draft(work, application)
    if draft is not None and draft.employer_id is not None:
        queue_for_employer(work, draft)
    elif draft is not None:
        queue_for_people(work, [draft], audience(work, []))


def on_invitation(work: Work, payload: Mapping[str, Any]) -> None:
    """Tell a person that an employer invites them, while the invitation stands."""
    application = _application(work, payload["application_id"])
    if application is None:
        return
    follow_answers(work, application.seeker_id, application.posting_id)
    if application.state is not S.INVITED:
        return
    draft = Draft(
        topic=Topic.INVITATION,
        text="invited",
        key=f"invited:{application.id}:{application.version}",
        params=_params(work, application),
        seeker_id=application.seeker_id,
        posting_id=application.posting_id,
        application_id=application.id,
    )
    queue_for_people(work, [draft], audience(work, [application.seeker_id]))


def on_refusal(work: Work, payload: Mapping[str, Any]) -> None:
    """Carry a "not for me", or its end, into the recommendations."""
    follow_answers(work, payload["seeker_id"], payload["posting_id"])


EVENT_HANDLERS: dict[str, Handler] = {
    RecommendationsRecorded.name: on_recommendations,
    ApplicationChanged.name: on_application,
    InvitationSent.name: on_invitation,
    PostingRefused.name: on_refusal,
}


def _application(work: Work, application_id: int) -> Application | None:
    found: Application | None = work.session.get(Application, (work.tenant_id, application_id))
    return found


def _draft(work: Work, application: Application) -> Draft | None:
    to_employer = TO_EMPLOYER.get(application.state)
    text = to_employer or TO_PERSON.get(application.state)
    if text is None:
        return None
    return Draft(
        topic=Topic.APPLICATION,
        text=text,
        key=f"application:{application.id}:{application.version}",
        params=_params(work, application),
        seeker_id=None if to_employer else application.seeker_id,
        employer_id=application.employer_id if to_employer else None,
        posting_id=application.posting_id,
        application_id=application.id,
    )


def _params(work: Work, application: Application) -> dict[str, Any]:
    title, company = work.session.execute(
        select(Posting.title, Employer.name)
        .join(
            Employer,
            (Employer.tenant_id == Posting.tenant_id) & (Employer.id == Posting.employer_id),
        )
        .where(Posting.tenant_id == work.tenant_id, Posting.id == application.posting_id)
    ).one()
    return company_params(work, title, company)
