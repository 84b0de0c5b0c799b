"""A database and index names of its own for one benchmark; nothing is left behind."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from migrations.schema import upgrade
from pes.servers import ensure_up
from runtime.settings import reset_settings, settings
from search.client import client
from tenants.database import Base, engine
from tenants.registry import TenantLevel, register_tenant

PROVINCE = 900000


@contextmanager
def scratch_deployment() -> Iterator[None]:
    """Point the product's settings at a fresh migrated database and unused index names."""
    addresses = ensure_up()
    name = f"pes_bench_{secrets.token_hex(4)}"
    admin = addresses.admin_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER pes_owner")
    changes = {
        "PES_DATABASE_URL": _with_database(addresses.database_url, name),
        "PES_OWNER_URL": _with_database(addresses.owner_url, name),
        "PES_INDEX_PREFIX": name.replace("_", "-"),
    }
    before = {key: os.environ.get(key) for key in changes}  # noqa: TID251 - settings are read from there
    try:
        _set(dict(changes))
        upgrade()
        yield
    finally:
        engine().dispose()
        for index in client().indices.get(index=f"{settings().index_prefix}-*"):
            client().indices.delete(index=index)
        _set(before)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def scratch_tenant(number: int) -> int:
    """Register a prefecture of the scratch database; return its code."""
    code = PROVINCE + 1 + number
    register_tenant(PROVINCE, "基准省", "基准省", TenantLevel.PROVINCE)
    register_tenant(code, f"基准{code}市", f"基准{code}", TenantLevel.PREFECTURE, PROVINCE)
    return code


def disk_bytes(model: type[Base] | None = None) -> int:
    """Return what the scratch database takes on disk, or one table of it with its indices."""
    url = settings().owner_url.replace("postgresql+psycopg", "postgresql")
    whole, table = (
        "SELECT pg_database_size(current_database())",
        "SELECT pg_total_relation_size(%s)",
    )
    with psycopg.connect(url) as connection:
        row = (
            connection.execute(table, [model.__tablename__]) if model else connection.execute(whole)
        )
        found = row.fetchone()
    return int(found[0]) if found else 0


def emptied(model: type[Base]) -> None:
    """Empty a table of the scratch database, and what refers to it, leaving no dead rows."""
    url = settings().owner_url.replace("postgresql+psycopg", "postgresql")
    line = sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(model.__tablename__))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(line)


def _set(values: dict[str, str | None]) -> None:
    for key, value in values.items():
        if value is None:
            os.environ.pop(key, None)  # noqa: TID251 - as it was before
        else:
            os.environ[key] = value  # noqa: TID251 - settings are read from there
    reset_settings()


def _with_database(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"
