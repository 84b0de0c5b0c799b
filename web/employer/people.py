"""People who answered: anonymous until they accept; then name and phone, audited."""

from flask import Response, url_for

from marketplace import applications, employers, postings
from marketplace.applications import STATE_LABELS, Act, Received, may, may_confirm_kept
from marketplace.postings import PostingStatus
from runtime.messages import N_
from tenants.work import begin
from web.candidate_cards import CandidateCard, candidate_card
from web.edge import current_actor, redirect_to, respond, say
from web.employer.blueprint import bp
from web.translate import gettext

LIVE = (PostingStatus.PUBLISHED, PostingStatus.PAUSED, PostingStatus.FILLED, PostingStatus.EXPIRED)
AFTER = {
    "hire": (applications.mark_hired, N_("已登记录用，恭喜。")),
    "keep": (applications.confirm_kept, N_("已登记仍在岗，谢谢。")),
    "leave": (applications.record_left, N_("已登记离职，今后不再显示对方的姓名和电话。")),
}


@bp.get("/applicants")
def applicants() -> Response:
    """List postings with how many people answered, by state."""
    with begin(current_actor(), read_only=True) as work:
        employer = employers.own_employer(work)
        rows = postings.list_of_employer(work, employer.id, statuses=LIVE, limit=200)
        states = applications.count_by_posting(work, [row.id for row in rows])
    return respond(
        "employer/people/postings.html",
        rows=sorted(rows, key=lambda row: -sum(states.get(row.id, {}).values())),
        states=states,
        labels=STATE_LABELS,
    )


@bp.get("/postings/<int:posting_id>/applicants")
def posting_applicants(posting_id: int) -> Response:
    """List the people who answered one posting."""
    with begin(current_actor()) as work:
        posting = postings.access_posting(work, posting_id)
        received = applications.list_received(work, posting_id)
        ripe = {row.application.id for row in received if may_confirm_kept(work, row.application)}
        left = applications.days_to_answer(work, [row.application for row in received])
    return respond(
        "employer/people/applicants.html",
        block="people",
        posting=posting,
        people=[(row, _card(row)) for row in received],
        left=left,
        labels=STATE_LABELS,
        ripe=ripe,
        may=may,
        Act=Act,
    )


@bp.get("/applications/<int:application_id>/identity")
def identity(application_id: int) -> Response:
    """Show name and phone of a person who accepted; they will see that it was looked at."""
    with begin(current_actor()) as work:
        person = applications.identity_of(work, application_id)
        application = applications.access_application(work, application_id)
    return respond("employer/people/identity.html", person=person, application=application)


@bp.post("/applications/<int:application_id>/<any(invite, reject, hire, keep, leave):act>")
def move_application(application_id: int, act: str) -> Response:
    """Invite, turn down, record as hired, and later whether the person is still there."""
    with begin(current_actor()) as work:
        application = applications.access_application(work, application_id)
        posting_id = application.posting_id
        if act == "invite":
            applications.invite(work, posting_id, application.seeker_id)
            say(gettext("邀请已发出。对方同意后，您就能看到姓名和电话。"))
        elif act == "reject":
            applications.reject(work, application_id)
            say(gettext("已告知对方未选中。"))
        else:
            verb, said = AFTER[act]
            verb(work, application_id)
            say(gettext(said))
    return redirect_to(url_for("employer.posting_applicants", posting_id=posting_id))


def _card(row: Received) -> CandidateCard | None:
    return candidate_card(row.card) if row.card else None
