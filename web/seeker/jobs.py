"""Today's recommendations with reasons, and a job against what the person told us."""

from dataclasses import dataclass

from flask import Response

from marketplace import applications, delivery, postings, recommendations, seekers
from marketplace.applications import Answer, ApplicationState
from marketplace.recommendations import Recommendation
from marketplace.seekers import SECTION_NAMES, Seeker
from matching.wording import reason_text
from tenants.work import Work, begin
from web.edge import current_actor, respond
from web.frame import nav_count
from web.job_cards import JobCard, Point, job_cards
from web.public_jobs import closed_job
from web.seeker.blueprint import bp
from web.translate import gettext


@dataclass(frozen=True)
class Offer:
    """A recommended job as the page shows it."""

    card: JobCard
    reasons: list[str]
    weak: list[str]
    answer: Answer | None


@bp.get("/")
def home() -> Response:
    """Greet by surname, name one thing to do now, show today's recommendations."""
    with begin(current_actor(), read_only=True) as work:
        person = seekers.access_own(work)
        rows = recommendations.list_today(work, person.id)
        answers = applications.own_answers(work, [row.posting.posting_id for row in rows])
        own = applications.list_own_applications(work, limit=20)
        nav_count("seeker.inbox", delivery.count_unread(work))
    cards = job_cards([row.posting for row in rows], home_point(person))
    offers = [
        _offer(card, row.recommendation, answers.get(row.posting.posting_id))
        for card, row in zip(cards, rows, strict=True)
    ]
    missing = seekers.missing_fields(person)
    return respond(
        "seeker/home.html",
        block="offers",
        person=person,
        offers=offers,
        invitations=[row for row in own if row.application.state is ApplicationState.INVITED],
        missing=missing[:1],
        section_names=SECTION_NAMES,
    )


@bp.get("/jobs/<int:posting_id>")
def job(posting_id: int) -> Response:
    """Show one job: pay and place first, reasons, what to do; similar ones once it is closed."""
    actor = current_actor()
    with begin(actor) as work:
        person = seekers.access_own(work)
        rows = postings.load_published(work, [posting_id])
        found = _opened(work, person, posting_id) if rows else None
        answer = applications.own_answers(work, [posting_id]).get(posting_id)
    if not rows:
        return closed_job(posting_id)
    card = job_cards(rows, home_point(person))[0]
    return respond(
        "seeker/jobs/show.html",
        block="answer",
        card=card,
        reasons=_texts(found.reasons if found else []),
        weak=_texts(found.weak if found else []),
        answer=answer,
        here=rows[0].tenant_id == actor.tenant_id,
        labels=applications.STATE_LABELS,
    )


def home_point(person: Seeker) -> Point | None:
    """Return the person's home for distances; None where it is not known."""
    if person.lat is None or person.lon is None:
        return None
    return person.lat, person.lon


def _opened(work: Work, person: Seeker, posting_id: int) -> Recommendation | None:
    found = recommendations.find_recommendation(work, person.id, posting_id)
    return None if found is None else recommendations.mark_opened(work, found.id)


def _offer(card: JobCard, found: Recommendation, answer: Answer | None) -> Offer:
    return Offer(card, _texts(found.reasons), _texts(found.weak), answer)


def _texts(reasons: list[dict[str, object]]) -> list[str]:
    return [
        reason_text(str(reason["code"]), dict(reason["values"]), gettext)  # type: ignore[call-overload]  # JSON objects
        for reason in reasons
    ]
