"""The feed that belongs to a list of jobs, for `<head>` and for a link on the page."""

from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

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
