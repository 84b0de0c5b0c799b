"""Staying in the foreground: what dies is started again, Ctrl-C stops everything."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pes.output import note
from pes.servers import ALL, Supervisor
from pes.servers_display import LABELS, reporting

LOOK_SECONDS = 2
ASK_WORKER_EVERY = 10
WORKER_MISSES = 3


@contextmanager
def stopping_at_interrupt(supervisor: Supervisor) -> Iterator[None]:
    """Within the block Ctrl-C or SIGTERM stops all servers, also where a shell ignores SIGINT."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with reporting() as report:
            supervisor.stop(ALL, report)


def watch(supervisor: Supervisor) -> None:
    """Look after the servers until they are stopped elsewhere or an interrupt comes."""
    note("按 Ctrl-C 停止全部服务。")
    rounds, misses = 0, 0
    while supervisor.started():
        time.sleep(LOOK_SECONDS)
        rounds += 1
        _revive(supervisor, supervisor.died())
        if rounds % ASK_WORKER_EVERY == 0 and "worker" in supervisor.started():
            misses = 0 if supervisor.answers("worker") else misses + 1
        if misses >= WORKER_MISSES:
            misses = 0
            _revive(supervisor, ["worker"])


def _revive(supervisor: Supervisor, names: list[str]) -> None:
    if not names:
        return
    note(f"{'、'.join(LABELS[name] for name in names)} 没有应答，正在重新启动。")
    with reporting() as report:
        supervisor.revive(names, report)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
