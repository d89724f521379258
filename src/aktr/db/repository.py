"""All that anyone may ask of the database or do to it.

Each public method is one short transaction, committed when it returns, and no row that it returns
is tied to the database any more. The methods stand in the modules of their subject:
:mod:`~aktr.db.batches`, :mod:`~aktr.db.additions`, :mod:`~aktr.db.files`,
:mod:`~aktr.db.claims`, :mod:`~aktr.db.results`, :mod:`~aktr.db.corrections`,
:mod:`~aktr.db.uploads`, :mod:`~aktr.db.shares`, :mod:`~aktr.db.keys`, :mod:`~aktr.db.rates`.
"""

from sqlalchemy import text

from aktr.db.additions import AdditionStore
from aktr.db.batches import BatchStore
from aktr.db.claims import ClaimStore
from aktr.db.corrections import CorrectionStore
from aktr.db.files import FileStore
from aktr.db.keys import KeyStore
from aktr.db.rates import RateStore
from aktr.db.results import ResultStore
from aktr.db.shares import ShareStore


class Repository(
    BatchStore,
    AdditionStore,
    FileStore,
    ClaimStore,
    ResultStore,
    CorrectionStore,
    ShareStore,
    KeyStore,
    RateStore,
):
    """Batches, their files, their reports, the uploaded bytes and shared links.

    Safe to use from any number of threads. Every method waits for the database, so an event loop
    has to call it in a thread.
    """

    def overwrite_deleted(self) -> None:
        """Leave nothing of what was deleted in the files of the database.

        Deleting does this by itself; it is to be repeated from time to time, because it gives way
        to whoever is reading at that moment.
        """
        self._database.overwrite_deleted()

    def database_place(self) -> str:
        """Where the database is: its file, or its address without the password."""
        return self._database.place

    def ping(self) -> None:
        """Ask the database for an answer.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: It gives none.
        """
        with self._database.reading() as session:
            session.execute(text("SELECT 1"))
