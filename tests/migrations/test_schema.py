"""One head; up, down and up again; no drift between models and schema."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from migrations import tables  # noqa: F401 - declares every table
from migrations.schema import alembic_config, downgrade, upgrade
from pes.servers import Addresses
from runtime.settings import reset_settings
from tenants.database import Base


@pytest.fixture
def empty_database(deployment: Addresses, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The owner's address of a database without any table."""
    name = f"pes_schema_{secrets.token_hex(4)}"
    admin = deployment.admin_url.replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER pes_owner")
    url = f"{deployment.owner_url.rpartition('/')[0]}/{name}"
    monkeypatch.setenv("PES_OWNER_URL", url)
    reset_settings()
    yield url
    monkeypatch.undo()
    reset_settings()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_one_head() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert len(script.get_heads()) == 1
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_up_down_up_without_drift(empty_database: str) -> None:
    upgrade()
    downgrade("base")
    engine = create_engine(empty_database)
    with engine.connect() as connection:
        left = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
    assert left == ["alembic_version"]
    upgrade()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
