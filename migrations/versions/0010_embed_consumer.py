"""Outbox: vectors follow their documents, at a pace of their own."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEPT = "'index', 'recommend', 'deliver'"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_outbox_consumer"), "outbox", type_="check")
    op.create_check_constraint(
        op.f("ck_outbox_consumer"), "outbox", f"consumer IN ('embed', {KEPT})"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_outbox_consumer"), "outbox", type_="check")
    op.execute(
        "ALTER TABLE outbox ADD CONSTRAINT ck_outbox_consumer"
        f" CHECK (consumer IN ({KEPT})) NOT VALID"
    )
