"""Bringing a deployment to the state that commands rely on: servers up, schema current."""

from alembic import command
from alembic.config import Config

from pes.servers import Addresses, Report, ensure_up
from pes.servers.supervisor import silent
from runtime.settings import reset_settings, settings


def ensure_deployment(report: Report = silent) -> Addresses:
    """Start the servers that are down, migrate, and let settings be read anew."""
    addresses = ensure_up(report=report)
    migrate()
    reset_settings()
    return addresses


def migrate(revision: str = "head") -> None:
    """Bring the schema to a revision, as the owner role."""
    config = Config()
    config.set_main_option("script_location", str(settings().home / "migrations"))
    command.upgrade(config, revision)
