"""Bringing a database to the newest schema, and telling where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config


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
