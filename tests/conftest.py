"""Real servers once a run, a database of its own a run, a fresh tenant a test."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from elasticsearch import Elasticsearch

from migrations.schema import upgrade
from pes.servers import DATA_SERVERS, Addresses, Supervisor
from runtime.settings import CHECKOUT, reset_settings
from tenants.database import engine
from tests.world import TenantWorld, new_tenant

STARTED = pytest.StashKey[tuple[str, ...]]()
STATE = Path(os.environ.get("PES_TEST_STATE_DIR") or CHECKOUT / ".pes" / "test")


def pytest_sessionstart(session: pytest.Session) -> None:
    """With parallel workers the controlling process brings the servers up for all of them."""
    if session.config.getoption("numprocesses", default=None):
        session.config.stash[STARTED] = _start()


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
    name = f"pes_test_{secrets.token_hex(4)}"
    admin = servers.admin_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER pes_owner")
    environment = {
        "PES_ENVIRONMENT": "test",
        "PES_STATE_DIR": str(STATE),
        "PES_DATABASE_URL": _with_database(servers.database_url, name),
        "PES_OWNER_URL": _with_database(servers.owner_url, name),
        "PES_VALKEY_URL": _own_queues(servers.valkey_url),
        "PES_ELASTICSEARCH_URL": servers.elasticsearch_url,
        "PES_INDEX_PREFIX": name.replace("_", "-"),
        "PES_MODEL_DIR": servers.model_dir,
        "PES_SMS_DIR": str(STATE / "sms" / name),
    }
    os.environ.update(environment)
    reset_settings()
    upgrade()
    yield servers
    engine().dispose()
    client = Elasticsearch(servers.elasticsearch_url)
    for index in client.indices.get(index=f"{environment['PES_INDEX_PREFIX']}*"):
        client.indices.delete(index=index)
    client.close()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def tenant(deployment: Addresses) -> TenantWorld:
    """A tenant that nobody has touched."""
    return new_tenant()


@pytest.fixture
def other_tenant(deployment: Addresses) -> TenantWorld:
    """A second tenant, to look across the border from."""
    return new_tenant()


def _with_database(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


def _own_queues(url: str) -> str:
    """Give each process a database of Valkey's sixteen: tasks must not cross between runs."""
    parallel = os.environ.get("PYTEST_XDIST_WORKER", "")
    number = int(parallel.removeprefix("gw")) + 1 if parallel else 8 + secrets.randbelow(8)
    return f"{url.rpartition('/')[0]}/{number}"
