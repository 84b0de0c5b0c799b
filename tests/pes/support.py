"""Small things the tests of this folder share."""

import shutil

from pes.servers import Supervisor


def discard(supervisor: Supervisor) -> None:
    """Stop everything and remove the data, wherever they lie."""
    supervisor.stop()
    layout = supervisor.layout
    elsewhere = layout.state not in layout.data.parents
    shutil.rmtree(layout.data.parent if elsewhere else layout.data, ignore_errors=True)


def libpq(url: str) -> str:
    """The address as libpq wants it."""
    return url.replace("+psycopg", "", 1)
