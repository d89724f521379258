"""The tables of procrastinate, which hands out work to many machines; PostgreSQL only."""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "2026_11_22_6"
down_revision = "2026_11_22_5"
branch_labels = None
depends_on = None

# Version 3.10 of procrastinate, whose newest migration is 03.04.00_50. A later version that brings
# migrations of its own needs one here that runs them.


def upgrade() -> None:
    """Make the engine's tables, types and functions."""
    if op.get_bind().dialect.name == "postgresql":
        _run(SchemaManager.get_schema())


def downgrade() -> None:
    """Remove them; what is to be done is found in the rows of the files."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ("events", "periodic_defers", "jobs", "workers"):
        op.execute(f"DROP TABLE procrastinate_{table} CASCADE")
    functions = op.get_bind().scalars(
        sa.text(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE proname LIKE 'procrastinate%' AND pronamespace = current_schema()::regnamespace"
        )
    )
    for function in functions.all():
        op.execute(f"DROP FUNCTION {function} CASCADE")
    for kind in ("job_to_defer_v1", "job_event_type", "job_status"):
        op.execute(f"DROP TYPE procrastinate_{kind} CASCADE")


def _run(script: str) -> None:
    """Run several statements at once, as only the driver itself does."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("the connection is closed")
    connection.execute(script)
