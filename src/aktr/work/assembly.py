"""Which dispatcher goes with which database."""

from aktr.db.blobs import ObjectBlobs
from aktr.db.presence import Presence
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.settings import Settings
from aktr.work.dispatcher import Dispatcher
from aktr.work.jobs import ProcrastinateBook
from aktr.work.local import LocalDispatcher
from aktr.work.shared import SharedDispatcher
from aktr.work.turns import Processor


def open_repository(database: Database, upload_store: str | None = None) -> Repository:
    """The repository of a database; on PostgreSQL it writes down work for other machines.

    Args:
        database: The database.
        upload_store: URL of where uploaded bytes are kept; in the database if not given.

    Raises:
        AktrError: There is no such store.
    """
    return Repository(
        database,
        jobs=None if database.is_sqlite else ProcrastinateBook(),
        blobs=None if upload_store is None else ObjectBlobs(upload_store),
    )


def make_dispatcher(
    settings: Settings,
    database: Database,
    repository: Repository,
    processor: Processor,
    *,
    reads: bool = True,
) -> Dispatcher:
    """The dispatcher for a database: of this machine for SQLite, of many for PostgreSQL.

    Args:
        settings: Settings of the service.
        database: The database.
        repository: What :func:`open_repository` gave for it.
        processor: Reads files.
        reads: Whether this process reads files itself; on SQLite there is nobody else to do it.
    """
    if database.is_sqlite:
        return LocalDispatcher(repository, processor, settings, presence=Presence.at(database))
    return SharedDispatcher(repository, processor, settings, database.url, reads=reads)
