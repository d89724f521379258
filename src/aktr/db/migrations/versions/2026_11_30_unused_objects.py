"""In which store an upload lies, and which of them have still to be deleted there."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_3"
down_revision = "2026_11_30_2"
branch_labels = None
depends_on = None

_UPLOADS = "stored_uploads"
_UNUSED = "unused_objects"


def upgrade() -> None:
    """Make room for both; uploads that are there lie in the store that is set."""
    op.add_column(_UPLOADS, sa.Column("store", sa.Text(), nullable=True))
    op.create_table(
        _UNUSED,
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("store", sa.Text(), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_unused_objects")),
    )


def downgrade() -> None:
    """Forget both; what had still to be deleted stays where it is."""
    op.drop_table(_UNUSED)
    op.drop_column(_UPLOADS, "store")
