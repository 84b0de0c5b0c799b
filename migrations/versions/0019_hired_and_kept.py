"""Whether a hired person is still there: states of applications, answers and recommendations."""

from alembic import op

revision = "0019"
down_revision = "0015"
branch_labels = None
depends_on = None

APPLICATION = (
    "interested", "applied", "invited", "accepted", "declined", "hired", "rejected", "withdrawn",
)  # fmt: skip
KIND = (
    "interested", "applied", "not_for_me", "invited", "accepted_contact", "declined_contact",
    "rejected", "hired", "withdrawn",
)  # fmt: skip
RECOMMENDATION = (
    "recorded", "delivered", "opened", "interested", "not_for_me", "applied", "invited",
    "accepted", "hired",
)  # fmt: skip
CHANGED = (
    ("application", "applicationstate", "state", APPLICATION, ("kept", "left")),
    ("feedback", "applicationstate", "previous_state", APPLICATION, ("kept", "left")),
    ("feedback", "feedbackkind", "kind", KIND, ("kept", "left")),
    ("recommendation", "recommendationstate", "state", RECOMMENDATION, ("kept",)),
)


def upgrade() -> None:
    for table, name, column, known, new in CHANGED:
        _allow(table, name, column, (*known, *new))
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")


def downgrade() -> None:
    """Rows that tell who stayed keep their state: what came of a person is not rewritten."""
    for table, name, column, known, _ in CHANGED:
        _allow(table, name, column, known)


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Replace a check without reading the table under the lock."""
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    listed = ", ".join(f"'{value}'" for value in values)
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name}"
        f" CHECK ({column} IN ({listed})) NOT VALID"
    )
