"""A migrated database, index names and queues of one's own, and settings that point there."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from elasticsearch import Elasticsearch

from migrations.schema import upgrade
from pes.servers import Addresses
from runtime.settings import CHECKOUT, reset_settings
from tenants.database import engine

STATE = Path(os.environ.get("PES_TEST_STATE_DIR") or CHECKOUT / ".pes" / "test")


@contextmanager
def own_database(servers: Addresses) -> Iterator[None]:
    """Point the product's settings at a database of the block's own; nothing is left behind."""
    name = f"pes_test_{secrets.token_hex(4)}"
    admin = servers.admin_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER pes_owner")
    changes = {
        "PES_ENVIRONMENT": "test",
        "PES_STATE_DIR": str(STATE),
        "PES_DATABASE_URL": _with_database(servers.database_url, name),
        "PES_OWNER_URL": _with_database(servers.owner_url, name),
        "PES_VALKEY_URL": _own_queues(servers.valkey_url),
        "PES_ELASTICSEARCH_URL": servers.elasticsearch_url,
        "PES_INDEX_PREFIX": name.replace("_", "-"),
        "PES_MODEL_DIR": servers.model_dir,
        "PES_TUNED_MODEL_DIR": str(STATE / "no-tuned-model"),
        "PES_SMS_DIR": str(STATE / "sms" / name),
    }
    before = {key: os.environ.get(key) for key in changes}
    _set(dict(changes))
    upgrade()
    try:
        yield
    finally:
        engine().dispose()
        _drop_indices(servers, changes["PES_INDEX_PREFIX"])
        _set(before)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _set(values: dict[str, str | None]) -> None:
    for key, value in values.items():
        if value is None:
            os.environ.pop(key, None)
        else:
            os.environ[key] = value
    reset_settings()


def _drop_indices(servers: Addresses, prefix: str) -> None:
    client = Elasticsearch(servers.elasticsearch_url)
    for index in client.indices.get(index=f"{prefix}*"):
        client.indices.delete(index=index)
    client.close()


def _with_database(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


def _own_queues(url: str) -> str:
    """Give each process a database of Valkey's sixteen: tasks must not cross between runs."""
    parallel = os.environ.get("PYTEST_XDIST_WORKER", "")
    number = int(parallel.removeprefix("gw")) + 1 if parallel else 8 + secrets.randbelow(8)
    return f"{url.rpartition('/')[0]}/{number}"
