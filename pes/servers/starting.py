"""Bringing one server up: start, wait until it answers, try again."""

import time
from collections.abc import Callable
from pathlib import Path

from pes.servers import processes
from pes.servers.errors import ServerFailed
from pes.servers.record import Running
from pes.servers.server import Server

POLL_SECONDS = 0.1
PAUSES_SECONDS = (0, 0.5, 1, 2, 4)
"""Before each attempt: the shared memory of a killed PostgreSQL takes a moment to go."""

UP, STARTING, DOWN, FAILED = "就绪", "启动", "已停止", "失败"

Remember = Callable[[Running | None], None]
"""Writes down at once what was started: whatever happens next, it can be stopped."""


def bring_up(server: Server, log: Path, remember: Remember) -> None:
    """Start a server that does not run. Raises ServerFailed, DownloadFailed, DataOwnedByOther."""
    server.prepare()
    for pause in PAUSES_SECONDS:
        time.sleep(pause)
        server.say(STARTING)
        started = processes.spawn(server.command(), log)
        remember(started)
        if becomes_healthy(server, started):
            server.complete()
            pid = server.pid()
            remember(processes.running_of(pid) if pid else started)
            server.say(UP)
            return
    remember(None)
    server.say(FAILED)
    raise ServerFailed(name=server.name, log=log)


def becomes_healthy(server: Server, started: Running) -> bool:
    """Whether a server answers before it ends or its time is over; then it is ended."""
    limit = time.monotonic() + server.start_seconds
    while time.monotonic() < limit:
        if server.healthy():
            return True
        if _ended(server, started):
            return False
        time.sleep(POLL_SECONDS)
    processes.end(started, server.stop_signal, server.stop_seconds)
    return False


def _ended(server: Server, started: Running) -> bool:
    """Whether neither what was started nor the server that it left behind lives."""
    pid = server.pid()
    left = processes.running_of(pid) if pid else None
    return not processes.find(started) and not processes.find(left)
