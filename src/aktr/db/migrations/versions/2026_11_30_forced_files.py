"""Files whose text is not believed, so that they are read from their pictures."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_2"
down_revision = "2026_11_30_1"
branch_labels = None
depends_on = None

_TABLE = "batch_report_files"


def upgrade() -> None:
    """Let each file say whether it is read so."""
    op.add_column(
        _TABLE, sa.Column("force_ocr", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Read what waits to be read as any other file; what was read stays."""
    op.drop_column(_TABLE, "force_ocr")
