"""Alembic's entry: online only, as the owner role, one transaction a migration."""

from alembic import context
from sqlalchemy import create_engine, pool

from migrations import tables  # noqa: F401 - declares every table
from runtime.settings import settings
from tenants.database import Base


def run() -> None:
    """Run migrations against the owner's database, with short lock waits."""
    engine = create_engine(
        settings().owner_url,
        poolclass=pool.NullPool,
        connect_args={"options": "-c lock_timeout=5000 -c statement_timeout=600000"},
    )
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
