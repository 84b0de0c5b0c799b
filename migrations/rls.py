"""Row-level security for tenants' tables, called by every migration that makes one."""

from alembic import op

APP_ROLE = "pes_app"
_HERE = "nullif(current_setting('app.tenant', true), '')::int"
_ACCOUNT = "nullif(current_setting('app.account', true), '')::bigint"


def enable_tenant_rls(table: str, *, shared_read: bool = False) -> None:
    """Enable and force row-level security: a transaction sees and writes its tenant's rows only.

    `shared_read`: rows may be read from every tenant (published projections, bounds), and
    written in their own. With no tenant set, a query sees nothing.
    """
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    own = f"tenant_id = {_HERE}"
    op.execute(f"CREATE POLICY own_rows ON {table} USING ({own}) WITH CHECK ({own})")
    if shared_read:
        op.execute(f"CREATE POLICY read_all ON {table} FOR SELECT USING (true)")


def enable_membership_rls(table: str) -> None:
    """As `enable_tenant_rls`; an account also reads its own memberships in other tenants."""
    enable_tenant_rls(table)
    op.execute(f"CREATE POLICY own_account ON {table} FOR SELECT USING (account_id = {_ACCOUNT})")


def append_only(table: str) -> None:
    """Let the application role add rows, never change or delete them."""
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}")


def grant_to_application() -> None:
    """Let the application role use present and future tables of this schema; it owns none."""
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE")):
        op.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {kind} TO {APP_ROLE}"
        )
        op.execute(f"GRANT {rights} ON ALL {kind} IN SCHEMA public TO {APP_ROLE}")


def revoke_from_application() -> None:
    """Undo `grant_to_application`."""
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE")):
        op.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE {rights} ON {kind} FROM {APP_ROLE}"
        )
        op.execute(f"REVOKE {rights} ON ALL {kind} IN SCHEMA public FROM {APP_ROLE}")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {APP_ROLE}")
