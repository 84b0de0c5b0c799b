"""The product's own processes: gunicorn, Celery worker, Celery beat."""

import hashlib
import http.client
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from kombu.exceptions import KombuError

from pes.servers.layout import Layout
from pes.servers.ports import LOOPBACK
from pes.servers.processes import Command
from pes.servers.server import Server
from runtime.settings import settings

WEB_WORKERS, WEB_THREADS = 2, 8
LONGEST_REQUEST_LINE = 8190  # gunicorn's most: a Chinese character of a search takes nine bytes
PING_SECONDS = 2
KEEP_FREED_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
}
"""For a worker: handing the arrays of each tile back to the kernel, and having their pages made
anew, took a quarter of the time in which candidates are found."""


@dataclass
class Web(Server):
    """gunicorn with the Flask application."""

    host: str = LOOPBACK
    name = "web"
    stop_seconds = 15
    start_seconds = 60

    def command(self) -> Command:
        """Two processes with threads."""
        size = ("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS))
        bind = (
            "--bind",
            f"{self.host}:{self.port}",
            "--graceful-timeout",
            "10",
            "--no-control-socket",
        )
        line = ("--limit-request-line", str(LONGEST_REQUEST_LINE))
        return _python(self.layout, "gunicorn", *size, *bind, *line, "web.app:create_app()")

    def healthy(self) -> bool:
        """Whether it answers HTTP without a server error."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            connection.request("GET", "/login")
            return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def address(self) -> str:
        """The address to open in a browser."""
        return f"http://{LOOPBACK}:{self.port}"


@dataclass
class Worker(Server):
    """One Celery worker with a child for each processor, four at most."""

    valkey_url: str = ""
    name = "worker"
    stop_seconds = 60
    start_seconds = 60

    @property
    def node(self) -> str:
        """Name on the broker, different for each machine and state folder."""
        place = hashlib.sha256(str(self.layout.state).encode()).hexdigest()[:8]
        return f"worker@{socket.gethostname()}-{place}"

    def command(self) -> Command:
        """The worker with as many children as processors, four at most."""
        children = str(min(os.cpu_count() or 2, 4))
        options = ("--concurrency", children, "-n", self.node, "--loglevel", "INFO")
        line = ("celery", "-A", "workers.app", "worker", *options)
        quiet = ("--without-gossip", "--without-mingle")
        return _python(self.layout, *line, *quiet, environment=KEEP_FREED_MEMORY)

    def healthy(self) -> bool:
        """Whether the worker itself answers on the broker, not only its process lives (T6)."""
        with Celery(broker=self.valkey_url) as probe:
            try:
                return bool(probe.control.ping(destination=[self.node], timeout=PING_SECONDS))
            except (KombuError, OSError):
                return False

    def address(self) -> str:
        """Name on the broker."""
        return self.node


@dataclass
class Beat(Server):
    """The Celery scheduler."""

    name = "beat"
    stop_seconds = 10
    start_seconds = 30

    @property
    def schedule(self) -> Path:
        """Where beat remembers what it sent last."""
        return self.layout.state / "beat-schedule"

    def command(self) -> Command:
        """The scheduler."""
        options = ("-s", str(self.schedule), "--pidfile=", "--loglevel", "INFO")
        return _python(self.layout, "celery", "-A", "workers.app", "beat", *options)

    def healthy(self) -> bool:
        """A live process is all that can be seen from outside."""
        return True

    def address(self) -> str:
        """Beat listens nowhere."""
        return ""


def _python(
    layout: Layout, module: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> Command:
    variables = {
        "PES_STATE_DIR": str(layout.state),
        "PYTHONUNBUFFERED": "1",
        "OPENBLAS_NUM_THREADS": "1",  # there are as many processes as processors
        **(environment or {}),
    }
    line = (sys.executable, "-m", module, *arguments)
    return Command(line, settings().home, environment=variables)
