"""The servers OpenPES needs: started from package registries, or existing ones.

`ensure_up()` is all that a command or a test needs; `Supervisor(state_dir)` is the handle for
tests that `kill()` and `restart()` single servers.
"""

from collections.abc import Iterable
from pathlib import Path

from pes.servers.deployment import Addresses
from pes.servers.fleet import ALL, DATA_SERVERS, PROCESSES
from pes.servers.supervisor import Report, Status, Supervisor, silent

__all__ = [
    "ALL",
    "DATA_SERVERS",
    "PROCESSES",
    "Addresses",
    "Report",
    "Status",
    "Supervisor",
    "ensure_up",
    "stop",
]


def ensure_up(
    state_dir: Path | None = None,
    which: Iterable[str] = DATA_SERVERS,
    report: Report = silent,
) -> Addresses:
    """Bring servers up and return their addresses; quick when they are up.

    Without `state_dir`: the deployment of this checkout (`PES_STATE_DIR`), where `PES_` variables
    may name existing servers. With one: embedded servers of their own.
    """
    return Supervisor(state_dir).start(which, report)


def stop(
    state_dir: Path | None = None, which: Iterable[str] = ALL, report: Report = silent
) -> None:
    """Stop servers cleanly; data stay."""
    Supervisor(state_dir).stop(tuple(which), report)
