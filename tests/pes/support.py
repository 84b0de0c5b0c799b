"""Small things the tests of this folder share."""

import shutil
from pathlib import Path

from pes.servers import Supervisor
from pes.servers.layout import layout_of


def discard(supervisor: Supervisor) -> None:
    """Stop everything and remove the data, wherever they lie."""
    supervisor.stop()
    discard_data(supervisor.layout.state)


def discard_data(state: Path) -> None:
    """Remove the data of a state folder, which may lie outside of it."""
    shutil.rmtree(layout_of(state).data.parent, ignore_errors=True)


def libpq(url: str) -> str:
    """The address as libpq wants it."""
    return url.replace("+psycopg", "", 1)
