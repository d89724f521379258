"""Links under which a class can be looked at without names."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_3"
down_revision = "2026_11_22_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for one link for each batch."""
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch_reports.id"],
            name="fk_shares_batch_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("batch_id", name="uq_shares_batch_id"),
    )


def downgrade() -> None:
    """Forget the links; none of them leads anywhere then."""
    op.drop_table("shares")
