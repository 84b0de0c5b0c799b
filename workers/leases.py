"""Holding a lease while work goes on: renewed from a thread, until the block ends."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from runtime.errors import ServiceError
from runtime.logging import get_logger

log = get_logger(__name__)


@contextmanager
def kept(renew: Callable[[], None], every_seconds: float) -> Iterator[None]:
    """Call `renew` every so often while the block runs.

    When it fails the lease may go to another worker; the fence then refuses what this one
    writes, so the block may run on.
    """
    over = threading.Event()

    def keep() -> None:
        while not over.wait(every_seconds):
            try:
                renew()
            except (ServiceError, SQLAlchemyError) as error:
                log.warning("lease_not_renewed", error=type(error).__name__)

    thread = threading.Thread(target=keep, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
