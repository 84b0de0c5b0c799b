"""Where servers keep programs, data and logs.

Everything lies under the state folder (`.pes`), but for one case: as root, when the user we drop
to cannot enter the checkout (a 0700 home above it), programs and data go to an open folder.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pes.servers.accounts import everyone_reaches, running_as_root
from runtime.settings import settings


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
    """The folders that belong to a state folder: always the same answer on the same machine."""
    state = state.resolve()
    home_state = (settings().home / ".pes").resolve()
    if not running_as_root() or everyone_reaches(_existing(state)):
        data = state / "data"
    else:
        data = _open_folder(state)
    if not running_as_root() or everyone_reaches(_existing(home_state)):
        return Layout(state=state, data=data, software=home_state / "software")
    return Layout(state=state, data=data, software=_open_folder(home_state) / "software")


def _existing(path: Path) -> Path:
    """The nearest folder that exists; what is made below it will be open."""
    return next(each for each in (path, *path.parents) if each.exists())


def _open_folder(path: Path) -> Path:
    """A folder that any user can enter, its name made from the path it stands for."""
    name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    base = Path("/var/lib")
    if os.access(base, os.W_OK) and everyone_reaches(base):
        return base / "openpes" / name
    return Path(tempfile.gettempdir()) / f"openpes-{name}"
