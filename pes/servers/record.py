"""What runs, kept in `servers.json` so that any later command finds it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Running:
    """One started process; `created` tells it from a later process with the same pid."""

    pid: int
    created: float


@dataclass
class Record:
    """Ports are kept over restarts, processes until they are stopped."""

    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, Running] = field(default_factory=dict)
    web_host: str = "127.0.0.1"


def read_record(path: Path) -> Record:
    """The record, or an empty one."""
    if not path.is_file():
        return Record()
    raw = json.loads(path.read_text("utf-8"))
    running = {name: Running(**each) for name, each in raw.get("running", {}).items()}
    return Record(raw.get("ports", {}), running, raw.get("web_host", Record.web_host))


def write_record(path: Path, record: Record) -> None:
    """Replace the record in one step."""
    write_private(path, json.dumps(asdict(record), indent=2))


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; only its owner may read it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    partial.replace(path)


@contextmanager
def held(folder: Path, what: str = "servers") -> Iterator[None]:
    """Hold a lock of a folder: one process starts or stops servers, or installs one, at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
