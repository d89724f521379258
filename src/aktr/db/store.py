"""What the parts of the repository share: the database, the clock, and how rows are found."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import CursorResult, Insert, Row, Table, Update, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from aktr.db.blobs import Blobs
from aktr.db.errands import Errands
from aktr.db.models import Base, BatchReport, ExpiredAddress, UnusedObject
from aktr.db.outside import Outside
from aktr.db.records import Piece
from aktr.db.session import Database
from aktr.db.types import utc_now
from aktr.errors import (
    ExpiredError,
    OverloadedError,
    RequestError,
    SettingError,
    UnknownAddressError,
)

logger = logging.getLogger(__name__)

_PATIENCE_S: Final = 5.0
"""How long somebody who deletes waits for a store outside of the database."""


class JobBook(Protocol):
    """Where work is written down for other machines, in the transaction that makes it.

    It is never the truth about the work: what it does not hold is found in the rows.
    """

    def add(self, session: Session, pieces: Sequence[Piece]) -> None:
        """Write down pieces of work; those that wait there already stay as they are."""

    def drop(self, session: Session, file_ids: Collection[UUID]) -> None:
        """Forget pieces whose files are being deleted."""


class NoJobBook:
    """For one machine: its dispatcher finds the work in the rows alone."""

    def add(self, session: Session, pieces: Sequence[Piece]) -> None:
        """Write nothing down."""

    def drop(self, session: Session, file_ids: Collection[UUID]) -> None:
        """There is nothing to forget."""


class Store:
    """A part of the repository.

    Args:
        database: Where the rows are.
        clock: Gives the present moment, in UTC.
        jobs: Where work is written down beside the rows.
        blobs: Where uploaded bytes are kept; in the database if not given.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        jobs: JobBook | None = None,
        blobs: Blobs | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs or NoJobBook()
        self._outside = Outside(blobs)
        self._errands = Errands(_PATIENCE_S)

    def _bytes_of(
        self, content: bytes | None, object_name: str | None, store: str | None
    ) -> bytes | None:
        """The bytes of an upload, wherever they are; None if they are gone."""
        if object_name is None:
            return content
        return self._outside.get(object_name, store)

    def _forget_outside(self, object_names: Collection[str]) -> None:
        """Delete bytes outside of the database that no row names any more.

        Somebody waits for this; a store that hangs is given the time that it takes afterwards. What
        is not deleted stays written down for the sweep.
        """
        if object_names and not self._errands.run(partial(self._forget_now, object_names)):
            logger.warning(
                "a store of uploads did not answer in %g seconds; what is to be deleted there is "
                "deleted when it does, or tried again every hour",
                _PATIENCE_S,
            )

    def _forget_now(self, object_names: Collection[str]) -> int:
        """Delete bytes outside of the database that no row names any more.

        What cannot be deleted now, because its store is away, stays written down for the sweep.

        Returns:
            How many were deleted.
        """
        with self._database.reading() as session:
            unused = session.execute(
                select(UnusedObject.name, UnusedObject.store).where(
                    UnusedObject.name.in_(object_names)
                )
            ).all()
        deleted = []
        for store, names in _by_store(unused).items():
            try:
                for name in names:
                    self._outside.delete(name, store)
                    deleted.append(name)
            except (OverloadedError, SettingError) as error:
                logger.warning(
                    "uploads could not be deleted from %s, which is tried again every hour: %s",
                    store or "their store",
                    error.message,
                )
        with self._database.transaction() as session:
            # Others may just be forgetting the same ones, in another order.
            mine = session.scalars(
                select(UnusedObject.name)
                .where(UnusedObject.name.in_(deleted))
                .order_by(UnusedObject.name)
                .with_for_update(skip_locked=True)
            ).all()
            session.execute(delete(UnusedObject).where(UnusedObject.name.in_(mine)))
        return len(deleted)


def _by_store(objects: Iterable[Row[str, str | None]]) -> dict[str | None, list[str]]:
    names: dict[str | None, list[str]] = {}
    for name, store in objects:
        names.setdefault(store, []).append(name)
    return names


def find_batch(
    session: Session, batch_id: UUID, now: datetime, options: Sequence[ORMOption] = ()
) -> BatchReport:
    """The batch under this address.

    Args:
        session: Reads it.
        batch_id: The address.
        now: The moment at which its time must not be over.
        options: Columns to be left out.

    Raises:
        UnknownAddressError: There is none.
        ExpiredError: Its time is over.
    """
    batch = session.get(BatchReport, batch_id, options=options)
    if batch is None:
        raise absent(session, batch_id)
    if batch.expires_at <= now:
        raise _gone()
    return batch


def check_batch(session: Session, batch_id: UUID, now: datetime) -> None:
    """Make sure that there is a batch under this address, without reading its summary.

    Raises:
        UnknownAddressError: There is none.
        ExpiredError: Its time is over.
    """
    expires_at = session.scalar(select(BatchReport.expires_at).where(BatchReport.id == batch_id))
    if expires_at is None:
        raise absent(session, batch_id)
    if expires_at <= now:
        raise _gone()


def lock_batch(session: Session, batch_id: UUID) -> BatchReport | None:
    """The batch, which no other transaction can change until this one ends; None if it is gone.

    Every change of a batch that depends on its files takes this lock first.
    """
    return session.scalar(select(BatchReport).where(BatchReport.id == batch_id).with_for_update())


def absent(session: Session, address: UUID) -> RequestError:
    """Why there is nothing under an address: it never was, or its time is over."""
    if session.get(ExpiredAddress, address) is not None:
        return _gone()
    return UnknownAddressError(
        "There is no batch and no report under this address. Check it, or upload the files again."
    )


def insert_into(session: Session, table: str) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what to do on a conflict, in the words of this database."""
    target: Table = Base.metadata.tables[table]
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(target)
    return sqlite.insert(target)


def changed_rows(session: Session, statement: Insert | Update) -> int:
    """Run an INSERT or UPDATE and tell how many rows it touched."""
    result = session.execute(statement, execution_options={"preserve_rowcount": True})
    if not isinstance(result, CursorResult):
        raise TypeError("only INSERT and UPDATE touch rows")
    return result.rowcount


def _gone() -> ExpiredError:
    return ExpiredError(
        "The time for which this result is kept is over and it was deleted. Upload the files again."
    )
