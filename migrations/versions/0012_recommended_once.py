"""Recommendations: a posting is recommended to a person once, whatever runs at the same time.

A push and a cycle may choose the same pair before either has recorded it. The later of two such
rows goes; nobody has been told of it twice, as messages are one a run and person.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "recommendation"
NAME = "uq_recommendation_pair"


LATER = f"""
    SELECT later.tenant_id, later.id, min(first.id) AS first_id
    FROM {TABLE} later JOIN {TABLE} first USING (tenant_id, seeker_id, posting_id)
    WHERE first.id < later.id GROUP BY later.tenant_id, later.id
"""


def upgrade() -> None:
    for table in (TABLE, "message"):  # the owner sees all tenants for a moment
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        f"UPDATE message SET recommendation_id = later.first_id FROM ({LATER}) later"
        " WHERE message.tenant_id = later.tenant_id AND message.recommendation_id = later.id"
    )
    op.execute(
        f"DELETE FROM {TABLE} gone USING ({LATER}) later"
        " WHERE gone.tenant_id = later.tenant_id AND gone.id = later.id"
    )
    for table in (TABLE, "message"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.create_index(NAME, TABLE, ["tenant_id", "seeker_id", "posting_id"], unique=True)


def downgrade() -> None:
    op.drop_index(NAME, table_name=TABLE)
