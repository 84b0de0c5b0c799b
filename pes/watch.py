"""Staying in the foreground: what dies is started again, Ctrl-C stops everything."""

import signal
import time
from types import FrameType

from pes.output import note
from pes.servers import ALL, Supervisor
from pes.servers_display import LABELS, reporting

LOOK_SECONDS = 2
ASK_WORKER_EVERY = 10
WORKER_MISSES = 3


def watch(supervisor: Supervisor) -> None:
    """Watch until Ctrl-C, SIGTERM or a `pes down` elsewhere, then stop all servers."""
    note("按 Ctrl-C 停止全部服务。")
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _look(supervisor)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with reporting() as report:
            supervisor.stop(ALL, report)


def _look(supervisor: Supervisor) -> None:
    round_, misses = 0, 0
    while supervisor.started():
        time.sleep(LOOK_SECONDS)
        round_ += 1
        _revive(supervisor, supervisor.died())
        if round_ % ASK_WORKER_EVERY == 0 and "worker" in supervisor.started():
            misses = 0 if supervisor.answers("worker") else misses + 1
        if misses >= WORKER_MISSES:
            misses = 0
            _revive(supervisor, ["worker"])


def _revive(supervisor: Supervisor, names: list[str]) -> None:
    if not names:
        return
    note(f"{'、'.join(LABELS[name] for name in names)} 意外停止，正在重新启动。")
    with reporting() as report:
        supervisor.start(names, report)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
