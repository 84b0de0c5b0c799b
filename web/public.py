"""Pages for everyone: the front, fairs, guides. Jobs: `job_list`, `public_jobs`."""

from flask import Blueprint, Response

from marketplace import fairs, postings
from runtime.messages import N_
from tenants.work import begin
from web.edge import respond, visitor
from web.job_cards import job_cards
from web.job_search import home_of

bp = Blueprint("public", __name__)
EXAMPLES = (N_("缝纫工"), N_("叉车司机 包吃住"), N_("会计 双休"))


@bp.get("/")
def home() -> Response:
    """Show the front: a search box, the newest jobs, fairs, doors for groups."""
    actor = visitor()
    with begin(actor, read_only=True) as work:
        newest = postings.list_newest_published(work, limit=6)
        upcoming = fairs.list_upcoming_fairs(work, limit=3)
        near = home_of(work, actor)
    return respond(
        "public/home.html", jobs=job_cards(newest, near), fairs=upcoming, examples=EXAMPLES
    )


@bp.get("/fairs")
def fair_list() -> Response:
    """List announced fairs."""
    with begin(visitor(), read_only=True) as work:
        upcoming = fairs.list_upcoming_fairs(work, limit=50)
    return respond("public/fairs.html", fairs=upcoming)


@bp.get("/fairs/<int:fair_id>")
def fair(fair_id: int) -> Response:
    """Show one announced fair: when, where, who comes with which jobs."""
    with begin(visitor(), read_only=True) as work:
        found = fairs.find_announced_fair(work, fair_id)
        exhibitors = fairs.list_exhibitors(work, fair_id)
    return respond("public/fair.html", fair=found, exhibitors=exhibitors)


@bp.get("/guide")
def guide() -> Response:
    """Say what the service does, for whom, and how."""
    return respond("public/guide.html")


@bp.get("/privacy")
def privacy() -> Response:
    """Say what is kept, who sees it, how recommendations are made, how to switch them off (N4)."""
    return respond("public/privacy.html")
