"""Claims on files: who works on which, and whether it is still alive."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_5"
down_revision = "2026_11_22_4"
branch_labels = None
depends_on = None

_TABLE = "batch_report_files"
_IS_CLAIMED = sa.text("attempt IS NOT NULL")


def upgrade() -> None:
    """Give each file room for the token of a claim and its last sign of life."""
    op.add_column(
        _TABLE, sa.Column("in_turn", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(_TABLE, sa.Column("attempt", sa.Uuid(), nullable=True))
    op.add_column(_TABLE, sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_batch_report_files_attempt",
        _TABLE,
        ["attempt"],
        postgresql_where=_IS_CLAIMED,
        sqlite_where=_IS_CLAIMED,
    )
    # What a version without claims had in work when it was stopped waits to be read again.
    op.execute(f"UPDATE {_TABLE} SET status = 'pending' WHERE status = 'processing'")  # noqa: S608


def downgrade() -> None:
    """Forget who works on what."""
    op.drop_index("ix_batch_report_files_attempt", _TABLE)
    for name in ("heartbeat_at", "attempt", "in_turn"):
        op.drop_column(_TABLE, name)
