"""What search engines are told of the site: robots.txt and sitemaps of all open jobs.

A part holds the jobs of one range of ids, so that none has more than a sitemap may hold
(sitemaps.org: 50,000), and a job stays in its part.
"""

from datetime import datetime

from flask import Response, abort, make_response, url_for

from marketplace import postings
from runtime.clock import CHINA
from tenants.work import begin
from web.edge import visitor
from web.feeds import bp
from web.xml_text import Element, child, serialised

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
PART = 50_000
PAGES = ("public.home", "public.jobs", "public.fair_list", "public.guide", "public.privacy")
PRIVATE = (
    "/api/", "/employer", "/login", "/me", "/officer", "/organiser", "/pickers/", "/ui",
)  # fmt: skip


@bp.get("/robots.txt")
def robots() -> Response:
    """Keep robots out of what needs a sign-in, and show them the sitemap."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {url_for('feeds.sitemap', _external=True)}")
    response = make_response("\n".join(lines) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Return the index of all parts."""
    with begin(visitor(), read_only=True) as work:
        ranges = postings.open_ranges(work, PART)
    root = Element("sitemapindex", {"xmlns": SITEMAP})
    _add(root, "sitemap", url_for("feeds.sitemap_pages", _external=True))
    for number, changed in ranges:
        address = url_for("feeds.sitemap_jobs", number=number, _external=True)
        _add(root, "sitemap", address, changed)
    return _answer(root)


@bp.get("/sitemap-pages.xml")
def sitemap_pages() -> Response:
    """Return the pages that are always there."""
    root = Element("urlset", {"xmlns": SITEMAP})
    for endpoint in PAGES:
        _add(root, "url", url_for(endpoint, _external=True))
    return _answer(root)


@bp.get("/sitemap-jobs-<int:number>.xml")
def sitemap_jobs(number: int) -> Response:
    """Return the pages of the open jobs of one range of ids."""
    with begin(visitor(), read_only=True) as work:
        rows = postings.open_pages(work, number, PART)
    if not rows:
        abort(404)
    base = url_for("public.job", posting_id=0, _external=True).removesuffix("0")
    root = Element("urlset", {"xmlns": SITEMAP})
    for posting_id, changed in rows:
        _add(root, "url", f"{base}{posting_id}", changed)
    return _answer(root)


def _add(root: Element, name: str, address: str, changed: datetime | None = None) -> None:
    item = child(root, name)
    child(item, "loc", address)
    if changed is not None:
        child(item, "lastmod", changed.astimezone(CHINA).isoformat(timespec="seconds"))


def _answer(root: Element) -> Response:
    response = make_response(serialised(root))
    response.content_type = "application/xml; charset=utf-8"
    return response
