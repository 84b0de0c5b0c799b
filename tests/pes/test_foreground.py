"""`pes up` in the foreground: what dies is started again, Ctrl-C stops everything."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pes.servers import DATA_SERVERS, Supervisor
from runtime.settings import CHECKOUT
from tests.pes.support import discard

pytestmark = pytest.mark.crash


def wait_for(what: Callable[[], bool], seconds: float = 90) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.3)


def test_what_dies_is_started_again_and_ctrl_c_stops_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PES_STATE_DIR", str(tmp_path / "state"))
    for name in ("DATABASE", "OWNER", "VALKEY", "ELASTICSEARCH"):
        monkeypatch.delenv(f"PES_{name}_URL", raising=False)
    supervisor = Supervisor(tmp_path / "state")

    def all_up() -> bool:
        return all(supervisor.status()[name].state == "up" for name in DATA_SERVERS)

    line = [sys.executable, "-m", "pes.cli", "up", "--servers-only"]
    with subprocess.Popen(line, cwd=CHECKOUT, stderr=subprocess.DEVNULL) as foreground:
        wait_for(all_up)
        killed = supervisor.status()["valkey"].pid
        supervisor.kill("valkey")
        wait_for(lambda: all_up() and supervisor.status()["valkey"].pid != killed)

        foreground.send_signal(signal.SIGINT)
        assert foreground.wait(timeout=60) == 0

    assert all(status.state == "down" for status in supervisor.status().values())
    discard(supervisor)
