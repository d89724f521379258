"""A word for files that were not read because their batch was stopped."""

from alembic import op

revision = "2026_11_30_1"
down_revision = "2026_11_22_7"
branch_labels = None
depends_on = None

_CHECK = "ck_batch_report_files_error_type"
_BEFORE = (
    "'EMPTY_FILE', 'FILE_TOO_LARGE', 'UNSUPPORTED_TYPE', 'INVALID_PDF', 'ENCRYPTED_PDF',"
    " 'INVALID_IMAGE', 'TOO_MANY_PAGES', 'TOO_MANY_PIXELS', 'UNREADABLE', 'NOT_A_TEST_REPORT',"
    " 'TIMED_OUT', 'OUT_OF_MEMORY', 'INTERNAL'"
)


def upgrade() -> None:
    """Take the word."""
    _allow(f"{_BEFORE}, 'CANCELLED'")


def downgrade() -> None:
    """Say that something went wrong: such a file can be read again as well."""
    op.execute(
        "UPDATE batch_report_files SET error_type = 'INTERNAL' WHERE error_type = 'CANCELLED'"
    )
    _allow(_BEFORE)


def _allow(words: str) -> None:
    with op.batch_alter_table("batch_report_files") as table:
        table.drop_constraint(op.f(_CHECK), type_="check")
        table.create_check_constraint(op.f(_CHECK), f"error_type IN ({words})")
