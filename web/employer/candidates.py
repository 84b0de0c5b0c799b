"""Recommended candidates of a posting, without identity; inviting them."""

from flask import Response, url_for

from marketplace import pool, postings, recommendations
from tenants.work import begin
from web.candidate_cards import candidate_card
from web.edge import current_actor, redirect_to, respond, say
from web.employer.blueprint import bp
from web.fit_words import fit_words
from web.translate import gettext

MOST = 20


@bp.get("/postings/<int:posting_id>/candidates")
def posting_candidates(posting_id: int) -> Response:
    """List people to whom the posting was recommended and who share a card."""
    with begin(current_actor()) as work:
        posting = postings.access_posting(work, posting_id)
        rows = recommendations.list_for_posting(work, posting_id, limit=MOST)
        shown = pool.see_cards(work, [row.seeker_id for row in rows], posting_id)
    return respond(
        "employer/people/candidates.html",
        posting=posting,
        cards=[
            (card.id, candidate_card(card, near=posting), fit_words(pool.fits_of(card, posting)))
            for card in shown.cards
        ],
        invited=shown.in_touch,
        spent=shown.spent,
    )


@bp.post("/postings/<int:posting_id>/candidates/<int:seeker_id>/invite")
def invite(posting_id: int, seeker_id: int) -> Response:
    """Invite a person on the ground of their card."""
    with begin(current_actor()) as work:
        pool.invite(work, posting_id, seeker_id)
    say(gettext("邀请已发出。对方同意后，您就能看到姓名和电话。"))
    return redirect_to(url_for("employer.posting_candidates", posting_id=posting_id))
