"""Searches that a person keeps, and what was new to them."""

from typing import Annotated
from urllib.parse import parse_qsl

from flask import Response, url_for
from pydantic import Field
from werkzeug.datastructures import MultiDict

from marketplace import saved_searches, seekers
from marketplace.saved_searches import Frequency
from runtime.messages import N_
from search.saved_searches import state_of
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say, validated
from web.forms import Form, read_fields
from web.job_cards import job_cards
from web.job_choices import chosen_chips
from web.job_search import JobSearch
from web.list_links import search_query
from web.seeker.blueprint import bp
from web.seeker.jobs import home_point
from web.translate import gettext

LONGEST_QUERY = 2000
FREQUENCIES: dict[Frequency, str] = {
    Frequency.DAILY: N_("每天"),
    Frequency.WEEKLY: N_("每周"),
    Frequency.OFF: N_("不通知"),
}


class SearchShown(Form):
    """A search as it stands in the list's address."""

    search: Annotated[str, Field(max_length=LONGEST_QUERY)] = ""


class KeepForm(SearchShown):
    """A search to keep, and how often to hear of it."""

    frequency: Annotated[Frequency, Field(title=N_("多久告诉我一次"))]


@bp.get("/searches")
def list_searches() -> Response:
    """List the searches the person keeps."""
    with begin(current_actor(), read_only=True) as work:
        rows = saved_searches.list_own_searches(work)
    return respond("seeker/searches/list.html", rows=rows, frequencies=FREQUENCIES)


@bp.get("/searches/new")
def new_search() -> Response:
    """Ask how often to hear of new jobs of a search."""
    shown = parse(SearchShown)
    _, asked = _read(shown.search)
    return respond(
        "seeker/searches/new.html",
        search=shown.search,
        name=search_name(asked),
        frequencies=FREQUENCIES,
    )


@bp.post("/searches/new")
def keep_search() -> Response:
    """Keep a search."""
    form = parse(KeepForm)
    query, asked = _read(form.search)
    state = state_of(asked.q, asked.choices, everywhere=asked.everywhere)
    name = search_name(asked)
    with begin(current_actor()) as work:
        saved_searches.save_search(work, query, state, name=name, frequency=form.frequency)
    say(gettext("已保存。有新岗位时，会在“消息”里告诉您。"))
    return redirect_to(url_for("seeker.list_searches"))


@bp.post("/searches/<int:search_id>/<any(daily, weekly, off):frequency>")
def change_search(search_id: int, frequency: str) -> Response:
    """Hear of a search daily, weekly or not at all."""
    with begin(current_actor()) as work:
        saved_searches.change_frequency(work, search_id, Frequency(frequency))
    say(gettext("已改好。"))
    return redirect_to(url_for("seeker.list_searches"))


@bp.post("/searches/<int:search_id>/delete")
def delete_search(search_id: int) -> Response:
    """Forget a search."""
    with begin(current_actor()) as work:
        saved_searches.delete_search(work, search_id)
    say(gettext("已删除。"))
    return redirect_to(url_for("seeker.list_searches"))


@bp.get("/searches/digests/<int:digest_id>")
def digest(digest_id: int) -> Response:
    """Show the jobs of one digest that are still open."""
    with begin(current_actor(), read_only=True) as work:
        made, rows = saved_searches.load_digest(work, digest_id)
        near = home_point(seekers.access_own(work))
    return respond("seeker/searches/digest.html", digest=made, jobs=job_cards(rows, near))


def search_name(asked: JobSearch) -> str:
    """Return a search in words: what was typed, what was chosen."""
    parts = [asked.q.strip(), *(str(chip["text"]) for chip in chosen_chips(asked))]
    if asked.everywhere:
        parts.append(gettext("也看其他市州的岗位"))
    return "，".join(filter(None, parts)) or gettext("本地全部岗位")


def _read(search: str) -> tuple[str, JobSearch]:
    """Return the search in one order, and what it asks for. Raises FormRefused."""
    known = [pair for pair in parse_qsl(search) if pair[0] in JobSearch.model_fields]
    args = MultiDict(known)
    return search_query(args), validated(JobSearch, read_fields(JobSearch, args))
