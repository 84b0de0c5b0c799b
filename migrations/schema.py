"""Bringing a database to the newest schema, and telling where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, pool, text

from runtime.settings import settings


def alembic_config() -> Config:
    """Return Alembic's configuration; the address comes from runtime.settings."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(revision: str = "head") -> None:
    """Migrate up to `revision`. Safe to repeat."""
    command.upgrade(alembic_config(), revision)


def downgrade(revision: str) -> None:
    """Migrate down to `revision`."""
    command.downgrade(alembic_config(), revision)


def refresh_statistics() -> None:
    """Let PostgreSQL count its rows anew, as the owner; nothing where no owner is configured.

    Right after a large load, until autovacuum comes by, it plans as if the tables were
    empty: one join of people and consents took 97 ms instead of 2.
    """
    if not settings().owner_url:
        return
    engine = create_engine(
        settings().owner_url, poolclass=pool.NullPool, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
