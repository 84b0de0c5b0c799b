"""Seekers, groups, applications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import enable_tenant_rls

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seeker",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_enc", sa.LargeBinary(), nullable=True),
        sa.Column("address_enc", sa.LargeBinary(), nullable=True),
        sa.Column("name_hash", sa.Text(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("id_hash", sa.Text(), nullable=True),
        sa.Column("surname_masked", sa.Text(), nullable=False),
        sa.Column(
            "document_type",
            sa.Enum(
                "resident_id",
                "residence_permit",
                "hk_macao_permit",
                "taiwan_permit",
                "foreigner_id",
                name="documenttype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("place_code", sa.BigInteger(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "county",
                "township",
                "exact",
                name="homeprecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("max_km", sa.Double(), nullable=True),
        sa.Column("min_pay_fen", sa.Integer(), nullable=True),
        sa.Column("min_pay_hard", sa.Boolean(), nullable=False),
        sa.Column(
            "hours",
            sa.Enum(
                "full_time",
                "part_time",
                "temporary",
                "flexible",
                name="hours",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "education",
            sa.Enum(
                "none",
                "primary",
                "junior",
                "secondary",
                "college",
                "bachelor",
                "master",
                "doctor",
                name="education",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("experience_years", sa.Double(), nullable=True),
        sa.Column("skills", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("certificates", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("excludes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("hidden_from", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "paused",
                "closed",
                name="seekerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("personalised", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("source_hash", sa.Text(), nullable=True),
        sa.Column("section_versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_seeker_account_id_account")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_seeker")),
        sa.UniqueConstraint(
            "tenant_id", "source", "source_key", name=op.f("uq_seeker_tenant_id_source_source_key")
        ),
    )
    op.create_index("ix_seeker_account", "seeker", ["tenant_id", "account_id"], unique=False)
    op.create_index("ix_seeker_name_hash", "seeker", ["tenant_id", "name_hash"], unique=False)
    op.create_index("ix_seeker_place", "seeker", ["tenant_id", "place_code"], unique=False)
    op.create_index(
        "uq_seeker_id_number",
        "seeker",
        ["tenant_id", "id_hash"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_index(
        "uq_seeker_phone",
        "seeker",
        ["tenant_id", "phone_hash"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_table(
        "application",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "interested",
                "applied",
                "invited",
                "accepted",
                "declined",
                "hired",
                "rejected",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employer_id"],
            ["employer.tenant_id", "employer.id"],
            name=op.f("fk_application_tenant_id_employer_id_employer"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "posting_id"],
            ["posting.tenant_id", "posting.id"],
            name=op.f("fk_application_tenant_id_posting_id_posting"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_application_tenant_id_seeker_id_seeker"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "tenant_id",
            "seeker_id",
            "posting_id",
            name=op.f("uq_application_tenant_id_seeker_id_posting_id"),
        ),
    )
    op.create_index(
        "ix_application_employer", "application", ["tenant_id", "employer_id", "id"], unique=False
    )
    op.create_index(
        "ix_application_posting", "application", ["tenant_id", "posting_id", "id"], unique=False
    )
    op.create_table(
        "feedback",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "interested",
                "applied",
                "not_for_me",
                "invited",
                "accepted_contact",
                "declined_contact",
                "rejected",
                "hired",
                "withdrawn",
                name="feedbackkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason_code",
            sa.Enum(
                "too_far",
                "pay_too_low",
                "hours_do_not_fit",
                "work_too_hard",
                "not_my_trade",
                "already_working",
                "employer_not_wanted",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "web",
                "sms",
                "api",
                "desk",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "previous_state",
            sa.Enum(
                "interested",
                "applied",
                "invited",
                "accepted",
                "declined",
                "hired",
                "rejected",
                "withdrawn",
                name="applicationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account", sa.BigInteger(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "posting_id"],
            ["posting.tenant_id", "posting.id"],
            name=op.f("fk_feedback_tenant_id_posting_id_posting"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_feedback_tenant_id_seeker_id_seeker"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_feedback")),
    )
    op.create_index(
        "ix_feedback_posting", "feedback", ["tenant_id", "posting_id", "id"], unique=False
    )
    op.create_index(
        "ix_feedback_seeker", "feedback", ["tenant_id", "seeker_id", "id"], unique=False
    )
    op.create_index(
        "uq_feedback_not_for_me",
        "feedback",
        ["tenant_id", "seeker_id", "posting_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'not_for_me' AND undone_at IS NULL"),
    )
    op.create_table(
        "group_membership",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "unemployed_graduate",
                "employment_difficulty",
                "poverty_household",
                "disabled",
                "zero_employment_household",
                "returning_migrant",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "application",
                "official_register",
                "certification",
                "data_exchange",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("officer_account_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "ended_reason",
            sa.Enum(
                "employed",
                "no_longer_qualifies",
                "left_territory",
                "consent_withdrawn",
                "entered_in_error",
                name="endedreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["officer_account_id"],
            ["account.id"],
            name=op.f("fk_group_membership_officer_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_group_membership_tenant_id_seeker_id_seeker"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_group_membership")),
    )
    op.create_index(
        "ix_group_membership_group", "group_membership", ["tenant_id", "group", "id"], unique=False
    )
    op.create_index(
        "ix_group_membership_officer",
        "group_membership",
        ["tenant_id", "officer_account_id"],
        unique=False,
    )
    op.create_index(
        "uq_group_membership_standing",
        "group_membership",
        ["tenant_id", "seeker_id", "group"],
        unique=True,
        postgresql_where=sa.text("ended_reason IS NULL"),
    )
    op.create_table(
        "seeker_want",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("occupation_code", sa.Text(), nullable=True),
        sa.Column("title_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seeker_id"],
            ["seeker.tenant_id", "seeker.id"],
            name=op.f("fk_seeker_want_tenant_id_seeker_id_seeker"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seeker_id", "rank", name=op.f("pk_seeker_want")),
    )
    op.create_index(
        "ix_seeker_want_occupation", "seeker_want", ["tenant_id", "occupation_code"], unique=False
    )
    enable_tenant_rls("seeker")
    enable_tenant_rls("application")
    enable_tenant_rls("feedback")
    enable_tenant_rls("group_membership")
    enable_tenant_rls("seeker_want")


def downgrade() -> None:
    op.drop_index("ix_seeker_want_occupation", table_name="seeker_want")
    op.drop_table("seeker_want")
    op.drop_index(
        "uq_group_membership_standing",
        table_name="group_membership",
        postgresql_where=sa.text("ended_reason IS NULL"),
    )
    op.drop_index("ix_group_membership_officer", table_name="group_membership")
    op.drop_index("ix_group_membership_group", table_name="group_membership")
    op.drop_table("group_membership")
    op.drop_index(
        "uq_feedback_not_for_me",
        table_name="feedback",
        postgresql_where=sa.text("kind = 'not_for_me' AND undone_at IS NULL"),
    )
    op.drop_index("ix_feedback_seeker", table_name="feedback")
    op.drop_index("ix_feedback_posting", table_name="feedback")
    op.drop_table("feedback")
    op.drop_index("ix_application_posting", table_name="application")
    op.drop_index("ix_application_employer", table_name="application")
    op.drop_table("application")
    op.drop_index(
        "uq_seeker_phone", table_name="seeker", postgresql_where=sa.text("status <> 'closed'")
    )
    op.drop_index(
        "uq_seeker_id_number", table_name="seeker", postgresql_where=sa.text("status <> 'closed'")
    )
    op.drop_index("ix_seeker_place", table_name="seeker")
    op.drop_index("ix_seeker_name_hash", table_name="seeker")
    op.drop_index("ix_seeker_account", table_name="seeker")
    op.drop_table("seeker")
