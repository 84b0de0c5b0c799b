"""Runs in phases: scored candidates a chunk at a time, recording in chunks of its own.

A run that is under way was cut the old way and cannot go on; it ends without a result, and the
next one, by hand or by the clock, begins anew.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import enable_tenant_rls

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE matching_cycle NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE matching_cycle SET state = 'failed', finished_at = now(), error = 'upgraded'"
        " WHERE state = 'running' AND planned_at IS NOT NULL"
    )
    op.execute("ALTER TABLE matching_cycle FORCE ROW LEVEL SECURITY")
    op.drop_table("scored_candidate")
    op.create_table(
        "scored_block",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scored", sa.LargeBinary(), nullable=False),
        sa.Column("chosen", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["matching_cycle.tenant_id", "matching_cycle.id"],
            name=op.f("fk_scored_block_tenant_id_cycle_id_matching_cycle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "cycle_id", "block", name=op.f("pk_scored_block")),
    )
    enable_tenant_rls("scored_block")


def downgrade() -> None:
    op.drop_table("scored_block")
    op.create_table(
        "scored_candidate",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        *[
            sa.Column(name, sa.ARRAY(kind), nullable=False)
            for name, kind in (
                ("posting_ids", sa.BigInteger()),
                ("apply", sa.REAL()),
                ("hire", sa.REAL()),
                ("rank", sa.REAL()),
            )
        ],
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["matching_cycle.tenant_id", "matching_cycle.id"],
            name=op.f("fk_scored_candidate_tenant_id_cycle_id_matching_cycle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "cycle_id", "seeker_id", name=op.f("pk_scored_candidate")
        ),
    )
    enable_tenant_rls("scored_candidate")
