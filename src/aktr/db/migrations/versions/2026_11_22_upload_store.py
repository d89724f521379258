"""Uploaded bytes may lie outside of the database."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_7"
down_revision = "2026_11_22_6"
branch_labels = None
depends_on = None

_TABLE = "stored_uploads"
_PLACE = "ck_stored_uploads_one_place"


def upgrade() -> None:
    """Let an upload name an object instead of holding its bytes."""
    with op.batch_alter_table(_TABLE) as table:
        table.alter_column("content", existing_type=sa.LargeBinary(), nullable=True)
        table.add_column(sa.Column("object_name", sa.String(64), nullable=True))
        table.create_check_constraint(op.f(_PLACE), "(content IS NULL) <> (object_name IS NULL)")


def downgrade() -> None:
    """Forget the uploads that lie outside; their objects stay where they are."""
    outside = f"SELECT sha256 FROM {_TABLE} WHERE content IS NULL"  # noqa: S608
    op.execute(
        f"UPDATE batch_report_files SET upload_sha256 = NULL WHERE upload_sha256 IN ({outside})"  # noqa: S608
    )
    op.execute(f"DELETE FROM {_TABLE} WHERE content IS NULL")  # noqa: S608
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f(_PLACE), type_="check")
        table.drop_column("object_name")
        table.alter_column("content", existing_type=sa.LargeBinary(), nullable=False)
