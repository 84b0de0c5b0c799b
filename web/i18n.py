"""Language, edition and text size of a page: the account's, else the browser's cookies."""

from flask import Flask, Response, request
from flask_babel import Babel

from runtime.errors import ServiceError
from runtime.settings import settings
from tenants import sessions
from tenants.sessions import SignedIn
from web.security import cookie_name, current_session
from web.translate import gettext

YEAR = 365 * 24 * 3600
CHOICES = {
    "language": ("zh", "en"),
    "edition": ("standard", "elder"),
    "text": ("20", "24", "30"),
}
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def preference(name: str) -> str:
    """Return the reader's choice of `language`, `edition` or `text` size."""
    chosen = request.cookies.get(cookie_name(name), "")
    if chosen in CHOICES[name]:
        return str(chosen)
    return _of_account(name) or CHOICES[name][0]


def _of_account(name: str) -> str:
    opened = current_session()
    if opened is None:
        return ""
    if name == "language":
        return opened.language
    return "elder" if name == "edition" and opened.elder_edition else ""


def keep_preference(response: Response, name: str, value: str) -> None:
    """Remember a choice in the browser for a year, where it is one of the choices."""
    if value in CHOICES[name]:
        response.set_cookie(
            cookie_name(name), value, max_age=YEAR, httponly=True, samesite="Lax",
            secure=settings().https, path="/",
        )  # fmt: skip


def remember_preference(opened: SignedIn | None, *, language: str, edition: str) -> None:
    """Keep a signed-in person's choice with the account, for every other browser."""
    account_id = opened.actor.account_id if opened else None
    if opened is None or account_id is None or not (language or edition):
        return
    elder = edition == "elder" if edition else opened.elder_edition
    sessions.set_preferences(account_id, language=language or opened.language, elder_edition=elder)


def locale() -> str:
    """Return the locale of this request."""
    return LOCALES[preference("language")]


def explain(error: ServiceError) -> str:
    """Return a service's refusal in the reader's language."""
    return gettext(error.message, **error.params)


def start_babel(app: Flask) -> None:
    """Set up translation: Chinese is the source, English a catalogue."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(
        app,
        default_locale=LOCALES["zh"],
        default_timezone="Asia/Shanghai",
        locale_selector=locale,
    )
