"""Employers and postings."""

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_tenant_rls

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employer",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "enterprise",
                "self_employed",
                "non_enterprise_unit",
                "public_body",
                "association",
                "start_up",
                name="employerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("place_code", sa.BigInteger(), nullable=True),
        sa.Column("contact_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_employer")),
        sa.UniqueConstraint(
            "tenant_id", "credit_code", name=op.f("uq_employer_tenant_id_credit_code")
        ),
    )
    op.create_index("ix_employer_name", "employer", ["tenant_id", "name"], unique=False)
    op.create_index(
        "ix_employer_unverified",
        "employer",
        ["tenant_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("verified_at IS NULL"),
    )
    op.create_table(
        "posting",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "approved",
                "published",
                "paused",
                "expired",
                "filled",
                "withdrawn",
                name="postingstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("source_hash", sa.Text(), nullable=True),
        sa.Column("lawful_ground", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.BigInteger(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("occupation_code", sa.Text(), nullable=True),
        sa.Column("pay_low_fen", sa.Integer(), nullable=True),
        sa.Column("pay_high_fen", sa.Integer(), nullable=True),
        sa.Column("pay_basis", sa.Text(), nullable=True),
        sa.Column("pay_months", sa.Integer(), nullable=True),
        sa.Column("pay_negotiable", sa.Boolean(), nullable=False),
        sa.Column("pay_text", sa.Text(), nullable=False),
        sa.Column("place_code", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "county",
                "township",
                "exact",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("education_floor", sa.Text(), nullable=True),
        sa.Column("experience_years", sa.Double(), nullable=True),
        sa.Column("openings", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("certificates", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("skills", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "reserved",
            sa.Enum(
                "public_welfare",
                "graduate_internship",
                "poverty_workshop",
                name="reserved",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employer_id"],
            ["employer.tenant_id", "employer.id"],
            name=op.f("fk_posting_tenant_id_employer_id_employer"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_posting")),
        sa.UniqueConstraint(
            "tenant_id", "source", "source_key", name=op.f("uq_posting_tenant_id_source_source_key")
        ),
    )
    op.create_index(
        "ix_posting_employer", "posting", ["tenant_id", "employer_id", "id"], unique=False
    )
    op.create_index(
        "ix_posting_review_due",
        "posting",
        ["tenant_id", "review_due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.create_index(
        "ix_posting_validity", "posting", ["tenant_id", "status", "valid_to"], unique=False
    )
    op.create_table(
        "published_posting",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column("employer_name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("occupation_code", sa.Text(), nullable=True),
        sa.Column("pay_low_fen", sa.Integer(), nullable=True),
        sa.Column("pay_high_fen", sa.Integer(), nullable=True),
        sa.Column("pay_basis", sa.Text(), nullable=True),
        sa.Column("pay_months", sa.Integer(), nullable=True),
        sa.Column("pay_negotiable", sa.Boolean(), nullable=False),
        sa.Column("pay_text", sa.Text(), nullable=False),
        sa.Column("place_code", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "county",
                "township",
                "exact",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("education_floor", sa.Text(), nullable=True),
        sa.Column("experience_years", sa.Double(), nullable=True),
        sa.Column("openings", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("certificates", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("skills", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "reserved",
            sa.Enum(
                "public_welfare",
                "graduate_internship",
                "poverty_workshop",
                name="reserved",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "posting_id"],
            ["posting.tenant_id", "posting.id"],
            name=op.f("fk_published_posting_tenant_id_posting_id_posting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "posting_id", name=op.f("pk_published_posting")),
    )
    op.create_index("ix_published_posting_id", "published_posting", ["posting_id"], unique=False)
    op.create_index(
        "ix_published_posting_newest",
        "published_posting",
        ["published_at", "posting_id"],
        unique=False,
    )
    op.create_index(
        "ix_published_posting_tenant_newest",
        "published_posting",
        ["tenant_id", "published_at", "posting_id"],
        unique=False,
    )
    enable_tenant_rls("employer")
    enable_tenant_rls("posting")
    enable_tenant_rls("published_posting", shared_read=True)


def downgrade() -> None:
    op.drop_index("ix_published_posting_tenant_newest", table_name="published_posting")
    op.drop_index("ix_published_posting_newest", table_name="published_posting")
    op.drop_index("ix_published_posting_id", table_name="published_posting")
    op.drop_table("published_posting")
    op.drop_index("ix_posting_validity", table_name="posting")
    op.drop_index(
        "ix_posting_review_due",
        table_name="posting",
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.drop_index("ix_posting_employer", table_name="posting")
    op.drop_table("posting")
    op.drop_index(
        "ix_employer_unverified",
        table_name="employer",
        postgresql_where=sa.text("verified_at IS NULL"),
    )
    op.drop_index("ix_employer_name", table_name="employer")
    op.drop_table("employer")
