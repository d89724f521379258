"""Keys of clients, and how often somebody did something."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_4"
down_revision = "2026_11_22_3"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_DIGEST = sa.String(64)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("digest", _DIGEST, nullable=False),
        sa.Column("may_read", sa.Boolean(), nullable=False),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.CheckConstraint("may_read OR may_write", name=op.f("ck_api_keys_scope")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
    )
    op.create_table(
        "rate_counts",
        sa.Column("counted", _DIGEST, nullable=False),
        sa.Column("stretch", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("counted", "stretch", name=op.f("pk_rate_counts")),
    )
    op.create_index(op.f("ix_rate_counts_ends_at"), "rate_counts", ["ends_at"])


def downgrade() -> None:
    """Remove both; nobody needs a key any more."""
    op.drop_table("rate_counts")
    op.drop_table("api_keys")
