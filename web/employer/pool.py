"""The candidate pool: searching cards without identity, looking at one, inviting (P2, N3)."""

from typing import Annotated, Any

from flask import Response, url_for
from pydantic import Field

from marketplace import pool
from marketplace.postings import Posting
from marketplace.seekers import CandidateRow
from runtime.messages import N_
from search.client import SearchUnavailable
from search.pool import PoolHits
from tenants.work import begin
from web.candidate_cards import candidate_card
from web.edge import current_actor, parse, redirect_to, respond, say
from web.employer.blueprint import bp
from web.employer.pool_facets import chosen_of, facets_of
from web.employer.pool_search import DEEPEST_PAGE, PAGE, PoolSearch, Start, search, start_of
from web.fit_words import fit_words
from web.forms import Form, WholeNumber
from web.translate import gettext

NOTHING = PoolHits((), 0, {})


class InviteForm(Form):
    """Which posting a person is invited to talk about."""

    posting: Annotated[WholeNumber, Field(title=N_("岗位"))]


class ForPosting(Form):
    """Which posting a card is looked at for."""

    posting: Annotated[WholeNumber | None, Field(title=N_("岗位"))] = None


@bp.get("/candidates")
def pool_search() -> Response:
    """List people who share a card and meet what is asked; each look is counted."""
    asked, actor = parse(PoolSearch, page="employer.pool_search"), current_actor()
    with begin(actor, read_only=True) as work:
        start = start_of(work, asked)
    found = _found(actor.tenant_id, asked, start)
    hits = found or NOTHING
    with begin(actor) as work:
        pool.go_on_as(work, start.employer)
        shown = pool.search_cards(work, hits.ids, asked.posting)
    return respond(
        "employer/pool/search.html",
        block="results",
        asked=asked,
        postings=start.postings,
        titles=_titles(start.postings),
        kept=_kept(asked),
        posting=start.posting,
        away=found is None,
        unmodelled=asked.like and start.model is None,
        spent=shown.spent,
        cards=[_card(card, start.posting, shown) for card in shown.cards],
        invited=shown.in_touch,
        reached=pool.at_least(hits.total),
        none_found=hits.total == 0,
        pages=min(DEEPEST_PAGE, -(-hits.total // PAGE)),
        facets=facets_of(actor.tenant_id, asked, hits),
        chosen=chosen_of(asked),
    )


@bp.get("/candidates/<int:seeker_id>")
def pool_card(seeker_id: int) -> Response:
    """Show one card, and the postings to which the person can be invited."""
    asked, actor = parse(ForPosting), current_actor()
    with begin(actor) as work:
        postings = pool.open_postings_of(work)
        posting = next((row for row in postings if row.id == asked.posting), None)
        shown = pool.see_card(work, seeker_id, posting.id if posting else None)
    return respond(
        "employer/pool/show.html",
        cards=[_card(card, posting, shown) for card in shown.cards],
        postings=postings,
        titles=_titles(postings),
        posting=posting,
    )


@bp.post("/candidates/<int:seeker_id>/invite")
def pool_invite(seeker_id: int) -> Response:
    """Invite a person on the ground of their card."""
    form = parse(InviteForm, page="employer.pool_card")
    with begin(current_actor()) as work:
        pool.invite(work, form.posting, seeker_id)
    say(gettext("邀请已发出。对方同意后，您就能看到姓名和电话。"))
    return redirect_to(url_for("employer.posting_applicants", posting_id=form.posting))


def _found(tenant_id: int, asked: PoolSearch, start: Start) -> PoolHits | None:
    """Return what the index finds; None while it is away."""
    if asked.like and start.model is None:
        return NOTHING
    try:
        return search(tenant_id, asked, start)
    except SearchUnavailable:
        return None


def _titles(postings: list[Posting]) -> list[tuple[int, str]]:
    return [(row.id, row.title) for row in postings]


def _kept(asked: PoolSearch) -> dict[str, object]:
    """What stays as it is when a facet is changed."""
    kept = {"q": asked.q, "posting": asked.posting, "like": "yes" if asked.like else ""}
    return {name: value for name, value in kept.items() if value}


def _card(row: CandidateRow, posting: Posting | None, shown: pool.Shown) -> dict[str, Any]:
    """Return a card as the pages show it, with reasons where a posting was chosen."""
    good, weak = fit_words(pool.fits_of(row, posting)) if posting else ([], [])
    tags = [(gettext("招用可享受政策补贴"), "info")] if row.id in shown.subsidised else []
    words = candidate_card(row, near=posting)
    return {"id": row.id, "words": words, "good": good, "weak": weak, "tags": tags}
