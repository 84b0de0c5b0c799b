"""Servers of their own for tests that kill them: the run's shared ones are left alone."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from migrations.schema import upgrade
from pes.cli import main
from pes.servers import DATA_SERVERS, Addresses, Supervisor
from runtime.settings import reset_settings
from tenants.database import engine
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


@pytest.fixture
def mortal_database(tmp_path: Path, deployment: Addresses) -> Iterator[Supervisor]:
    """A PostgreSQL of its own, free to be killed, that the product now uses."""
    supervisor = Supervisor(tmp_path / "state")
    addresses = supervisor.start(["postgresql"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PES_DATABASE_URL", addresses.database_url)
        patched.setenv("PES_OWNER_URL", addresses.owner_url)
        reset_settings()
        upgrade()
        yield supervisor
        engine().dispose()
    discard(supervisor)
    reset_settings()


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def pes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the command in this process: starting Python anew costs more than the cycle."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["pes", *(str(each) for each in arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def answer(pes):
    def run(*arguments: object) -> Any:
        ran = pes(*arguments, "--json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return run
