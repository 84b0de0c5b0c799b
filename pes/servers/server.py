"""What every managed server has to say about itself."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from pes.servers.layout import Layout
from pes.servers.processes import Command

Say = Callable[[str], None]
"""Takes a few Chinese words about what is going on, for the progress display."""


def say_nothing(_words: str) -> None:
    """Report to nobody."""


@dataclass
class Server(ABC):
    """A process that the supervisor starts, watches and stops; `port` is 0 where it has none."""

    layout: Layout
    port: int = 0
    say: Say = say_nothing

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    stop_seconds: ClassVar[float] = 15
    start_seconds: ClassVar[float] = 60

    @abstractmethod
    def command(self) -> Command:
        """What to run."""

    @abstractmethod
    def healthy(self) -> bool:
        """Whether the server answers."""

    @abstractmethod
    def address(self) -> str:
        """Where it answers, without secrets."""

    def prepare(self) -> None:
        """Fetch programs and write files before the start; cheap when all is there."""
        return

    def complete(self) -> None:
        """Do once it answers: roles, databases; cheap when it is done."""
        return

    def pid(self) -> int | None:
        """Return the server's own process where it is not the one that was started."""
        return None
