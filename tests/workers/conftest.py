"""A broker database of its own, and real workers that can be killed."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from kombu import pools

from pes.servers import Addresses
from runtime.settings import reset_settings, settings
from tests.workers.processes import ValkeyProcess, WorkerProcess
from workers.app import app


@pytest.fixture(scope="session")
def broker(deployment: Addresses, worker_id: str) -> Iterator[str]:
    """The run's Valkey, in an empty database that no other process of the run uses.

    Two that drew the same one took each other's tasks.
    """
    process = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    url = f"{deployment.valkey_url.rpartition('/')[0]}/{8 + process % 8}"
    patch = pytest.MonkeyPatch()
    patch.setenv("PES_VALKEY_URL", url)
    _speak_to(url)  # commands that ran before have opened connections elsewhere
    with redis.Redis.from_url(settings().valkey_url) as client:
        client.flushdb()
        yield url
        client.flushdb()
    app.pool.force_close_all()
    patch.undo()
    reset_settings()


@pytest.fixture
def own_valkey(broker: str, tmp_path: Path) -> Iterator[ValkeyProcess]:
    """A broker that the test may kill; the application speaks to it meanwhile."""
    valkey = ValkeyProcess(tmp_path)
    valkey.start()
    patch = pytest.MonkeyPatch()
    patch.setenv("PES_VALKEY_URL", valkey.url)
    _speak_to(valkey.url)
    yield valkey
    patch.undo()
    _speak_to(broker)
    valkey.kill()


def _speak_to(url: str) -> None:
    reset_settings()
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None
    app.conf.broker_url = url


@pytest.fixture
def worker(broker: str) -> Iterator[WorkerProcess]:
    """A worker of the product, up and answering; what other tests left open is not its work."""
    url = settings().owner_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE outbox")
    process = WorkerProcess("workers.app")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def probe_worker(broker: str) -> Iterator[WorkerProcess]:
    """A worker of the same application with a slow task for tests, and without a relay."""
    process = WorkerProcess("tests.workers.probe")
    process.start()
    yield process
    process.stop()
