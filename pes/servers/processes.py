"""Starting, recognising and ending operating system processes."""

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

from pes.servers.accounts import Account
from pes.servers.record import Running

CLOCK_DRIFT_SECONDS, KILL_SECONDS = 5, 10


@dataclass(frozen=True)
class Command:
    """What to run, as whom, with which additions to the environment."""

    arguments: tuple[str, ...]
    folder: Path
    account: Account | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def line(self) -> list[str]:
        """The arguments, led by `env` where the environment gets additions."""
        if not self.environment:
            return list(self.arguments)
        return ["/usr/bin/env", *(f"{k}={v}" for k, v in self.environment.items()), *self.arguments]


def spawn(command: Command, log: Path) -> Running:
    """Start a process in a session of its own, so that it outlives us; output goes to `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - argument lists of our own, no shell
            command.line(), **_options(command, output)
        )
    # It may outlive us: Popen shall neither wait for it nor warn about it; `find` reaps it.
    process.returncode = 0
    return running_of(process.pid)


def run_to_end(command: Command, log: Path) -> int:
    """Run a command to its end; its output goes to `log`. Returns the exit status."""
    with log.open("ab") as output:
        ended = subprocess.run(  # noqa: S603 - argument lists of our own, no shell
            command.line(), check=False, **_options(command, output)
        )
    return ended.returncode


def _options(command: Command, output: IO[bytes]) -> dict[str, Any]:
    who = command.account
    drop = {"user": who.uid, "group": who.gid, "extra_groups": []} if who else {}
    return {
        "cwd": command.folder,
        "stdin": subprocess.DEVNULL,
        "stdout": output,
        "stderr": subprocess.STDOUT,
        "start_new_session": True,
        **drop,
    }


def running_of(pid: int) -> Running:
    """The identity of a process that exists now (created is 0 when it ended already)."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return Running(pid=pid, created=psutil.Process(pid).create_time())
    return Running(pid=pid, created=0.0)


def find(running: Running | None) -> psutil.Process | None:
    """The live process behind a record, or None when it ended or is a zombie."""
    if running is None:
        return None
    _reap(running.pid)
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(running.pid)
        same = abs(process.create_time() - running.created) < CLOCK_DRIFT_SECONDS
        if same and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def end(running: Running | None, stop_signal: signal.Signals, seconds: float) -> bool:
    """Ask a process to stop, wait, then kill what is left of it. Returns whether it obeyed.

    Children of a process that was killed count too: they hold its port.
    """
    process = find(running)
    if process is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(stop_signal)
        psutil.wait_procs([process], timeout=seconds)
    obeyed = find(running) is None
    left = _session(running) if running else []
    for each in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(left, timeout=KILL_SECONDS)
    return obeyed


def kill(running: Running | None) -> None:
    """`kill -9`, as a crash would, and wait until the process is gone."""
    process = find(running)
    if process is not None:
        process.kill()
        psutil.wait_procs([process], timeout=KILL_SECONDS)


def _session(running: Running) -> list[psutil.Process]:
    """What lives of the session that a process was started in, itself included."""
    return [
        process
        for process in psutil.process_iter()
        if _session_of(process.pid) == running.pid
        and process.create_time() > running.created - CLOCK_DRIFT_SECONDS
    ]


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def _reap(pid: int) -> None:
    """Take the exit status of a child of ours that ended, so that no zombie stays."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
