"""The page of one job, for everyone: to read, to print, and after the job is closed."""

from http import HTTPStatus
from typing import Any

from flask import Response, url_for

from marketplace import postings
from marketplace.postings import PostingTrace, PublishedPosting
from tenants.work import begin
from web.edge import redirect_to, respond, visitor
from web.job_cards import job_cards
from web.job_posting import job_posting, summary
from web.public import bp
from web.qr import qr_image
from web.similar_jobs import similar_jobs


@bp.get("/jobs/<int:posting_id>")
def job(posting_id: int) -> Response:
    """Show one published job; a seeker is led to the page with their own answers.

    A closed one is answered 410 with similar jobs. One that was never public is not found,
    whether it exists or not.
    """
    found = _published(posting_id)
    if isinstance(found, PostingTrace):
        return _gone(found)
    if visitor().seeker_id is not None:
        return redirect_to(url_for("seeker.job", posting_id=posting_id))
    return respond("public/job.html", **_page(found))


@bp.get("/jobs/<int:posting_id>/print")
def job_print(posting_id: int) -> Response:
    """Show a job as a notice to print and put up, with a QR code that leads to its page."""
    found = _published(posting_id)
    if isinstance(found, PostingTrace):
        return _gone(found)
    page = _page(found)
    return respond("public/job_print.html", qr=qr_image(page["address"]), **page)


def closed_job(posting_id: int) -> Response:
    """Answer for a job that is not public: gone if it was. Raises PostingNotFound if never."""
    found = _published(posting_id)
    if isinstance(found, PostingTrace):
        return _gone(found)
    raise postings.PostingNotFound  # published in between: asking again shows it


def job_address(posting_id: int) -> str:
    """Return the stable address of a job's page, with scheme and host."""
    return url_for("public.job", posting_id=posting_id, _external=True)


def _published(posting_id: int) -> PublishedPosting | PostingTrace:
    """Return the posting, or the trace of a closed one. Raises PostingNotFound."""
    with begin(visitor(), read_only=True) as work:
        rows = postings.load_published(work, [posting_id])
        trace = None if rows else postings.find_trace(work, posting_id)
    if rows:
        return rows[0]
    if trace is None:
        raise postings.PostingNotFound
    return trace


def _page(posting: PublishedPosting) -> dict[str, Any]:
    card, address = job_cards([posting])[0], job_address(posting.posting_id)
    return {
        "card": card,
        "address": address,
        "summary": summary(card),
        "structured": job_posting(posting, address),
    }


def _gone(trace: PostingTrace) -> Response:
    response = respond("public/gone.html", jobs=job_cards(similar_jobs(visitor(), trace)))
    response.status_code = HTTPStatus.GONE
    return response
