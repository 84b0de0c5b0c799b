"""The candidate pool: views of cards, use and alarms, employers' former names, one consent more."""

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_tenant_rls

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PURPOSES = (
    "recommendation", "personalisation", "sms", "share_card", "group_data", "identity_to_employer",
)  # fmt: skip
CHECK = "ck_consent_purpose"


def _tenants_row(table: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", f"{owner}_id"],
        [f"{owner}.tenant_id", f"{owner}.id"],
        name=op.f(f"fk_{table}_tenant_id_{owner}_id_{owner}"),
    )


def _allow(purposes: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{purpose}'" for purpose in purposes)
    op.drop_constraint(op.f(CHECK), "consent", type_="check")
    op.create_check_constraint(op.f(CHECK), "consent", f"purpose IN ({listed})")


def upgrade() -> None:
    _allow((*PURPOSES, "share_group"))
    op.add_column(
        "employer",
        sa.Column("former_names", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.create_index(
        "ix_seeker_hiding",
        "seeker",
        ["tenant_id", "id"],
        postgresql_where=sa.text("cardinality(hidden_from) > 0"),
    )
    op.create_table(
        "card_view",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        _tenants_row("card_view", "employer"),
        _tenants_row("card_view", "seeker"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "employer_id", "on_day", "seeker_id", name=op.f("pk_card_view")
        ),
    )
    op.create_index("ix_card_view_seeker", "card_view", ["tenant_id", "seeker_id", "on_day"])
    op.create_table(
        "pool_use",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("burst_from", sa.DateTime(timezone=True), nullable=False),
        _tenants_row("pool_use", "employer"),
        sa.PrimaryKeyConstraint("tenant_id", "employer_id", "on_day", name=op.f("pk_pool_use")),
    )
    op.create_table(
        "pool_alarm",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cards",
                "searches",
                "burst",
                name="alarmkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True),
        _tenants_row("pool_alarm", "employer"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pool_alarm")),
        sa.UniqueConstraint(
            "tenant_id",
            "employer_id",
            "on_day",
            "kind",
            name=op.f("uq_pool_alarm_tenant_id_employer_id_on_day_kind"),
        ),
    )
    for table in ("card_view", "pool_use", "pool_alarm"):
        enable_tenant_rls(table)


def downgrade() -> None:
    for table in ("pool_alarm", "pool_use", "card_view"):
        op.drop_table(table)
    op.drop_index("ix_seeker_hiding", table_name="seeker")
    op.drop_column("employer", "former_names")
    op.execute("ALTER TABLE consent NO FORCE ROW LEVEL SECURITY")  # the owner sees all for a moment
    op.execute("DELETE FROM consent WHERE purpose = 'share_group'")
    op.execute("ALTER TABLE consent FORCE ROW LEVEL SECURITY")
    _allow(PURPOSES)
