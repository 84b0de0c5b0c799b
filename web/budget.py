"""How many SQL statements a request runs: a page has a budget of twelve."""

from typing import Any

from flask import Flask, Response, g, has_request_context
from sqlalchemy import Engine, event

BUDGET = 12
SCOPE = ("SELECT set_config('app.tenant'", "SET TRANSACTION READ ONLY")
HEADER = "X-Query-Count"


@event.listens_for(Engine, "before_cursor_execute")
def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    """Count, but for what opens every transaction: its scope, and that it only reads."""
    if has_request_context() and not statement.startswith(SCOPE):
        g.queries = [*g.get("queries", []), statement]


def queries() -> list[str]:
    """Return the statements of this request so far."""
    run: list[str] = g.get("queries", [])
    return run


def _show(response: Response) -> Response:
    response.headers[HEADER] = str(len(queries()))
    return response


def start_budget(app: Flask) -> None:
    """Tell the count in a header, in tests and on a developer's machine."""
    app.after_request(_show)
