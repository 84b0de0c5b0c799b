"""Cookies, anti-forgery tokens, headers: what keeps a browser's session its own."""

import base64
import hashlib
import hmac
import json
import secrets

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, Response, g, request, session

from runtime.errors import NotAllowed
from runtime.messages import N_
from runtime.settings import settings
from tenants import sessions
from tenants.sessions import SignedIn

SIGN_IN_BY_PROGRAM = "api_session.open_session"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
}


class FormForged(NotAllowed):
    """The form came from another site."""

    message = N_("这个请求来自别的网站，为了您的安全没有执行。请从本网站的页面重新操作。")


class FormExpired(NotAllowed):
    """The form's anti-forgery token is not this session's."""

    message = N_("页面打开得太久，为了您的安全没有提交。您填的内容都在，请再点一次提交。")


def cookie_name(name: str) -> str:
    """Return the cookie's full name: bound to this host and to https where there is https."""
    return f"__Host-pes_{name}" if settings().https else f"pes_{name}"


def session_token() -> str:
    """Return the request's session token, a new one once opened; empty for a visitor.

    A program sends it as a bearer key; then cookies do not count.
    """
    if has_bearer():
        return request.headers["Authorization"].removeprefix("Bearer ").strip()
    token: str = g.get("session_token", request.cookies.get(cookie_name("session"), ""))
    return token


def current_session() -> SignedIn | None:
    """Return the signed-in session of this request, looked up once; None for a visitor."""
    if "signed_in" not in g:
        token = session_token()
        g.signed_in = sessions.signed_in(token) if token else None
    found: SignedIn | None = g.signed_in
    return found


def enter_session(opened: SignedIn) -> None:
    """Make the rest of this request run as the person who just signed in."""
    g.signed_in, g.session_token = opened, opened.token


def open_session(response: Response, opened: SignedIn) -> None:
    """Give the browser its new session; everything of the visitor before is dropped."""
    session.clear()
    enter_session(opened)
    response.set_cookie(
        cookie_name("session"), opened.token, httponly=True, samesite="Lax",
        secure=settings().https, path="/",
    )  # fmt: skip


def close_session(response: Response) -> None:
    """Take the session's cookies away and have the browser drop what it kept of the site."""
    session.clear()
    g.signed_in, g.session_token = None, ""
    response.delete_cookie(cookie_name("session"), path="/", secure=settings().https)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def csrf_token() -> str:
    """Return this browser's anti-forgery token, masked anew for every page (BREACH)."""
    token = bytes.fromhex(_csrf_secret())
    pad = secrets.token_bytes(len(token))
    return base64.urlsafe_b64encode(pad + _xor(pad, token)).decode()


def _csrf_secret() -> str:
    token = session_token()
    if not token:
        token = session.setdefault("seed", secrets.token_urlsafe(24))
    return sessions.csrf_of(token)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _unmask(sent: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(sent)
        half = len(raw) // 2
        return _xor(raw[:half], raw[half:]).hex()
    except ValueError:
        return ""


def check_forgery() -> None:
    """Refuse an unsafe request that does not prove it comes from our own page.

    A request that carries a bearer key instead of cookies cannot be forged by a browser; the
    sign-in of programs sets no cookie, so there is nothing to gain by forging it.
    """
    if request.method not in UNSAFE or has_bearer() or request.endpoint == SIGN_IN_BY_PROGRAM:
        return
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        raise FormForged
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not hmac.compare_digest(_unmask(sent), _csrf_secret()):
        raise FormExpired


def has_bearer() -> bool:
    """Tell whether the request signs in by a bearer key."""
    return request.headers.get("Authorization", "").startswith("Bearer ")


def csp_nonce() -> str:
    """Return this response's nonce for scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def put_headers(response: Response) -> Response:
    """Add the headers that every answer carries."""
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce()))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "assets.asset_file":
        response.vary.update(["HX-Request", "Cookie"])
        response.headers.setdefault("Cache-Control", "no-store" if session_token() else "no-cache")
    return response


def _sealer(purpose: str) -> Fernet:
    key = hashlib.sha256(f"{purpose}|{settings().secret_key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal_value(purpose: str, value: object) -> str:
    """Encrypt and sign something the browser keeps for us for a short time."""
    return _sealer(purpose).encrypt(json.dumps(value).encode()).decode()


def open_value(purpose: str, sealed: str, max_age: int) -> object | None:
    """Return what `seal_value` sealed at most `max_age` seconds ago; None otherwise."""
    try:
        opened: object = json.loads(_sealer(purpose).decrypt(sealed.encode(), ttl=max_age))
    except (InvalidToken, ValueError):
        return None
    return opened


def start_security(app: Flask) -> None:
    """Set cookie and size limits, check forgery first, put headers last."""
    app.config.update(
        SECRET_KEY=settings().secret_key or secrets.token_hex(32),
        SESSION_COOKIE_NAME=cookie_name("visit"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings().https,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
    )
    app.before_request(check_forgery)
    app.after_request(put_headers)
