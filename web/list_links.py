"""What belongs to a list of jobs: its feed, and keeping the search."""

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from tenants.access import Role
from web.edge import visitor

LIST = "public.jobs"
LEFT_OUT = {"page", "sort", "area", "after"}
"""What makes no feed of its own: a feed is the newest first, on one page."""


def feed_address() -> str:
    """Return the address of this list's feed; empty on other pages.

    A program that reads the feed has no cookies, so the region is named in it.
    """
    if request.endpoint != LIST:
        return ""
    return url_for("feeds.jobs_atom", **feed_query(request.args, visitor().tenant_id))


def feed_query(args: MultiDict[str, str], area: int) -> dict[str, Any]:
    """Return what names a feed, in one order whatever the order asked: empty ones left out."""
    kept = {
        name: sorted(value for value in values if value)
        for name, values in sorted(args.lists())
        if name not in LEFT_OUT
    }
    return {"area": [str(area)], **{name: values for name, values in kept.items() if values}}


def save_address() -> str:
    """Return the address on which this list's search is kept; empty for who cannot.

    A visitor is asked to sign in there, and comes back.
    """
    actor = visitor()
    if actor.account_id is not None and Role.SEEKER not in actor.roles:
        return ""
    return url_for("seeker.new_search", search=search_query(request.args) or None)


def search_query(args: MultiDict[str, str]) -> str:
    """Return a search as it stands in an address, the same for the same search."""
    query = feed_query(args, 0)
    return urlencode({name: values for name, values in query.items() if name != "area"}, doseq=True)
