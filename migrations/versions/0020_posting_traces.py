"""What the public saw of postings: 410 pages and the change feed."""

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_tenant_rls

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

READ = ("posting", "published_posting", "audit_entry")


def upgrade() -> None:
    op.execute("CREATE SEQUENCE posting_trace_position")
    op.create_table(
        "posting_trace",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occupation_code", sa.Text(), nullable=True),
        sa.Column("place_code", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("opened_position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "posting_id"],
            ["posting.tenant_id", "posting.id"],
            name=op.f("fk_posting_trace_tenant_id_posting_id_posting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "posting_id", name=op.f("pk_posting_trace")),
    )
    _take_over()
    op.create_index("ix_posting_trace_id", "posting_trace", ["posting_id"])
    op.create_index("ix_posting_trace_position", "posting_trace", ["position"])
    op.create_index("ix_posting_trace_tenant_position", "posting_trace", ["tenant_id", "position"])
    op.create_index(
        "ix_posting_trace_opened",
        "posting_trace",
        ["tenant_id", "opened_at"],
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_posting_trace_unsettled",
        "posting_trace",
        ["tenant_id"],
        postgresql_where=sa.text("position IS NULL"),
    )
    enable_tenant_rls("posting_trace", shared_read=True)


def _take_over() -> None:
    """Open postings have a projection; of closed ones the audit log knows which were public."""
    for table in READ:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO posting_trace (tenant_id, posting_id, is_open, opened, opened_at, changed_at,"
        " occupation_code, place_code)"
        " SELECT p.tenant_id, p.id, o.posting_id IS NOT NULL, o.posting_id IS NOT NULL,"
        " coalesce(o.published_at, p.changed_at), p.changed_at, p.occupation_code, p.place_code"
        " FROM posting p LEFT JOIN published_posting o"
        " ON o.tenant_id = p.tenant_id AND o.posting_id = p.id"
        " WHERE o.posting_id IS NOT NULL OR EXISTS (SELECT FROM audit_entry a"
        " WHERE a.tenant_id = p.tenant_id AND a.object_type = 'posting'"
        " AND a.object_id = p.id AND a.action = 'posting.published')"
    )
    for table in READ:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table("posting_trace")
    op.execute("DROP SEQUENCE posting_trace_position")
