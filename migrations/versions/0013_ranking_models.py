"""Learned ranking models: kept for good, one champion and one shadow at a time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import APP_ROLE, enable_tenant_rls

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = ("challenger", "shadow", "champion", "retired")
CHANGES = "state, replaced, changed_at"


def upgrade() -> None:
    op.create_table(
        "ranking_model",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES,
                name="modelstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("card", postgresql.JSONB(), nullable=False),
        sa.Column("won", sa.Boolean(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Text(), nullable=True),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trained_by", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_ranking_model")),
    )
    for state in ("champion", "shadow"):
        op.create_index(
            f"uq_ranking_model_{state}",
            "ranking_model",
            ["state"],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_table(
        "ranking_offset",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("apply", sa.Double(), nullable=False),
        sa.Column("hire", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["ranking_model.version"],
            name=op.f("fk_ranking_offset_version_ranking_model"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "version", name=op.f("pk_ranking_offset")),
    )
    enable_tenant_rls("ranking_offset")
    # What a model says never changes, nor is one deleted: old recommendations stand on it.
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON ranking_model FROM {APP_ROLE}")
    op.execute(f"GRANT UPDATE ({CHANGES}) ON ranking_model TO {APP_ROLE}")
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON ranking_offset FROM {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("ranking_offset")
    for state in ("shadow", "champion"):
        op.drop_index(
            f"uq_ranking_model_{state}",
            table_name="ranking_model",
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.drop_table("ranking_model")
