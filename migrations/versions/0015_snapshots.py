"""Recommendations: the facts of both sides are kept once, not with every row.

What stands in the rows moves into snapshots, which refer to person and posting in place of the
rows: a check for every row was a third of the insert. The index by person goes: the one that
keeps pairs unique begins with the person too.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.rls import enable_tenant_rls

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SIDES = ("seeker", "posting")


def upgrade() -> None:
    op.execute("ALTER TABLE recommendation NO FORCE ROW LEVEL SECURITY")
    for side in SIDES:
        _create(side)
        op.add_column("recommendation", sa.Column(f"{side}_digest", sa.BigInteger()))
        op.execute(
            f"UPDATE recommendation SET {side}_digest ="
            f" ('x' || left(md5(coalesce(facts -> '{side}', '{{}}')::text), 16))::bit(64)::bigint"
        )
        op.execute(
            f"INSERT INTO {side}_snapshot (tenant_id, {side}_id, digest, facts)"
            f" SELECT DISTINCT ON (tenant_id, {side}_id, {side}_digest)"
            f" tenant_id, {side}_id, {side}_digest, coalesce(facts -> '{side}', '{{}}')"
            " FROM recommendation"
        )
        op.alter_column("recommendation", f"{side}_digest", nullable=False)
        enable_tenant_rls(f"{side}_snapshot")
        op.drop_constraint(_key(side), "recommendation", type_="foreignkey")
    op.execute("UPDATE recommendation SET facts = facts - 'seeker' - 'posting'")
    op.execute("ALTER TABLE recommendation FORCE ROW LEVEL SECURITY")
    op.drop_index("ix_recommendation_seeker", table_name="recommendation")


def _key(side: str) -> str:
    return op.f(f"fk_recommendation_tenant_id_{side}_id_{side}")


def _create(side: str) -> None:
    table = f"{side}_snapshot"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column(f"{side}_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("facts", JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", f"{side}_id"],
            [f"{side}.tenant_id", f"{side}.id"],
            name=op.f(f"fk_{table}_tenant_id_{side}_id_{side}"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", f"{side}_id", "digest", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.create_index("ix_recommendation_seeker", "recommendation", ["tenant_id", "seeker_id", "id"])
    op.execute("ALTER TABLE recommendation NO FORCE ROW LEVEL SECURITY")
    for side in SIDES:
        op.execute(f"ALTER TABLE {side}_snapshot NO FORCE ROW LEVEL SECURITY")
        op.execute(
            f"UPDATE recommendation r SET facts = r.facts || jsonb_build_object('{side}', s.facts)"
            f" FROM {side}_snapshot s WHERE s.tenant_id = r.tenant_id"
            f" AND s.{side}_id = r.{side}_id AND s.digest = r.{side}_digest"
        )
        op.drop_column("recommendation", f"{side}_digest")
        op.drop_table(f"{side}_snapshot")
        here, there = ["tenant_id", f"{side}_id"], ["tenant_id", "id"]
        op.create_foreign_key(_key(side), "recommendation", side, here, there)
    op.execute("ALTER TABLE recommendation FORCE ROW LEVEL SECURITY")
