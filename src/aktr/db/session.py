"""The way to the database: one engine, and transactions that are short and whole."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from aktr.db.failures import place_of
from aktr.errors import SettingError

_BUSY_TIMEOUT_MS: Final = 30_000
_PAUSE_S: Final = 0.01
_PATIENCE_WITH_READERS_MS: Final = 1_000
"""Nobody can write while the log is being emptied."""
_ENGINE_OPTIONS: Final[dict[str, Any]] = {
    "pool_size": 5,
    "max_overflow": 5,
    # An error that is logged must not carry the names and numbers of a report.
    "hide_parameters": True,
    # Summaries are large and are read for every page of a class; this reads them in half the time.
    "json_deserializer": from_json,
}
_CONNECT_TIMEOUT_S: Final = 10
_DRIVERS: Final = {"sqlite": ("", "pysqlite"), "postgresql": ("", "psycopg")}
"""Those that each kind of database is used with; the first stands for the usual one."""
_SQLITE_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Results are personal data: deleted rows are overwritten, not only forgotten.
    "PRAGMA secure_delete = ON",
)


class Database:
    """One database, SQLite or PostgreSQL, used by any number of threads.

    Args:
        url: An SQLAlchemy URL. A folder of an SQLite file that does not exist is made.

    Raises:
        SettingError: The URL names no database that aktr can use, or its folder cannot be made.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = _checked(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite_engine() if self.is_sqlite else self._postgresql_engine()
        self._write = sessionmaker(self.engine, expire_on_commit=False)
        read_options: dict[str, Any] = (
            {"sqlite_begin": "BEGIN"}
            if self.is_sqlite
            # A list and its total have to come from the same moment.
            else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        self._read = sessionmaker(
            self.engine.execution_options(**read_options), expire_on_commit=False
        )
        # Threads of one process wait for each other here and are woken at once; SQLite's own
        # waiting sleeps and asks again.
        self._turn_to_write = threading.Lock()

    @property
    def place(self) -> str:
        """Where it is: its file, or its address without the password."""
        return place_of(self.url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction that may write: committed at the end, undone by an exception."""
        if self.is_sqlite:
            with self._turn_to_write, self._write.begin() as session:
                yield session
        else:
            with self._write.begin() as session:
                yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One view of the database that does not change while it is used; writes are not kept."""
        with self._read() as session:
            yield session

    def overwrite_deleted(self) -> bool:
        """See to it that no file of the database holds what was deleted.

        SQLite overwrites what is deleted, in its write-ahead log: the database file keeps the old
        content until the log is written back, and the log its older pages until it is cut off.
        PostgreSQL does all that by itself, in its own time.

        Returns:
            Whether it is done; if not, others were reading and it has to be tried again.
        """
        if not self.is_sqlite:
            return True
        with self._turn_to_write, self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            try:
                cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_WITH_READERS_MS}")
                is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
                cursor.close()
        return not is_busy

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _sqlite_engine(self) -> Engine:
        if self.url.database:
            _make_folder(Path(self.url.database).parent)
        engine = create_engine(
            self.url,
            **_ENGINE_OPTIONS,
            connect_args={"timeout": _BUSY_TIMEOUT_MS / 1000},
        )
        event.listen(engine, "connect", _prepare_sqlite_connection)
        event.listen(engine, "begin", _begin_sqlite_transaction)
        return engine

    def _postgresql_engine(self) -> Engine:
        return create_engine(
            self.url,
            **_ENGINE_OPTIONS,
            pool_pre_ping=True,
            connect_args={"application_name": "aktr", "connect_timeout": _CONNECT_TIMEOUT_S},
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"The folder {folder} cannot be used for the database ({error.strerror}). Set "
            "AKTR_DATA_DIR to a folder that this user may write to, or correct AKTR_DATABASE_URL."
        ) from error


def _checked(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingError(
            "AKTR_DATABASE_URL is no database URL. Set it to something like "
            "postgresql+psycopg://user:password@host/database, or leave it out to use SQLite."
        ) from error
    kind, _, driver = parsed.drivername.partition("+")
    if kind not in _DRIVERS:
        raise SettingError(
            f"AKTR_DATABASE_URL names a {kind} database; aktr works with SQLite and PostgreSQL."
        )
    if driver not in _DRIVERS[kind]:
        raise SettingError(
            f"AKTR_DATABASE_URL names the driver {driver}, which aktr does not use. Let it begin "
            f"with {kind}:// alone."
        )
    if kind == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise SettingError(
            "AKTR_DATABASE_URL names an SQLite database in memory, which would lose every batch; "
            "name a file, such as sqlite:////srv/aktr/aktr.db."
        )
    # Without a driver the library would take one that is not installed.
    return parsed.set(drivername=f"{kind}+psycopg") if kind == "postgresql" else parsed


def _prepare_sqlite_connection(connection: sqlite3.Connection, _record: object) -> None:
    # Python would begin transactions by itself, and only before writes: two claims could both
    # read first. Without it, the begin event decides.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(pragma)
    _keep_a_write_ahead_log(cursor)
    cursor.close()


def _keep_a_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Turn a new database into one with a write-ahead log, while others may do the same.

    SQLite does not wait for a lock there: of two that begin with one new file at once each holds
    what the other one needs, and one of them is told at once that the database is locked.
    """
    give_up_at = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up_at:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _begin_sqlite_transaction(connection: Connection) -> None:
    # IMMEDIATE takes the write lock first; a transaction that reads and then writes without it
    # fails with "database is locked" when another one has written in between.
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE")
    connection.exec_driver_sql(begin)
