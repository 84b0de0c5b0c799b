"""What happens when a worker starts and stops: logs, clean connections, relay and watchdog."""

from typing import Any

from celery.signals import (
    setup_logging,
    worker_process_init,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)

from runtime.logging import configure_logging
from tenants.database import engine
from workers.relay_keeper import RelayKeeper
from workers.watchdog import Watchdog

_keeper = RelayKeeper()
_watchdog = Watchdog(before=_keeper.stop)


@setup_logging.connect
def _set_up_logging(**_: Any) -> None:
    configure_logging()


@worker_process_init.connect
def _forget_parents_connections(**_: Any) -> None:
    """A forked child must not talk over sockets that its parent opened."""
    engine().dispose(close=False)


@worker_ready.connect
def _start_helpers(**_: Any) -> None:
    _keeper.start()
    _watchdog.start()


@worker_shutting_down.connect
def _stop_watchdog(**_: Any) -> None:
    _watchdog.stop()


@worker_shutdown.connect
def _stop_relay(**_: Any) -> None:
    _keeper.stop()
