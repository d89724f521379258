"""What the tests share: a database of its own for each test, on both kinds of database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import URL, create_engine, make_url, text

from aktr.db import migrate
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.work.assembly import open_repository
from postgres_server import PostgresServer

BOTH_DATABASES = ("sqlite", "postgresql")

# How long one example takes says more about what else the machine does than about the code.
settings.register_profile("aktr", deadline=None)
settings.load_profile("aktr")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[URL]:
    """A PostgreSQL server on which databases may be made: the one that is set, else our own."""
    configured = os.environ.get("TEST_DATABASE_URL")
    if configured:
        yield make_url(configured)
        return
    server = PostgresServer()
    try:
        server.start()
        yield make_url(server.url)
    finally:
        server.stop()


class PostgresDatabases:
    """Makes and removes databases on a server.

    Args:
        url: A database of that server, with the right to make others.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def create(self, template: URL | None = None) -> URL:
        """A new database, empty or with all that the template holds."""
        name = f"aktr_test_{uuid4().hex}"
        copied = f' TEMPLATE "{template.database}" STRATEGY file_copy' if template else ""
        self._run(f'CREATE DATABASE "{name}"{copied}')
        return self._url.set(database=name)

    def drop(self, url: URL) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f'DROP DATABASE "{url.database}" WITH (FORCE)')

    def close(self) -> None:
        """Give up the connection to the server."""
        self._engine.dispose()

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: URL) -> Iterator[PostgresDatabases]:
    databases = PostgresDatabases(postgres_url)
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_databases: PostgresDatabases) -> Iterator[URL]:
    """A migrated database that nobody uses, to be copied."""
    url = postgres_databases.create()
    migrate.upgrade(url)
    yield url
    postgres_databases.drop(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file that nobody uses, to be copied."""
    path = tmp_path_factory.mktemp("template") / "aktr.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=BOTH_DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A new database without tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield make_url(f"sqlite:///{tmp_path / 'empty.db'}")
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database with all tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "aktr.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    url = databases.create(template=request.getfixturevalue("migrated_postgres"))
    yield url.render_as_string(hide_password=False)
    databases.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database of the test, opened."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def repository(database: Database) -> Repository:
    """The repository of the test."""
    return open_repository(database)
