"""Today: what is late, what is due, then the figures."""

from typing import Any

from flask import Response

from marketplace import delivery, employers, groups, pool, postings, recommendations
from marketplace.groups import GROUP_LABELS
from marketplace.postings import PostingStatus
from tenants import outbox
from tenants.access import Permission
from tenants.work import Work, begin
from web.edge import current_actor, respond
from web.officer.blueprint import bp


@bp.get("/")
def home() -> Response:
    """Show the work of the day, by what the actor may do."""
    with begin(current_actor(), read_only=True) as work:
        tasks = {**_review(work), **_people(work), **_cycles(work), **_parked(work)}
    return respond("officer/home.html", labels=GROUP_LABELS, **tasks)


def _review(work: Work) -> dict[str, Any]:
    if not work.actor.may(Permission.REVIEW_POSTINGS):
        return {"queue": None}
    counts = postings.count_by_status(work)
    queue = postings.review_queue(work, limit=500)
    return {
        "queue": counts.get(PostingStatus.SUBMITTED, 0),
        "overdue": sum(item.overdue for item in queue),
        "due_today": sum(item.days_left == 0 for item in queue),
        "published": counts.get(PostingStatus.PUBLISHED, 0),
        "unverified": employers.count_unverified(work),
        "alarms": pool.count_open_alarms(work),
    }


def _people(work: Work) -> dict[str, Any]:
    if not work.actor.may(Permission.SEE_SEEKERS):
        return {"by_group": None}
    return {"by_group": groups.count_by_group(work)}


def _cycles(work: Work) -> dict[str, Any]:
    if not work.actor.may(Permission.SEE_CYCLES):
        return {"newest": None}
    return {"newest": next(iter(recommendations.list_cycles(work, limit=1)), None)}


def _parked(work: Work) -> dict[str, Any]:
    if not work.actor.may(Permission.RUN_CYCLES):
        return {"parked": 0}
    return {"parked": delivery.count_parked_messages(work) + len(outbox.list_parked(work))}
