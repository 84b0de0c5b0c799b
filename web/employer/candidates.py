"""Recommended candidates of a posting, without identity; inviting them."""

from flask import Response, url_for

from marketplace import applications, postings, recommendations
from tenants.work import begin
from web.candidate_cards import candidate_card
from web.edge import current_actor, redirect_to, respond, say
from web.employer.blueprint import bp
from web.translate import gettext

MOST = 20


@bp.get("/postings/<int:posting_id>/candidates")
def posting_candidates(posting_id: int) -> Response:
    """List people to whom the posting was recommended and who share a card."""
    with begin(current_actor()) as work:
        posting = postings.access_posting(work, posting_id)
        rows = recommendations.list_for_posting(work, posting_id, limit=MOST)
        cards = applications.look_at_cards(work, [row.seeker_id for row in rows], posting_id)
        invited = applications.in_touch(work, posting_id)
    return respond(
        "employer/people/candidates.html",
        posting=posting,
        cards=[(card.id, candidate_card(card, near=posting)) for card in cards],
        invited=invited,
    )


@bp.post("/postings/<int:posting_id>/candidates/<int:seeker_id>/invite")
def invite(posting_id: int, seeker_id: int) -> Response:
    """Invite a person on the ground of their card."""
    with begin(current_actor()) as work:
        applications.invite(work, posting_id, seeker_id)
    say(gettext("邀请已发出。对方同意后，您就能看到姓名和电话。"))
    return redirect_to(url_for("employer.posting_candidates", posting_id=posting_id))
