"""An Atom feed of any search (RFC 4287): the newest jobs that meet it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, request, url_for

from marketplace import postings
from marketplace.postings import PublishedPosting
from runtime.clock import CHINA, now
from search.criteria import Sort
from search.execution import execute
from search.jobs import job_query
from tenants.access import Actor
from tenants.registry import Tenant, TenantNotFound
from tenants.work import begin
from web.data_licence import CC0_ADDRESS, licence_of
from web.edge import parse, visitor
from web.job_cards import JobCard, job_cards
from web.job_posting import summary
from web.job_search import JobSearch, asked_of, middle_of, scope_of
from web.list_links import feed_query
from web.public_jobs import job_address
from web.regions import REGIONS
from web.translate import gettext
from web.xml_text import Element, child, serialised

bp = Blueprint("feeds", __name__)
ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ENTRIES = 50
TAG_YEAR = 2026
"""The year by which the host of a tag address (RFC 4151) is named; part of it for good."""


@bp.get("/jobs.atom")
def jobs_atom() -> Response:
    """Return the newest jobs for the same words and conditions as the list takes.

    Without the index there is no answer (503): a feed of other jobs would be a lie.
    """
    form, tenant = parse(JobSearch, page="public.jobs"), _tenant()
    actor = Actor.anonymous(tenant.id)
    found = _newest(form, actor)
    with begin(actor, read_only=True) as work:
        rows = postings.load_published(work, found)
        changed = postings.changed_at(work, found)
        licence = licence_of(work)
    return _answer(_feed(tenant, rows, changed, licensed=licence is not None))


def _tenant() -> Tenant:
    """Return the region that the address names, else the visitor's. Raises TenantNotFound."""
    code = request.args.get("area", "")
    wanted = int(code) if code.isascii() and code.isdigit() else visitor().tenant_id
    found = REGIONS.all(wanted).get(wanted)
    if found is None:
        raise TenantNotFound(code=wanted)
    return found


def _newest(form: JobSearch, actor: Actor) -> list[int]:
    asked = asked_of(form, middle_of(form.place or actor.tenant_id))
    asked = replace(asked, sort=Sort.NEWEST, offset=0, limit=ENTRIES)
    return execute(scope_of(form, actor), job_query(asked)).ids


def _answer(feed: Element) -> Response:
    response = make_response(serialised(feed))
    response.content_type = MEDIA_TYPE
    response.add_etag()
    response.make_conditional(request)
    return response


def _feed(
    tenant: Tenant,
    rows: Sequence[PublishedPosting],
    changed: dict[int, datetime],
    *,
    licensed: bool,
) -> Element:
    query = feed_query(request.args, tenant.id)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hans-CN"})
    child(feed, "id", _tag(f"jobs?{urlencode(query, doseq=True)}"))
    child(feed, "title", _title(tenant))
    child(feed, "updated", _instant(max(changed.values(), default=_midnight())))
    own = url_for("feeds.jobs_atom", _external=True, **query)
    child(feed, "link", rel="self", type="application/atom+xml", href=own)
    listed = {name: values for name, values in query.items() if name != "area"}
    html = url_for("public.jobs", _external=True, **listed)
    child(feed, "link", rel="alternate", type="text/html", href=html)
    child(child(feed, "author"), "name", tenant.name)
    if licensed:
        child(feed, "rights", f"CC0 1.0 {CC0_ADDRESS}")
    for card in job_cards(rows):
        _entry(feed, card, changed.get(card.posting.posting_id, card.posting.published_at))
    return feed


def _entry(feed: Element, card: JobCard, changed: datetime) -> None:
    posting = card.posting
    entry = child(feed, "entry")
    child(entry, "id", _tag(f"job/{posting.posting_id}"))
    child(entry, "title", gettext("%(title)s，%(pay)s", title=posting.title, pay=card.pay))
    child(entry, "published", _instant(posting.published_at))
    child(entry, "updated", _instant(max(changed, posting.published_at)))
    child(entry, "link", rel="alternate", type="text/html", href=job_address(posting.posting_id))
    child(child(entry, "author"), "name", posting.employer_name)
    child(entry, "summary", summary(card), type="text")


def _title(tenant: Tenant) -> str:
    words = request.args.get("q", "").strip()
    if words:
        return gettext("%(area)s招聘：%(words)s", area=tenant.name, words=words)
    return gettext("%(area)s最新招聘岗位", area=tenant.name)


def _tag(name: str) -> str:
    """Return an address that names something for good (RFC 4151), wherever it may move."""
    host = request.host.partition(":")[0]
    return f"tag:{host},{TAG_YEAR}:{name}"


def _instant(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds")


def _midnight() -> datetime:
    """The beginning of today: an empty feed changes once a day, not with every reading."""
    return now().astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
