"""What a run leaves of its people for the next one: not logged, as it can be worked out anew."""

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_tenant_rls

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_list",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_seeker", sa.BigInteger(), nullable=False),
        sa.Column("last_seeker", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("postings", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.BigInteger(), nullable=False),
        sa.Column("lists", sa.LargeBinary(), nullable=False),
        _of_cycle("standing_list"),
        sa.PrimaryKeyConstraint("tenant_id", "cycle_id", "block", name=op.f("pk_standing_list")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "standing_postings",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        _of_cycle("standing_postings"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "cycle_id", "digest", name=op.f("pk_standing_postings")
        ),
        prefixes=["UNLOGGED"],
    )
    # Numbers that hardly shrink: trying to would take longer than storing them.
    op.execute("ALTER TABLE standing_list ALTER COLUMN lists SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE standing_postings ALTER COLUMN keys SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE scored_block ALTER COLUMN scored SET STORAGE EXTERNAL")
    for table in ("standing_list", "standing_postings"):
        enable_tenant_rls(table)


def downgrade() -> None:
    op.execute("ALTER TABLE scored_block ALTER COLUMN scored SET STORAGE EXTENDED")
    op.drop_table("standing_postings")
    op.drop_table("standing_list")


def _of_cycle(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "cycle_id"],
        ["matching_cycle.tenant_id", "matching_cycle.id"],
        name=op.f(f"fk_{table}_tenant_id_cycle_id_matching_cycle"),
        ondelete="CASCADE",
    )
