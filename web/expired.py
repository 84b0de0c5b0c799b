"""A form whose page is older than its session: nothing is done, and nothing typed is lost.

The session ended, or another tab signed out and in again. Who is still signed in gets the form
again, filled, with a fresh token; who is not signs in first, and finds it then.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, make_response, render_template, request

from web.edge import SignInRequired, form_page
from web.errors import TITLES, on_service_error, on_sign_in_required, show_again, wants_json
from web.forms import FieldError, FormState
from web.i18n import explain
from web.navigation import PERSONAS
from web.resume import kept_fields
from web.security import FormExpired, current_session
from web.translate import gettext

STATUS = 403
BEHIND_SIGN_IN = frozenset(persona.blueprint for persona in PERSONAS)


def start_expired(app: Flask) -> None:
    """Register the mapping."""
    app.register_error_handler(FormExpired, on_form_expired)


def on_form_expired(error: FormExpired) -> Response:
    """Show the form again or lead to sign-in; what another site sent is only refused."""
    if wants_json():
        return on_service_error(error) if current_session() else on_sign_in_required(_nobody())
    if not _sent_from_here():
        return on_service_error(error)
    if request.blueprint in BEHIND_SIGN_IN and current_session() is None:
        return on_sign_in_required(_nobody())
    text = explain(error)
    if form_page():
        return show_again(FormState(request.form, (FieldError("", text),)), STATUS)
    page = render_template(
        "errors/error.html",
        status=STATUS,
        heading=gettext(TITLES[STATUS]),
        text=text,
        kept_fields=kept_fields(),
    )
    return make_response(page, STATUS)


def _nobody() -> SignInRequired:
    return SignInRequired()


def _sent_from_here() -> bool:
    """Tell whether our own page sent the form: a browser names the sender of every POST."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
