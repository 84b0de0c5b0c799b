"""Starting, recognising and ending operating system processes."""

import contextlib
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from pes.servers.accounts import Account
from pes.servers.record import Running

CLOCK_DRIFT_SECONDS = 5
_children: dict[int, subprocess.Popen[bytes]] = {}
"""Processes started by this one: they are reaped when looked at, and may outlive it."""


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
    who = command.account
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - argument lists of our own, no shell
            command.line(),
            cwd=command.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=who.uid if who else None,
            group=who.gid if who else None,
            extra_groups=[] if who else None,
        )
    _children[process.pid] = process
    return running_of(process.pid)


def run_to_end(command: Command, log: Path) -> int:
    """Run a command to its end; its output goes to `log`. Returns the exit status."""
    return _children[spawn(command, log).pid].wait()


def exit_status(running: Running) -> int | None:
    """How a process that we started ended, or None while it runs."""
    child = _children.get(running.pid)
    return child.poll() if child else None


def running_of(pid: int) -> Running:
    """The identity of a process that exists now (created is 0 when it ended already)."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return Running(pid=pid, created=psutil.Process(pid).create_time())
    return Running(pid=pid, created=0.0)


def find(running: Running | None) -> psutil.Process | None:
    """The live process behind a record, or None when it ended or is a zombie."""
    if running is None:
        return None
    exit_status(running)
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(running.pid)
        same = abs(process.create_time() - running.created) < CLOCK_DRIFT_SECONDS
        if same and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def end(running: Running | None, stop_signal: signal.Signals, seconds: float) -> bool:
    """Ask a process to stop, wait, then kill it. Returns whether it stopped when asked."""
    process = find(running)
    if process is None:
        return True
    family = [process, *process.children(recursive=True)]
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(stop_signal)
    _, left = psutil.wait_procs(family, timeout=seconds)
    for each in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(left, timeout=5)
    return not left


def kill(running: Running | None) -> None:
    """`kill -9`, as a crash would, and wait until the process is gone."""
    process = find(running)
    if process is not None:
        process.kill()
        psutil.wait_procs([process], timeout=10)
