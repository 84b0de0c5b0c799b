"""Starting, killing and watching a worker."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import redis

from pes.servers.ports import free_port
from pes.servers.valkey import binary
from runtime.settings import CHECKOUT
from workers.app import app


def until(true: Callable[[], object], seconds: float = 60, what: str = "") -> float:
    """Wait until `true()`; returns the seconds it took, fails when it takes too long."""
    began = time.monotonic()
    while not true():
        spent = time.monotonic() - began
        assert spent < seconds, f"waited {spent:.0f} s for {what or true}"
        time.sleep(0.1)
    return time.monotonic() - began


class ValkeyProcess:
    """A broker of the test's own, with the options of the product, that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port(17000 + secrets.randbelow(2000))
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "")
        more = ("--maxmemory-policy", "noeviction", "--bind", "127.0.0.1")
        place = ("--port", str(self.port), "--dir", str(folder))
        self.command = (str(binary()), *options, *more, *place)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as client:
            until(lambda: self._answers(client), 20, "valkey")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    @staticmethod
    def _answers(client: "redis.Redis") -> bool:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


class WorkerProcess:
    """A Celery worker as the servers start it, in a process group of its own."""

    def __init__(self, application: str, concurrency: int = 2) -> None:
        self.node = f"test-{secrets.token_hex(4)}@localhost"
        self.log = Path(tempfile.mkdtemp()) / "worker.log"
        options = ("--concurrency", str(concurrency), "-n", self.node, "--loglevel", "INFO")
        start = (sys.executable, "-m", "celery", "-A", application, "worker", *options)
        self.command = (*start, "--without-gossip", "--without-mingle")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=CHECKOUT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self.answers, 40, f"the worker, see {self.log}")

    def answers(self) -> bool:
        with app.connection_for_read() as connection:
            return bool(app.control.ping([self.node], timeout=1, connection=connection))

    def kill(self) -> None:
        """SIGKILL to the worker and everything it started, as the kernel out of memory would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_main(self) -> None:
        """SIGKILL to the main process alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def children(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def relay(self) -> psutil.Process | None:
        """The relay process that the worker keeps, if it is up."""
        for child in self.children():
            with suppress(psutil.NoSuchProcess):  # it ended between the two questions
                if "workers.relay" in child.cmdline():
                    return child
        return None

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
