"""Stopping digests by the link of a message, without signing in."""

from flask import Response, url_for

from marketplace import saved_searches
from tenants.access import Actor
from tenants.work import begin
from web.account import bp
from web.edge import redirect_to, respond, say
from web.translate import gettext


@bp.get("/stop/<token>")
def stop_form(token: str) -> Response:
    """Ask once more: mail and message scanners open links, and must not stop anything."""
    saved_searches.read_stop_token(token)
    return respond("account/stop.html")


@bp.post("/stop/<token>")
def stop(token: str) -> Response:
    """Turn all digests of the person off."""
    tenant_id, _ = saved_searches.read_stop_token(token)
    with begin(Actor.anonymous(tenant_id)) as work:
        saved_searches.stop_all(work, token)
    say(gettext("已退订，不会再收到新岗位通知。"))
    return redirect_to(url_for("public.home"))
