"""The application factory. To add a persona: import its module, add its `bp` to BLUEPRINTS."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from runtime.settings import settings
from web import (
    account,
    api,
    assets,
    employer,
    feeds,
    job_list,  # noqa: F401 - adds its page to `public.bp`
    officer,
    organiser,
    pickers,
    public,
    public_jobs,  # noqa: F401 - adds its pages to `public.bp`
    registration,
    seeker,
    sitemaps,  # noqa: F401 - adds its addresses to `feeds.bp`
    stopping,  # noqa: F401 - adds its pages to `account.bp`
    ui,
)
from web.api.description import with_licence, with_problems
from web.api.schemas import Problem
from web.budget import start_budget
from web.compression import start_compression
from web.errors import refuse_input, start_errors
from web.expired import start_expired
from web.i18n import start_babel
from web.limits import start_limits
from web.resubmission import start_resubmission
from web.security import start_security
from web.templating import start_templating

BLUEPRINTS: tuple[Blueprint, ...] = (
    assets.bp,
    public.bp,
    feeds.bp,
    account.bp,
    registration.bp,
    seeker.bp,
    employer.bp,
    officer.bp,
    organiser.bp,
    pickers.bp,
    ui.bp,
)
API_BLUEPRINTS: tuple[APIBlueprint, ...] = api.BLUEPRINTS
INFO = Info(title="OpenPES", version="1.0.0", description="公共就业服务开放平台接口")
SIGN_IN: dict[str, Any] = {
    "session": {"type": "apiKey", "in": "cookie", "name": "pes_session"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def create_app() -> OpenAPI:
    """Build the web application: pages, JSON API and its description."""
    app = OpenAPI(
        "web",
        info=INFO,
        doc_ui=False,
        static_folder=None,
        security_schemes=SIGN_IN,
        validation_error_callback=refuse_input,
        validation_error_model=Problem,
    )
    trust_proxies(app, settings().proxies)
    app.testing = settings().environment == "test"
    start_compression(app)  # the first to be registered runs last on the way out
    start_security(app)
    start_babel(app)
    start_templating(app)
    start_errors(app)
    start_expired(app)
    start_limits(app)
    start_resubmission(app)
    if settings().environment != "production":
        start_budget(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for described in API_BLUEPRINTS:
        app.register_api(described)
    app.add_url_rule("/api/v1/openapi.json", "openapi", lambda: describe(app))
    return app


def trust_proxies(app: Flask, count: int) -> None:
    """Take a visitor's address, host and scheme from `count` proxies; from anybody else's, no."""
    if count:
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # Flask's documented way


def describe(app: OpenAPI) -> Response:
    """Return the OpenAPI 3.1 description of the JSON API, made from its code."""
    return jsonify(with_licence(with_problems(app.api_doc)))
