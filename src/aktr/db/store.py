"""What the parts of the repository share: the database, the clock, and how rows are found."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import CursorResult, Insert, Table, Update, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from aktr.db.blobs import Blobs
from aktr.db.models import Base, BatchReport, ExpiredAddress
from aktr.db.records import Piece
from aktr.db.session import Database
from aktr.db.types import utc_now
from aktr.errors import ExpiredError, OverloadedError, RequestError, UnknownAddressError


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
        self._blobs = blobs

    def _bytes_of(self, content: bytes | None, object_name: str | None) -> bytes | None:
        """The bytes of an upload, wherever they are; None if they are gone."""
        if object_name is None or self._blobs is None:
            return content
        return self._blobs.get(object_name)

    def _forget_outside(self, object_names: Collection[str]) -> None:
        """Delete bytes outside of the database, after the rows that named them."""
        if self._blobs is not None and object_names:
            # What a store that is away keeps now is found by the sweep.
            with suppress(OverloadedError):
                self._blobs.delete(object_names)


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
