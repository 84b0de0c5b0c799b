"""Waiting for a database that restarts, where the act may be done again."""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from runtime.errors import Unavailable
from runtime.logging import get_logger
from runtime.messages import N_

PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.5
Item = TypeVar("Item")
log = get_logger()


class DatabaseAway(Unavailable):
    """The database did not answer, or stayed away for too long."""

    message = N_("数据库没有应答。请用 pes up 让它恢复，再执行同一条命令，会接着做。")


def patiently(act: Callable[[], Item], patience: float = PATIENCE_SECONDS) -> Item:
    """Do `act`; while the database is away, wait and do it again.

    `act` must be safe to repeat. Raises DatabaseAway after `patience` seconds.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return act()
        except DBAPIError as error:
            if not is_away(error):
                raise
            if time.monotonic() > until:
                raise DatabaseAway from error
            log.warning("waits_for_database", error=type(error.orig).__name__)
            time.sleep(PAUSE_SECONDS)


def is_away(error: DBAPIError) -> bool:
    """Tell a database that cannot be reached from one that refuses a statement."""
    lost = isinstance(error, OperationalError | InterfaceError)
    return lost or bool(error.connection_invalidated)
