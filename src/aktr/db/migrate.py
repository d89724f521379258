"""Bringing the tables of a database to the state that this version of aktr needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DatabaseError

from aktr.db.failures import database_failure
from aktr.db.session import Database

_ADVISORY_LOCK: Final = 0x616B7472
"""Number of the PostgreSQL lock that lets one migration run at a time; any fixed number will do."""
_WAIT_FOR_OTHER_MIGRATION: Final = "60s"
_LOCK_TIMEOUT: Final = "4s"
_STATEMENT_TIMEOUT: Final = "60s"


def upgrade(url: str | URL, revision: str = "head") -> None:
    """Run the migrations that the database has not seen, all or none of them.

    Args:
        url: SQLAlchemy URL of the database.
        revision: Where to stop; the newest one if not given.

    Raises:
        AktrError: The database cannot be reached or is in use by something that holds a lock.
    """
    with _alone(url) as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(url: str | URL, revision: str = "base") -> None:
    """Undo migrations, and with them what only their tables could hold.

    Args:
        url: SQLAlchemy URL of the database.
        revision: Where to stop; an empty database if not given.

    Raises:
        AktrError: The database cannot be reached or is in use by something that holds a lock.
    """
    with _alone(url) as connection:
        command.downgrade(alembic_config(connection), revision)


def current(url: str | URL) -> str | None:
    """The last migration that the database has seen, or None if it has seen none.

    Raises:
        AktrError: The database cannot be reached.
    """
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The last migration that this version of aktr knows."""
    return ScriptDirectory.from_config(alembic_config(None)).get_current_head()


def is_current(url: str | URL) -> bool:
    """Whether the database has seen every migration.

    Raises:
        AktrError: The database cannot be reached.
    """
    return current(url) == newest()


def is_usable(url: str | URL) -> bool:
    """Whether this version of aktr can work with the tables: they are its own, or newer ones.

    Raises:
        AktrError: The database cannot be reached.
    """
    return is_current(url) or is_newer(url)


def is_newer(url: str | URL) -> bool:
    """Whether the tables are of a newer version, with which this one can work as well.

    Migrations only add, so that servers of two versions can work side by side during an update,
    and one can go back to the version before.

    Raises:
        AktrError: The database cannot be reached.
    """
    state = current(url)
    scripts = ScriptDirectory.from_config(alembic_config(None)).walk_revisions()
    return state is not None and state not in {script.revision for script in scripts}


def alembic_config(connection: Connection | None) -> Config:
    """What Alembic's commands have to be given to work on this connection."""
    config = Config(attributes={"connection": connection})
    folder = str(files("aktr.db") / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connected(url: str | URL) -> Iterator[Connection]:
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        raise database_failure(database.url, error) from error
    finally:
        database.close()


@contextmanager
def _alone(url: str | URL) -> Iterator[Connection]:
    """A connection in a transaction that no other migration can run beside."""
    with _connected(url) as connection:
        if connection.dialect.name == "sqlite":
            with _foreign_keys_checked_at_end(connection):
                yield connection
        else:
            with connection.begin():
                _wait_for_other_migrations(connection)
                yield connection


@contextmanager
def _foreign_keys_checked_at_end(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by building it anew and dropping the old one; with foreign keys on,
    # the drop would delete every row that refers to it. The switch works outside of transactions
    # only, and BEGIN IMMEDIATE is what keeps other migrations out.
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute("PRAGMA foreign_keys = OFF")
    with connection.begin():
        yield
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if dangling:
            raise RuntimeError(
                f"the migration left {len(dangling)} rows without what they refer to"
            )


def _wait_for_other_migrations(connection: Connection) -> None:
    _set_local(connection, "lock_timeout", _WAIT_FOR_OTHER_MIGRATION)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    # A migration that waits for a table stops every query behind it: rather give up.
    _set_local(connection, "lock_timeout", _LOCK_TIMEOUT)
    _set_local(connection, "statement_timeout", _STATEMENT_TIMEOUT)


def _set_local(connection: Connection, name: str, value: str) -> None:
    connection.execute(
        text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value}
    )
