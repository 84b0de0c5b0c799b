"""The relay: carries committed events to where they are handled.

One thread a consumer (index, embed, recommend, deliver), so that a server that is down holds up
only its own. Each waits for PostgreSQL's NOTIFY and, because a notice can be missed, asks every
few seconds which tenants have open events. Nothing is kept in memory: rows are leased and marked,
so a relay that is killed anywhere loses nothing, and any number of relays may run.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy.exc import SQLAlchemyError

from runtime.errors import Unavailable
from runtime.logging import configure_logging, get_logger
from runtime.settings import settings
from search.relay import embed_batch as relay_embed
from search.relay import relay_batch as relay_index
from tenants.outbox import CHANNEL, Consumer
from tenants.registry import tenants_with_events
from workers.handlers import relay_deliver, relay_recommend

WAIT_SECONDS = 1.0
SWEEP_EVERY = 5  # waits
PAUSES_SECONDS = (1.0, 2.0, 5.0)

log = get_logger(__name__)


@dataclass
class Loop:
    """One consumer's loop; `handle` works off a batch of a tenant and returns its size."""

    consumer: Consumer
    handle: Callable[[int], int]
    ending: threading.Event
    failures: int = 0
    missed: set[int] = field(default_factory=set)

    def run(self) -> None:
        """Listen and handle until told to end, however often a server goes away."""
        while not self.ending.is_set():
            try:
                self._listen()
            except (psycopg.Error, SQLAlchemyError) as error:
                self._pause(error)

    def _listen(self) -> None:
        url = settings().database_url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            waits = 0
            while not self.ending.is_set():
                woken = self._wait(connection)
                swept = tenants_with_events(self.consumer) if waits % SWEEP_EVERY == 0 else set()
                self._work_off(woken | self.missed | swept)
                waits += 1

    def _wait(self, connection: psycopg.Connection[object]) -> set[int]:
        notices = connection.notifies(timeout=WAIT_SECONDS, stop_after=1)
        woken = {int(notice.payload) for notice in notices}
        return woken | {int(n.payload) for n in connection.notifies(timeout=0)}

    def _work_off(self, tenants: Iterable[int]) -> None:
        """Handle one batch of each tenant in turn until none has any left."""
        open_tenants = sorted(tenants)
        self.missed = set()
        while open_tenants and not self.ending.is_set():
            open_tenants = [tenant for tenant in open_tenants if self._handle(tenant)]

    def _handle(self, tenant_id: int) -> int:
        try:
            taken = self.handle(tenant_id)
        except Unavailable as error:
            self.missed.add(tenant_id)
            self._pause(error)
            return 0
        self.failures = 0
        return taken

    def _pause(self, error: Exception) -> None:
        pause = PAUSES_SECONDS[min(self.failures, len(PAUSES_SECONDS) - 1)]
        self.failures += 1
        log.warning(
            "relay_waits", consumer=self.consumer.value, error=type(error).__name__, seconds=pause
        )
        self.ending.wait(pause)


def main(arguments: list[str]) -> None:
    """Run until a signal, or with `--bound PID` until that parent process is gone."""
    configure_logging()
    ending = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: ending.set())
    loops = [
        Loop(Consumer.INDEX, relay_index, ending),
        Loop(Consumer.EMBED, relay_embed, ending),
        Loop(Consumer.RECOMMEND, relay_recommend, ending),
        Loop(Consumer.DELIVER, relay_deliver, ending),
    ]
    threads = [threading.Thread(target=loop.run, name=loop.consumer) for loop in loops]
    for thread in threads:
        thread.start()
    _wait_for_end(ending, threads, _parent(arguments))
    for thread in threads:
        thread.join()


def _parent(arguments: list[str]) -> int | None:
    if arguments[:1] != ["--bound"]:
        return None
    return int(arguments[1]) if arguments[1:] else os.getppid()


def _wait_for_end(
    ending: threading.Event, threads: list[threading.Thread], parent: int | None
) -> None:
    """Return when it is time to end; a loop that died takes the whole relay with it."""
    while not ending.wait(WAIT_SECONDS):
        orphan = parent is not None and os.getppid() != parent
        if orphan or not all(thread.is_alive() for thread in threads):
            ending.set()


if __name__ == "__main__":
    main(sys.argv[1:])
