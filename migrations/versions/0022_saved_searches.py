"""Searches that people keep, their digests, and what each person was told of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import enable_tenant_rls

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("saved_search", "saved_search_digest", "saved_search_told")
TOPICS = "'recommendation', 'invitation', 'application', 'reminder', 'answer', 'review'"


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column(
            "frequency",
            sa.Enum(
                "daily",
                "weekly",
                "off",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covered_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _of_seeker("saved_search"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint(
            "tenant_id",
            "seeker_id",
            "query",
            name=op.f("uq_saved_search_tenant_id_seeker_id_query"),
        ),
    )
    op.create_index(
        "ix_saved_search_due",
        "saved_search",
        ["tenant_id", "due_on"],
        postgresql_where=sa.text("frequency <> 'off'"),
    )
    op.create_table(
        "saved_search_digest",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _of_seeker("saved_search_digest"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_saved_search_digest")),
        sa.UniqueConstraint(
            "tenant_id",
            "seeker_id",
            "made_on",
            name=op.f("uq_saved_search_digest_tenant_id_seeker_id_made_on"),
        ),
    )
    op.create_table(
        "saved_search_told",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest_id", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        _of_seeker("saved_search_told"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "digest_id"],
            ["saved_search_digest.tenant_id", "saved_search_digest.id"],
            name=op.f("fk_saved_search_told_tenant_id_digest_id_saved_search_digest"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "seeker_id", "posting_id", name=op.f("pk_saved_search_told")
        ),
    )
    op.create_index(
        "ix_saved_search_told_digest", "saved_search_told", ["tenant_id", "digest_id", "rank"]
    )
    for table in TABLES:
        enable_tenant_rls(table)
    op.drop_constraint(op.f("ck_message_topic"), "message", type_="check")
    op.create_check_constraint(
        op.f("ck_message_topic"), "message", f"topic IN ('saved_search', {TOPICS})"
    )


def _of_seeker(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "seeker_id"],
        ["seeker.tenant_id", "seeker.id"],
        name=op.f(f"fk_{table}_tenant_id_seeker_id_seeker"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_message_topic"), "message", type_="check")
    op.execute(
        f"ALTER TABLE message ADD CONSTRAINT ck_message_topic CHECK (topic IN ({TOPICS})) NOT VALID"
    )
    for table in reversed(TABLES):
        op.drop_table(table)
