"""Workers and broker killed at work: what was in hand is done again, nothing is lost or doubled."""

import time
from pathlib import Path

import psutil
import pytest

from tests.workers.processes import ValkeyProcess, WorkerProcess, until
from workers.app import QUICK, app
from workers.broker import BrokerUnavailable, waiting

pytestmark = pytest.mark.crash


def send(path: Path, key: str, seconds: float) -> None:
    app.send_task("probe.slow", args=(str(path), key, seconds), queue=QUICK)


def lines(path: Path, word: str, key: str = "") -> list[str]:
    text = path.read_text() if path.exists() else ""
    return [line for line in text.splitlines() if line.startswith(f"{word} {key}".strip())]


def test_a_killed_worker_loses_nothing(probe_worker: WorkerProcess, tmp_path: Path) -> None:
    path = tmp_path / "lines"
    for key in "abcdef":
        send(path, key, 2)
    until(lambda: len(lines(path, "start")) == 2)
    probe_worker.kill()
    probe_worker.start()
    spent = until(lambda: len({*lines(path, "end")}) == 6, 60, "all six tasks")
    assert spent < 60
    assert len(lines(path, "end")) == 6
    assert len(lines(path, "start")) <= 8


def test_a_killed_child_gives_its_task_back(probe_worker: WorkerProcess, tmp_path: Path) -> None:
    path = tmp_path / "lines"
    send(path, "a", 3)
    until(lambda: lines(path, "start", "a"))
    psutil.Process(int(lines(path, "start", "a")[0].split()[2])).kill()
    until(lambda: lines(path, "end", "a"), 60)
    assert len(lines(path, "start", "a")) == 2


def test_a_worker_that_is_stopped_ends_what_it_has_in_hand(
    probe_worker: WorkerProcess, tmp_path: Path
) -> None:
    path = tmp_path / "lines"
    send(path, "a", 2)
    until(lambda: lines(path, "start", "a"))
    probe_worker.stop()
    assert len(lines(path, "end", "a")) == 1
    assert waiting(QUICK) == 0


def test_a_killed_broker_keeps_what_was_queued(own_valkey: ValkeyProcess, tmp_path: Path) -> None:
    path = tmp_path / "lines"
    for number in range(20):
        send(path, f"t{number}", 0.1)
    time.sleep(1.2)  # the file of the broker is synced every second
    own_valkey.kill()
    with pytest.raises(BrokerUnavailable):
        waiting(QUICK)
    own_valkey.start()
    assert waiting(QUICK) == 20
    worker = WorkerProcess("tests.workers.probe")
    worker.start()
    until(lambda: len({*lines(path, "end")}) == 20, 60, f"all tasks, see {worker.log}")
    worker.stop()


def test_a_worker_keeps_a_relay_that_ends_with_it(worker: WorkerProcess) -> None:
    until(worker.relay, 20, "the relay")
    first = worker.relay()
    assert first is not None
    first.kill()
    until(lambda: (now := worker.relay()) is not None and now.pid != first.pid, 20, "a new relay")
    second = worker.relay()
    assert second is not None
    worker.kill_main()
    until(lambda: not second.is_running() or second.status() == psutil.STATUS_ZOMBIE, 20)


def test_a_worker_that_takes_no_more_tasks_starts_anew(
    probe_worker: WorkerProcess, tmp_path: Path
) -> None:
    """The process stays the same to whoever started it: it replaces itself."""
    path = tmp_path / "lines"
    send(path, "a", 0)
    until(lambda: lines(path, "end", "a"), 20)
    children = {child.pid for child in probe_worker.children()}
    app.control.broadcast("probe_turn_deaf", destination=[probe_worker.node])
    time.sleep(1.5)  # the order to read one task may stand at the broker already
    send(path, "b", 0)
    send(path, "c", 0)
    until(lambda: lines(path, "end", "c"), 60, f"both tasks, see {probe_worker.log}")
    assert "worker_stalled" in probe_worker.log.read_text()
    assert children.isdisjoint(child.pid for child in probe_worker.children())
    assert len(lines(path, "end")) == 3
