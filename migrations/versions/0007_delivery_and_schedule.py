"""Messages, replies, scheduled runs, heartbeats."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import enable_tenant_rls

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "scheduled_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("for_tenant", sa.Integer(), nullable=False),
        sa.Column("scheduled_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "due",
                "done",
                "parked",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_run")),
        sa.UniqueConstraint(
            "name",
            "for_tenant",
            "scheduled_for",
            name=op.f("uq_scheduled_run_name_for_tenant_scheduled_for"),
        ),
    )
    op.create_index(
        "ix_scheduled_run_open",
        "scheduled_run",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_scheduled_run_parked",
        "scheduled_run",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'parked'"),
    )
    op.create_table(
        "sms_reply",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reply_id", sa.Text(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "meaning",
            sa.Enum(
                "interested",
                "not_for_me",
                "stop",
                "unknown",
                name="replymeaning",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_sms_reply_tenant_id_seeker_id_seeker"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sms_reply")),
        sa.UniqueConstraint("tenant_id", "reply_id", name=op.f("uq_sms_reply_tenant_id_reply_id")),
    )
    op.create_index(
        "ix_sms_reply_seeker", "sms_reply", ["tenant_id", "seeker_id", "id"], unique=False
    )
    op.create_table(
        "message",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=True),
        sa.Column("employer_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "inbox", "sms", name="channel", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "topic",
            sa.Enum(
                "recommendation",
                "invitation",
                "application",
                "reminder",
                "answer",
                "review",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=True),
        sa.Column("recommendation_id", sa.BigInteger(), nullable=True),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "delivered",
                "failed",
                "suppressed",
                "parked",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(seeker_id IS NULL) <> (employer_id IS NULL)", name=op.f("ck_message_one_recipient")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employer_id"],
            ["employer.tenant_id", "employer.id"],
            name=op.f("fk_message_tenant_id_employer_id_employer"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recommendation_id"],
            ["recommendation.tenant_id", "recommendation.id"],
            name=op.f("fk_message_tenant_id_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_message_tenant_id_seeker_id_seeker"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "tenant_id", "idempotency_key", name=op.f("uq_message_tenant_id_idempotency_key")
        ),
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["tenant_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("channel = 'sms' AND state IN ('queued', 'sending')"),
    )
    op.create_index(
        "ix_message_employer", "message", ["tenant_id", "employer_id", "id"], unique=False
    )
    op.create_index(
        "ix_message_parked",
        "message",
        ["tenant_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'parked'"),
    )
    op.create_index(
        "ix_message_seeker", "message", ["tenant_id", "seeker_id", "channel", "id"], unique=False
    )
    enable_tenant_rls("message")
    enable_tenant_rls("sms_reply")


def downgrade() -> None:
    op.drop_index("ix_message_seeker", table_name="message")
    op.drop_index(
        "ix_message_parked", table_name="message", postgresql_where=sa.text("state = 'parked'")
    )
    op.drop_index("ix_message_employer", table_name="message")
    op.drop_index(
        "ix_message_due",
        table_name="message",
        postgresql_where=sa.text("channel = 'sms' AND state IN ('queued', 'sending')"),
    )
    op.drop_table("message")
    op.drop_index("ix_sms_reply_seeker", table_name="sms_reply")
    op.drop_table("sms_reply")
    op.drop_index(
        "ix_scheduled_run_parked",
        table_name="scheduled_run",
        postgresql_where=sa.text("state = 'parked'"),
    )
    op.drop_index(
        "ix_scheduled_run_open",
        table_name="scheduled_run",
        postgresql_where=sa.text("state = 'due'"),
    )
    op.drop_table("scheduled_run")
    op.drop_table("heartbeat")
