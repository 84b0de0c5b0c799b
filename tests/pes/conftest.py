"""Servers of their own for tests that kill them: the run's shared ones are left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pes.servers import DATA_SERVERS, Supervisor
from tests.pes.support import discard


@pytest.fixture(scope="session")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervisor]:
    """All three data servers, free to be killed."""
    supervisor = Supervisor(tmp_path_factory.mktemp("mortal"))
    supervisor.start(DATA_SERVERS)
    yield supervisor
    discard(supervisor)


@pytest.fixture
def valkey_only(tmp_path: Path) -> Iterator[Supervisor]:
    """The server that starts fastest, in a state folder of its own."""
    supervisor = Supervisor(tmp_path / "state")
    supervisor.start(["valkey"])
    yield supervisor
    discard(supervisor)
