"""Recommendations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import enable_tenant_rls

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_cycle",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "full",
                "push",
                name="cyclekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "finished",
                "failed",
                name="cyclestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_by", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("stages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("by_group", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_matching_cycle")),
        sa.UniqueConstraint("tenant_id", "cause", name=op.f("uq_matching_cycle_tenant_id_cause")),
    )
    op.create_index(
        "uq_matching_cycle_running",
        "matching_cycle",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("state = 'running' AND kind = 'full'"),
    )
    op.create_table(
        "cycle_chunk",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_seeker", sa.BigInteger(), nullable=False),
        sa.Column("last_seeker", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "parked",
                name="chunkstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("stages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["matching_cycle.tenant_id", "matching_cycle.id"],
            name=op.f("fk_cycle_chunk_tenant_id_cycle_id_matching_cycle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "cycle_id", "block", name=op.f("pk_cycle_chunk")),
    )
    op.create_table(
        "scored_candidate",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("posting_ids", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("apply", sa.ARRAY(sa.REAL()), nullable=False),
        sa.Column("hire", sa.ARRAY(sa.REAL()), nullable=False),
        sa.Column("rank", sa.ARRAY(sa.REAL()), nullable=False),
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
    op.create_table(
        "recommendation",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score_apply", sa.Double(), nullable=False),
        sa.Column("score_hire", sa.Double(), nullable=False),
        sa.Column("score_rank", sa.Double(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weak", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "delivered",
                "opened",
                "interested",
                "not_for_me",
                "applied",
                "invited",
                "accepted",
                "hired",
                name="recommendationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["matching_cycle.tenant_id", "matching_cycle.id"],
            name=op.f("fk_recommendation_tenant_id_cycle_id_matching_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "posting_id"],
            ["posting.tenant_id", "posting.id"],
            name=op.f("fk_recommendation_tenant_id_posting_id_posting"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_recommendation_tenant_id_seeker_id_seeker"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint(
            "tenant_id",
            "cycle_id",
            "seeker_id",
            "posting_id",
            name=op.f("uq_recommendation_tenant_id_cycle_id_seeker_id_posting_id"),
        ),
    )
    op.create_index(
        "ix_recommendation_posting",
        "recommendation",
        ["tenant_id", "posting_id", "score_rank"],
        unique=False,
    )
    op.create_index(
        "ix_recommendation_seeker", "recommendation", ["tenant_id", "seeker_id", "id"], unique=False
    )
    enable_tenant_rls("matching_cycle")
    enable_tenant_rls("cycle_chunk")
    enable_tenant_rls("scored_candidate")
    enable_tenant_rls("recommendation")


def downgrade() -> None:
    op.drop_index("ix_recommendation_seeker", table_name="recommendation")
    op.drop_index("ix_recommendation_posting", table_name="recommendation")
    op.drop_table("recommendation")
    op.drop_table("scored_candidate")
    op.drop_table("cycle_chunk")
    op.drop_index(
        "uq_matching_cycle_running",
        table_name="matching_cycle",
        postgresql_where=sa.text("state = 'running' AND kind = 'full'"),
    )
    op.drop_table("matching_cycle")
