"""Bringing a deployment to the state that commands rely on: servers up, schema current."""

from migrations.schema import upgrade
from pes.servers import Addresses, Report, ensure_up
from pes.servers.supervisor import silent
from runtime.settings import reset_settings


def ensure_deployment(report: Report = silent) -> Addresses:
    """Start the servers that are down, migrate, and let settings be read anew."""
    addresses = ensure_up(report=report)
    upgrade()
    reset_settings()
    return addresses
