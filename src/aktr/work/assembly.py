"""Which dispatcher goes with which database."""

from aktr.db.presence import Presence
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.settings import Settings
from aktr.work.dispatcher import Dispatcher
from aktr.work.jobs import ProcrastinateBook
from aktr.work.local import LocalDispatcher
from aktr.work.shared import SharedDispatcher
from aktr.work.turns import Processor


def open_repository(database: Database) -> Repository:
    """The repository of a database; on PostgreSQL it writes down work for other machines."""
    return Repository(database, jobs=None if database.is_sqlite else ProcrastinateBook())


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
