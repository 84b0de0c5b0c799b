"""Starts a worker anew that lives and no longer takes tasks.

A broker that dies at an unlucky moment can leave Celery's loop listening to nothing: the process
lives, may even answer a ping, and takes no task again (celery issue 8030, kombu issue 2492, and
seen here). What tells it from a worker at rest: tasks wait, none is in hand, and none was taken for
a while. The process replaces itself by its own command, so that whoever started it need not know.
"""

import os
import sys
import threading
from collections.abc import Callable

import psutil
from celery.worker import state

from runtime.logging import get_logger
from workers.app import QUEUES
from workers.broker import BrokerUnavailable, waiting

LOOK_SECONDS = 5.0
LOOKS = 6
"""How many looks in a row must find it stalled; celery needs some to find its own way back."""
CHILDREN_TRIES, CHILDREN_SECONDS = 5, 2.0

log = get_logger(__name__)


class Watchdog:
    """Looks at the worker around it from a thread of its own."""

    def __init__(self, before: Callable[[], None]) -> None:
        self._before = before
        self._ending = threading.Event()
        self._taken = 0

    def start(self) -> None:
        """Begin to look. Call once, in the worker's main process."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Look no more: a worker that is being stopped takes no task either."""
        self._ending.set()

    def _watch(self) -> None:
        stalled = 0
        while not self._ending.wait(LOOK_SECONDS):
            stalled = stalled + 1 if self._stalled() else 0
            if stalled >= LOOKS and not self._ending.is_set():
                log.error("worker_stalled", seconds=round(LOOK_SECONDS * LOOKS))
                self._before()
                start_anew()

    def _stalled(self) -> bool:
        taken, self._taken = self._taken, state.all_total_count[0]
        if taken != self._taken or state.reserved_requests or state.active_requests:
            return False
        try:
            return any(waiting(queue) for queue in QUEUES)
        except BrokerUnavailable:
            return False


def start_anew() -> None:
    """Replace this process by the command that it was started with; its children are ended."""
    for _ in range(CHILDREN_TRIES):  # the pool may start others while these end
        children = psutil.Process().children(recursive=True)
        if not children:
            break
        for child in children:
            child.kill()
        psutil.wait_procs(children, CHILDREN_SECONDS)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command
