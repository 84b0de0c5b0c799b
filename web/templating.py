"""What every template can reach without asking: the component library and a few functions."""

import json
import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from jinja2 import Environment

from web import forms, pickers, security
from web.assets import asset
from web.edge import said
from web.formats import FILTERS, page_numbers
from web.frame import page_frame
from web.job_posting import json_ld
from web.list_links import feed_address, save_address
from web.place_words import place_words

HTMX = {
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "allowEval": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "scrollIntoViewOnBoost": False,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": True, "error": True},
    ],
}


COMPONENTS = (
    "form", "button", "field", "card", "status", "message", "frame", "table", "steps", "figure",
    "picker", "icon",
)  # fmt: skip


class UiLibrary:
    """`ui.button(…)`: every public macro of `templates/ui/*.html`, under one name."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._macros: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in self._macros:
            self._macros[name] = self._find(name)
        return self._macros[name]

    def _find(self, name: str) -> Any:
        for file in COMPONENTS:
            macro = getattr(self._env.get_template(f"ui/{file}.html").module, name, None)
            if macro is not None:
                return macro
        raise AttributeError(f"the component library has no macro {name!r}")


def htmx_config() -> str:
    """Return htmx's settings for its <meta>."""
    return json.dumps(HTMX, separators=(",", ":"))


def submission_token() -> str:
    """Return a fresh token by which a form sent twice is known."""
    return secrets.token_urlsafe(12)


def here() -> str:
    """Return this page's own address, for forms that come back to it."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def with_query(changes: dict[str, Any]) -> str:
    """Return this address with some of its query changed; None or an empty text takes one away."""
    query = {name: values for name, values in request.args.lists() if name not in changes}
    query |= {name: [value] for name, value in changes.items() if value not in {None, ""}}
    pairs = [(name, value) for name, values in query.items() for value in values]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


GLOBALS = {
    "asset": asset,
    "counties": pickers.counties,
    "csp_nonce": security.csp_nonce,
    "csrf_token": security.csrf_token,
    "errors_of": forms.errors_of,
    "feed_address": feed_address,
    "form_errors": forms.form_errors,
    "here": here,
    "htmx_config": htmx_config,
    "is_stale": forms.is_stale,
    "occupation_options": pickers.occupation_options,
    "page_frame": page_frame,
    "page_numbers": page_numbers,
    "said": said,
    "save_address": save_address,
    "submission_token": submission_token,
    "townships": pickers.townships,
    "typed": forms.typed,
    "typed_list": forms.typed_list,
    "with_query": with_query,
}


def start_templating(app: Flask) -> None:
    """Give templates their globals and filters; an unknown name in a template is an error."""
    app.jinja_env.globals.update(GLOBALS, ui=UiLibrary(app.jinja_env))
    app.jinja_env.filters.update(FILTERS, place=place_words, json_ld=json_ld)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
