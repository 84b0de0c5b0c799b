"""Real servers once a run, a database of its own a run, a fresh tenant a test."""

from collections.abc import Iterator

import pytest

from pes.servers import DATA_SERVERS, Addresses, Supervisor
from pes.servers.fleet import PREFERRED_PORTS
from runtime.settings import reset_settings
from tests.databases import STATE, own_database
from tests.world import TenantWorld, new_tenant

STARTED = pytest.StashKey[tuple[str, ...]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """With parallel workers the controlling process brings the servers up for all of them."""
    if session.config.getoption("numprocesses", default=None):
        session.config.stash[STARTED] = _start()


@pytest.fixture(scope="session", autouse=True)
def _ports_apart(worker_id: str) -> None:
    """A server that was killed finds its port free again: no other process of the run takes it."""
    if worker_id.startswith("gw"):
        for name in PREFERRED_PORTS:
            PREFERRED_PORTS[name] += 5000 * (1 + int(worker_id.removeprefix("gw")))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop what the controlling process started."""
    _stop(session.config.stash.get(STARTED, ()))


@pytest.fixture(scope="session")
def servers() -> Iterator[Addresses]:
    """PostgreSQL, Valkey and Elasticsearch; those that this process started end with it."""
    started = _start()
    yield Supervisor(STATE).start(DATA_SERVERS)
    _stop(started)


def _stop(names: tuple[str, ...]) -> None:
    if names:
        Supervisor(STATE).stop(names)


def _start() -> tuple[str, ...]:
    """Bring the servers up; return the names of those that were not up before."""
    supervisor = Supervisor(STATE)
    before = {name for name, each in supervisor.status().items() if each.state == "up"}
    supervisor.start(DATA_SERVERS)
    return tuple(name for name in DATA_SERVERS if name not in before)


@pytest.fixture(scope="session")
def deployment(servers: Addresses) -> Iterator[Addresses]:
    """The product's settings, pointing at a fresh migrated database and own index names."""
    with own_database(servers):
        yield servers


@pytest.fixture(autouse=True)
def settings_as_before() -> Iterator[None]:
    """Forget settings that a test read while it had changed the environment."""
    yield
    reset_settings()


@pytest.fixture
def tenant(deployment: Addresses) -> TenantWorld:
    """A tenant that nobody has touched."""
    return new_tenant()


@pytest.fixture
def other_tenant(deployment: Addresses) -> TenantWorld:
    """A second tenant, to look across the border from."""
    return new_tenant()
