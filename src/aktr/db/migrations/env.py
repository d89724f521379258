"""How Alembic runs the migrations: on the connection that :mod:`aktr.db.migrate` hands over."""

from alembic import context
from sqlalchemy import Index
from sqlalchemy.schema import SchemaItem

from aktr.db.models import Base

JOB_ENGINE = ("procrastinate_", "idx_procrastinate_")
"""How the names of all that belongs to procrastinate begin; it has migrations of its own."""


def _is_for_this_database(
    item: SchemaItem,
    _name: str | None,
    _type: str,
    _reflected: bool,
    _compared_to: SchemaItem | None,
) -> bool:
    """Leave out what the models ask for on another kind of database only, and the job engine's."""
    if (_name or "").startswith(JOB_ENGINE):
        return False
    only_on_postgresql = isinstance(item, Index) and bool(item.dialect_kwargs["postgresql_using"])
    return not only_on_postgresql or context.get_context().dialect.name == "postgresql"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=_is_for_this_database,
    transactional_ddl=True,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
