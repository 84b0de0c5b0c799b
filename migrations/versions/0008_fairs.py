"""Fairs."""

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_tenant_rls

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fair",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("place_code", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("booths", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "announced",
                "cancelled",
                name="fairstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_fair")),
    )
    op.create_index("ix_fair_day", "fair", ["tenant_id", "held_on", "id"], unique=False)
    op.create_table(
        "fair_employer",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("employer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booth", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employer_id"],
            ["employer.tenant_id", "employer.id"],
            name=op.f("fk_fair_employer_tenant_id_employer_id_employer"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "fair_id"],
            ["fair.tenant_id", "fair.id"],
            name=op.f("fk_fair_employer_tenant_id_fair_id_fair"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "fair_id", "employer_id", name=op.f("pk_fair_employer")
        ),
        sa.UniqueConstraint(
            "tenant_id", "fair_id", "booth", name=op.f("uq_fair_employer_tenant_id_fair_id_booth")
        ),
    )
    enable_tenant_rls("fair")
    enable_tenant_rls("fair_employer")


def downgrade() -> None:
    op.drop_table("fair_employer")
    op.drop_index("ix_fair_day", table_name="fair")
    op.drop_table("fair")
