"""Keeps one relay process alive beside a worker.

A process of its own, not a thread: the worker forks its children, and a child forked while a
thread holds a lock would wait for it for ever. The relay ends by itself when its worker is gone.
"""

import os
import subprocess
import sys
import threading

from runtime.logging import get_logger
from runtime.settings import settings

PAUSE_SECONDS = 1.0
STOP_SECONDS = 10.0

log = get_logger(__name__)


class RelayKeeper:
    """Starts the relay and starts it again whenever it ends."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin keeping a relay. Safe to repeat."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._keep, name="relay-keeper", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the relay, letting it finish what it has in hand. Safe to repeat."""
        self._ending.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def _keep(self) -> None:
        while not self._ending.is_set():
            command = [sys.executable, "-m", "workers.relay", "--bound", str(os.getpid())]
            self._process = subprocess.Popen(command, cwd=settings().home)  # noqa: S603 - our own module
            code = self._process.wait()
            if not self._ending.is_set():
                log.warning("relay_ended", code=code)
            self._ending.wait(PAUSE_SECONDS)
