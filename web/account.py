"""Signing in and out, changing region, edition, text size and language."""

from typing import Annotated

from flask import Blueprint, Response, make_response, render_template, request, url_for
from pydantic import Field

from runtime.messages import N_
from runtime.settings import settings
from tenants import sessions
from web.edge import current_actor, parse, redirect_to, respond, safe_address, say
from web.forms import Form, HalfWidth, WholeNumber
from web.i18n import CHOICES, keep_preference, remember_preference
from web.navigation import home_endpoint, persona_of
from web.resume import open_form
from web.security import (
    close_session,
    cookie_name,
    current_session,
    enter_session,
    open_session,
    session_token,
)
from web.translate import gettext

bp = Blueprint("account", __name__)
YEAR = 365 * 24 * 3600


class SignInForm(Form):
    """Name and password; `kept` is a form whose session ended while it was typed."""

    username: Annotated[HalfWidth, Field(title=N_("手机号或登录名"), max_length=64)]
    password: Annotated[str, Field(title=N_("密码"), max_length=128)]
    next: str = ""
    kept: str = ""


class PasswordForm(Form):
    """The password in use, and the one to come."""

    old_password: Annotated[str, Field(title=N_("现在的密码"), max_length=128)]
    password: Annotated[str, Field(title=N_("新密码"), max_length=128)]


class TenantForm(Form):
    """The region to work or to look around in."""

    tenant_id: Annotated[WholeNumber, Field(title=N_("地区"))]
    next: str = ""


class PreferenceForm(Form):
    """One choice of how pages are shown."""

    edition: str = ""
    text: str = ""
    language: str = ""
    next: str = ""


@bp.get("/login")
def login() -> Response:
    """Show the sign-in form."""
    return respond("account/login.html", next=safe_address(request.args.get("next", "")), kept="")


@bp.post("/login")
def sign_in() -> Response:
    """Open a session with a new id, then go on to where the person was going."""
    form = parse(SignInForm)
    opened = sessions.sign_in(form.username, form.password, request.remote_addr or "")
    sessions.sign_out(session_token())
    enter_session(opened)
    response = _page_after_sign_in(form)
    open_session(response, opened)
    return response


def _page_after_sign_in(form: SignInForm) -> Response:
    kept = open_form(form.kept)
    if kept is not None:
        return make_response(render_template("account/resume.html", kept=kept))
    return redirect_to(safe_address(form.next) or start_page())


def start_page() -> str:
    """Return where the person of this request starts."""
    opened = current_session()
    return url_for(home_endpoint(persona_of(opened.actor if opened else None, None)))


@bp.post("/logout")
def logout() -> Response:
    """End the session in the register and in the browser."""
    sessions.sign_out(session_token())
    response = redirect_to("/")
    close_session(response)
    return response


@bp.get("/password")
def password() -> Response:
    """Show the form for a new password."""
    current_actor()
    return respond("account/password.html")


@bp.post("/password")
def save_password() -> Response:
    """Set a new password; every session of the account ends, this one too."""
    actor, form = current_actor(), parse(PasswordForm)
    sessions.change_password(actor, form.old_password, form.password)
    response = redirect_to(url_for("account.login"))
    close_session(response)
    say(gettext("密码已修改，别处的登录都已退出。请用新密码登录。"))
    return response


@bp.post("/tenants/switch")
def switch_tenant() -> Response:
    """Act in another of one's regions; a visitor looks around in it."""
    form = parse(TenantForm)
    if current_session() is not None:
        sessions.switch_tenant(session_token(), form.tenant_id)
        return redirect_to("/")
    response = redirect_to(safe_address(request.referrer or "") or "/")
    response.set_cookie(
        cookie_name("area"),
        str(form.tenant_id),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings().https,
    )
    return response


@bp.post("/preferences")
def preferences() -> Response:
    """Change 普通版 / 长辈版, text size or language, here and in the account."""
    form = parse(PreferenceForm)
    response = redirect_to(safe_address(form.next) or "/")
    for name in CHOICES:
        if getattr(form, name):
            keep_preference(response, name, getattr(form, name))
    remember_preference(current_session(), language=form.language, edition=form.edition)
    return response
