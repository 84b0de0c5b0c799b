"""A session that ended while typing: the form is sealed into the sign-in page and offered again.

The sealed text is encrypted and signed, lives half an hour, only in the page itself, and never
holds passwords or files.
"""

from dataclasses import dataclass

from flask import request

from web.edge import form_page
from web.security import open_value, seal_value

KEPT_SECONDS = 1800
LARGEST = 200_000
PURPOSE = "kept-form"


@dataclass(frozen=True)
class KeptForm:
    """A form that was not taken: where it goes, what it held, whether a page can show it."""

    path: str
    has_page: bool
    fields: tuple[tuple[str, str], ...]


def kept_fields() -> list[tuple[str, str]]:
    """Return the fields of the form just sent that may be kept."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "_assist"} and "password" not in name
    ]


def seal_form() -> str:
    """Return the form just sent, sealed for the sign-in page; empty when there is nothing."""
    fields = kept_fields()
    if not fields or sum(len(value) for _, value in fields) > LARGEST:
        return ""
    return seal_value(PURPOSE, [request.full_path.rstrip("?"), form_page() is not None, fields])


def open_form(sealed: str) -> KeptForm | None:
    """Return what `seal_form` sealed, unless it is too old or not ours."""
    found = open_value(PURPOSE, sealed, KEPT_SECONDS) if sealed else None
    if not isinstance(found, list):
        return None
    path, has_page, fields = found
    return KeptForm(path, has_page, tuple((name, value) for name, value in fields))
