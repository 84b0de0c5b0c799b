"""Search: registered indices and cached vectors of texts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import enable_tenant_rls

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "building",
                "live",
                "retired",
                name="indexstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("mapping_version", sa.Text(), nullable=False),
        sa.Column("vector_kind", sa.Text(), nullable=False),
        sa.Column("progress", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_index_state")),
    )
    op.create_index(
        "uq_index_state_building",
        "index_state",
        ["alias"],
        unique=True,
        postgresql_where=sa.text("stage = 'building'"),
    )
    op.create_index(
        "uq_index_state_live",
        "index_state",
        ["alias"],
        unique=True,
        postgresql_where=sa.text("stage = 'live'"),
    )
    op.create_table(
        "text_vector",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "text_hash", "model_version", name=op.f("pk_text_vector")
        ),
    )
    enable_tenant_rls("text_vector")


def downgrade() -> None:
    op.drop_table("text_vector")
    op.drop_index(
        "uq_index_state_live", table_name="index_state", postgresql_where=sa.text("stage = 'live'")
    )
    op.drop_index(
        "uq_index_state_building",
        table_name="index_state",
        postgresql_where=sa.text("stage = 'building'"),
    )
    op.drop_table("index_state")
