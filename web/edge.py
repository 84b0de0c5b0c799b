"""What views are made of: who asks, what was sent, how to answer.

A view parses, calls one verb in a `Work`, and responds; it has no `try`. Refused forms and
services' refusals become pages in `web.errors`.
"""

from collections.abc import Collection
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask.globals import request_ctx
from jinja2_fragments.flask import render_block
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from runtime.errors import NotAllowed
from tenants.access import Actor, Role
from web.foresight import verb_errors
from web.forms import FormAssist, FormRefused, field_errors, read_fields
from web.regions import REGIONS
from web.security import UNSAFE, cookie_name, current_session

Model = TypeVar("Model", bound=BaseModel)
SEE_OTHER = 303


class SignInRequired(Exception):
    """Nobody is signed in here: `web.errors` leads to sign-in and keeps what was typed."""


def current_actor() -> Actor:
    """Return who is signed in. Raises SignInRequired."""
    opened = current_session()
    if opened is None:
        raise SignInRequired
    return opened.actor


def visitor() -> Actor:
    """Return who is signed in, or an anonymous visitor of the chosen region: public pages."""
    opened = current_session()
    return opened.actor if opened else Actor.anonymous(visited_tenant())


def visited_tenant() -> int:
    """Return the region a visitor looks at: chosen before, else the first of the registry."""
    chosen = request.cookies.get(cookie_name("area"), "")
    if chosen.isdecimal():
        return int(chosen)
    return REGIONS.first()


def guard(bp: Blueprint, roles: Collection[Role], *, but: Collection[str] = ()) -> None:
    """Let only people with one of `roles` reach the pages of `bp`, before anything is read.

    `but`: functions of the blueprint that anyone signed in may reach. Raises SignInRequired,
    NotAllowed. Finer permissions are the verbs' business.
    """

    @bp.before_request
    def refuse_others() -> None:
        actor = current_actor()
        name = (request.endpoint or "").rpartition(".")[2]
        if name not in but and not actor.roles & set(roles):
            raise NotAllowed


def parse(model: type[Model], *, page: str | None = None) -> Model:
    """Return what was sent as a `model`: the query of a GET, else the form or the JSON body.

    When it does not fit, the page with the form is shown again (422) with what was typed and
    a message at each field. That page is GET on the same address, or the endpoint `page` (with
    the same address arguments). Raises FormRefused, FormAssist; both are `web.errors`' business.
    """
    g.form_page = page
    shown_again = g.get("shown_again", False)
    reading = request.method not in UNSAFE or shown_again
    if request.is_json and not reading:
        return validated(model, request.get_json())
    sent = request.args if reading else request.form
    if not reading and "_assist" in sent:
        raise FormAssist
    raw = read_fields(model, sent)
    if not reading:
        raw |= {name: file for name, file in request.files.items() if file.filename}
    return _what_fits(model, raw) if shown_again else validated(model, raw)


def _what_fits(model: type[Model], raw: dict[str, Any]) -> Model:
    """Return the model of the fields that are right: a search shown again with what was wrong."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
        return model.model_validate({k: v for k, v in raw.items() if k not in wrong})


def validated(model: type[Model], raw: Any) -> Model:
    """Return `raw` as a `model`. Raises FormRefused with a message at each field."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        found = field_errors(model, error)
        raise FormRefused([*found, *verb_errors(model, raw, found)]) from error


def form_page() -> tuple[str, dict[str, Any]] | None:
    """Return endpoint and arguments of the page that holds the form being sent, if there is one."""
    named: str | None = g.get("form_page")
    if named:
        rule = next(iter(current_app.url_map.iter_rules(named)))
        sent = request.view_args or {}
        return named, {name: sent[name] for name in rule.arguments if name in sent}
    adapter = request_ctx.url_adapter
    if adapter is None or request.method not in UNSAFE:
        return None
    try:
        endpoint, args = adapter.match(method="GET")
    except HTTPException:
        return None
    return str(endpoint), dict(args)


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part of a page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Boosted") != "true"


def respond(template: str, *, block: str = "", to: str = "", **context: Any) -> Response:
    """Render the answer: htmx gets `block` of the page, everyone else the page.

    After a POST without htmx the browser is sent to `to` (303), so that reloading does not act
    again; without `to`, to the page the form was on.
    """
    if wants_fragment() and block:
        return make_response(render_block(template, block, **context))
    acted = request.method in UNSAFE and not g.get("shown_again", False)
    if acted and not wants_fragment():
        return redirect_to(to or _page_before())
    response = make_response(render_template(template, **context))
    if wants_fragment():
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response


def redirect_to(address: str) -> Response:
    """Send the browser on to `address` after an act; htmx makes a full page change of it."""
    if wants_fragment():
        response = make_response("")
        response.headers["HX-Redirect"] = address
        return response
    return cast("Response", redirect(address, SEE_OTHER))


def _page_before() -> str:
    page = form_page()
    if page is not None and not g.get("form_page"):
        return request.path
    return safe_address(request.referrer or "") or "/"


def safe_address(address: str) -> str:
    """Return `address` as a path of this site; an empty text for any other."""
    parts = urlsplit(address)
    if parts.netloc and parts.netloc != request.host:
        return ""
    if not parts.path.startswith("/") or parts.path.startswith(("//", "/\\")):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def say(text: str, *, kind: str = "success", undo: str = "", **fields: Any) -> None:
    """Leave a message for the next page; `undo` is the address that takes the act back."""
    said = session.setdefault("said", [])
    item: dict[str, Any] = {"text": text, "kind": kind}
    if undo:
        item["undo"] = {"action": undo, "fields": fields}
    said.append(item)
    session.modified = True


def said() -> list[dict[str, Any]]:
    """Return and forget the messages left by `say`."""
    return session.pop("said", []) if "said" in session else []
