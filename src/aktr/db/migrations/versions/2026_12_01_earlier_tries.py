"""What is known of earlier readings of a file that is read again."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_1"
down_revision = "2026_11_30_3"
branch_labels = None
depends_on = None

_TABLE = "batch_report_files"
_COUNT = "ck_batch_report_files_earlier_tries"
_REASON = "ck_batch_report_files_failed_has_reason"
_HAS_REASON = "(error_type IS NOT NULL AND error_message IS NOT NULL)"


def upgrade() -> None:
    """Count earlier tries, and let a file keep its last reason while it is read again."""
    with op.batch_alter_table(_TABLE) as table:
        table.add_column(
            sa.Column("earlier_tries", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        table.create_check_constraint(op.f(_COUNT), "earlier_tries >= 0")
        table.drop_constraint(op.f(_REASON), type_="check")
        table.create_check_constraint(op.f(_REASON), f"status <> 'failed' OR {_HAS_REASON}")


def downgrade() -> None:
    """Forget both, as a retry did before."""
    op.execute(
        f"UPDATE {_TABLE} SET error_type = NULL, error_message = NULL"  # noqa: S608
        " WHERE status <> 'failed'"
    )
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f(_REASON), type_="check")
        table.create_check_constraint(op.f(_REASON), f"(status = 'failed') = {_HAS_REASON}")
        table.drop_constraint(op.f(_COUNT), type_="check")
        table.drop_column("earlier_tries")
