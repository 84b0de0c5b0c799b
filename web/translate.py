"""gettext with types: Chinese msgid in, the reader's language out."""

from typing import Any

import flask_babel


def gettext(message: str, **values: Any) -> str:
    """Return `message` in the reader's language, its named placeholders filled."""
    text = flask_babel.gettext(message, **values) if message else ""
    return str(text)


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """As `gettext`, by number; `%(num)d` holds the number."""
    return str(flask_babel.ngettext(one, many, number, **values))
