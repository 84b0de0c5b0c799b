"""Where servers keep programs, data and logs.

Everything lies under the state folder (`.pes`), but for one case: as root, when the user we drop
to cannot enter the checkout (a 0700 home above it), programs and data go to an open folder.
"""

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from pes.servers.accounts import everyone_reaches, running_as_root
from pes.servers.record import held
from runtime.settings import settings

POINTER = "open_folder"
VAR = Path("/var/lib")


@dataclass(frozen=True)
class Layout:
    """The folders of one deployment.

    state: records, logs, generated secrets. data: what servers store.
    software: unpacked programs, shared by all deployments of this checkout.
    """

    state: Path
    data: Path
    software: Path

    @property
    def logs(self) -> Path:
        """One file a server."""
        return self.state / "logs"

    @property
    def deployment_file(self) -> Path:
        """Addresses and generated secrets, read by `runtime.settings`."""
        return self.state / "deployment.json"

    @property
    def record_file(self) -> Path:
        """What runs: pids, ports, folders."""
        return self.state / "servers.json"

    def log(self, name: str) -> Path:
        """Log file of one server."""
        return self.logs / f"{name}.log"

    def create(self) -> None:
        """Make the folders; the state folder may be entered by all, its secrets are 0600."""
        for folder in (self.state, self.logs, self.data, self.software):
            folder.mkdir(parents=True, exist_ok=True)
            if running_as_root():
                folder.chmod(0o755)


def layout_of(state: Path) -> Layout:
    """The folders that belong to a state folder."""
    state, home_state = state.resolve(), (settings().home / ".pes").resolve()
    return Layout(
        state=state,
        data=_reachable(state) / "data",
        software=_reachable(home_state) / "software",
    )


def _reachable(state: Path) -> Path:
    """The state folder itself, or an open folder that stands in for it."""
    if not running_as_root() or everyone_reaches(_existing(state)):
        return state
    with held(state, "layout"):
        pointer = state / POINTER
        if pointer.is_file():
            return Path(pointer.read_text("utf-8"))
        folder = _new_open_folder(state)
        pointer.write_text(str(folder), "utf-8")
        return folder


def _existing(path: Path) -> Path:
    """The nearest folder that exists; what is made below it will be open."""
    return next(each for each in (path, *path.parents) if each.exists())


def _new_open_folder(state: Path) -> Path:
    """Make a folder that any user can enter.

    What a vanished state folder at the same place left behind is removed: its passwords are gone.
    """
    base = VAR if os.access(VAR, os.W_OK) and everyone_reaches(VAR) else Path(gettempdir())
    (base / "openpes").mkdir(mode=0o755, exist_ok=True)
    place = sha256(str(state).encode()).hexdigest()[:16]
    for left in (base / "openpes").glob(f"{place}-*"):
        shutil.rmtree(left)
    folder = Path(mkdtemp(prefix=f"{place}-", dir=base / "openpes"))
    folder.chmod(0o755)
    return folder
