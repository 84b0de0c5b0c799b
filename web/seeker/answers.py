"""Answers to a job: interested, applied, not for me with a reason; invitations."""

from typing import Annotated

from flask import Response, url_for
from pydantic import Field

from marketplace import applications, postings
from marketplace.applications import REASON_LABELS, STATE_LABELS, Act, Reason, may
from runtime.messages import N_
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.forms import Form
from web.seeker.blueprint import bp
from web.translate import gettext


class ReasonForm(Form):
    """Why a job is not for the person."""

    reason: Annotated[Reason, Field(title=N_("原因"))]


@bp.post("/jobs/<int:posting_id>/<any(interested, apply):act>")
def answer_job(posting_id: int, act: str) -> Response:
    """Show interest, or apply; the employer sees a card without identity."""
    with begin(current_actor()) as work:
        if act == "apply":
            applications.apply(work, posting_id)
            say(gettext("已报名。单位会看到不含姓名电话的卡片，有邀请我们马上告诉您。"))
        else:
            applications.show_interest(work, posting_id)
            say(gettext("已记下您感兴趣。想正式报名，可以在这里按“报名”。"))
    return redirect_to(url_for("seeker.job", posting_id=posting_id))


@bp.get("/jobs/<int:posting_id>/not-for-me")
def refusal_form(posting_id: int) -> Response:
    """Ask why the job is not for the person: one tap."""
    with begin(current_actor(), read_only=True) as work:
        rows = postings.load_published(work, [posting_id])
    if not rows:
        raise postings.PostingNotFound
    reasons = [(reason.value, gettext(text)) for reason, text in REASON_LABELS.items()]
    return respond("seeker/jobs/refuse.html", block="reasons", posting=rows[0], reasons=reasons)


@bp.post("/jobs/<int:posting_id>/not-for-me")
def refuse_job(posting_id: int) -> Response:
    """Take the refusal; the job is not recommended again."""
    form = parse(ReasonForm)
    with begin(current_actor()) as work:
        applications.not_for_me(work, posting_id, form.reason)
    say(
        gettext("已记下不合适，不会再推荐这个岗位。"),
        undo=url_for("seeker.undo_refusal", posting_id=posting_id),
    )
    return redirect_to(url_for("seeker.home"))


@bp.post("/jobs/<int:posting_id>/undo")
def undo_refusal(posting_id: int) -> Response:
    """Take "not for me" back."""
    with begin(current_actor()) as work:
        applications.undo_not_for_me(work, posting_id)
    say(gettext("已撤销。"))
    return redirect_to(url_for("seeker.home"))


@bp.get("/applications")
def list_applications() -> Response:
    """List the person's applications and where each stands."""
    with begin(current_actor(), read_only=True) as work:
        rows = applications.list_own_applications(work)
    return respond(
        "seeker/applications/list.html", rows=rows, labels=STATE_LABELS, may=may, Act=Act
    )


@bp.get("/applications/<int:application_id>")
def invitation(application_id: int) -> Response:
    """Show an invitation with the words of consent."""
    with begin(current_actor()) as work:
        application = applications.access_application(work, application_id)
        text = applications.invitation_text(work, application_id)
        story = applications.history(work, application_id)
        left = applications.days_to_answer(work, [application]).get(application_id)
    return respond(
        "seeker/applications/show.html",
        application=application,
        text=text,
        story=story,
        left=left,
        labels=STATE_LABELS,
        kinds=applications.KIND_LABELS,
        may=may,
        Act=Act,
    )


@bp.post("/applications/<int:application_id>/<any(accept, decline, withdraw):act>")
def move_application(application_id: int, act: str) -> Response:
    """Accept or decline an invitation, or take an application back."""
    verb, done = MOVES[act]
    with begin(current_actor()) as work:
        verb(work, application_id)
    say(gettext(done))
    return redirect_to(url_for("seeker.invitation", application_id=application_id))


MOVES = {
    "accept": (
        applications.accept_invitation,
        N_("已同意。单位现在能看到您的姓名和电话，会尽快联系您。"),
    ),
    "decline": (applications.decline_invitation, N_("已谢绝。单位不会知道您是谁。")),
    "withdraw": (applications.withdraw, N_("已撤回。单位不再能看到您的信息。")),
}
