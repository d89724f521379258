"""What people say about reports, kept beside what was read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_2"
down_revision = "2026_11_22_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
_COLUMNS = ("version", "notes", "corrections", "reading")


def upgrade() -> None:
    """Give each report a version, and room for what is said about it."""
    for column in (
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("notes", _JSON, server_default=sa.text("'[]'"), nullable=False),
        sa.Column("corrections", _JSON, server_default=sa.text("'[]'"), nullable=False),
        sa.Column("reading", _JSON, nullable=True),
    ):
        op.add_column("reports", column)


def downgrade() -> None:
    """Forget who said what; the values stay as they were corrected."""
    for name in reversed(_COLUMNS):
        op.drop_column("reports", name)
