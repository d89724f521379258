"""The uploaded bytes, kept by content: stored once, deleted when no batch uses them any more."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from aktr.db.models import BatchReport, BatchReportFile, StoredUpload, UnusedObject
from aktr.db.outside import Placed
from aktr.db.records import NewUpload
from aktr.db.store import Store, insert_into
from aktr.db.types import JsonObject
from aktr.errors import DiskFullError
from aktr.processing.result import BatchStatus

_TIME_TO_COMMIT: Final = timedelta(hours=1)
"""Bytes outside that no row names after this time were never committed."""
_NAMES_AT_ONCE: Final = 500


class UploadStore(Store):
    """The part of the repository that holds uploaded bytes."""

    def load_uploads(self, digests: Collection[str]) -> dict[str, bytes]:
        """The bytes with these SHA-256, as far as they are stored."""
        with self._database.reading() as session:
            rows = session.execute(
                select(
                    StoredUpload.sha256,
                    StoredUpload.content,
                    StoredUpload.object_name,
                    StoredUpload.store,
                ).where(StoredUpload.sha256.in_(digests))
            ).all()
        found = (
            (digest, self._bytes_of(content, name, store)) for digest, content, name, store in rows
        )
        return {digest: content for digest, content in found if content is not None}

    def drop_uploads(self, batch_id: UUID | None = None) -> None:
        """Delete the bytes of one finished batch, or of all finished batches.

        A batch that is still being worked on keeps its bytes.
        """
        finished = select(BatchReport.id).where(BatchReport.status != BatchStatus.PROCESSING)
        if batch_id is not None:
            finished = finished.where(BatchReport.id == batch_id)
        of_finished = BatchReportFile.batch_id.in_(finished)
        with self._database.transaction() as session:
            digests = session.scalars(
                select(BatchReportFile.upload_sha256)
                .where(of_finished, BatchReportFile.upload_sha256.is_not(None))
                .distinct()
            ).all()
            if not digests:
                return
            session.execute(
                update(BatchReportFile)
                .where(of_finished, BatchReportFile.upload_sha256.in_(digests))
                .values(upload_sha256=None)
            )
            outside = delete_unused(session, [digest for digest in digests if digest is not None])
        self._forget_outside(outside)
        self._database.overwrite_deleted()

    def sweep_outside(self) -> int:
        """Delete bytes outside of the database that no row names.

        Their storing was cut off, or their store was away when they were to be deleted.

        Returns:
            How many there were.
        """
        with self._database.reading() as session:
            unused = session.scalars(
                select(UnusedObject.name).where(
                    or_(UnusedObject.kept_until.is_(None), UnusedObject.kept_until <= self._clock())
                )
            ).all()
        return sum(self._forget_now(some) for some in batched(unused, _NAMES_AT_ONCE))

    def store_answers(self) -> bool:
        """Whether the store of uploads answers, or did a moment ago; also if there is none."""
        return self._outside.answers()

    def _put_outside(self, uploads: Iterable[NewUpload]) -> Placed:
        """Store bytes outside of the database, if that is where they go.

        Before the transaction: its rows must not name what is not there. The names are written
        down before that, so that nothing is left in the store whatever happens in between.
        """
        by_digest = {upload.sha256: upload.content for upload in uploads}
        lost = self._lost_outside(by_digest)
        store = self._outside.store
        if store is None:
            return Placed(lost=lost)
        names = {digest: uuid4().hex for digest in by_digest}
        kept_until = self._clock() + _TIME_TO_COMMIT
        with self._database.transaction() as session:
            session.add_all(
                UnusedObject(name=name, store=store, kept_until=kept_until)
                for name in names.values()
            )
        try:
            for digest, name in names.items():
                self._outside.put(name, by_digest[digest])
        except DiskFullError:
            # What is of no use must not take the last room until the next sweep.
            self._forget_outside(names.values())
            raise
        return Placed(store, names, lost)

    def _lost_outside(self, digests: Collection[str]) -> frozenset[str]:
        """Names under which the store has lost bytes that now come again."""
        with self._database.reading() as session:
            known = session.execute(
                select(StoredUpload.object_name, StoredUpload.store).where(
                    StoredUpload.sha256.in_(digests), StoredUpload.object_name.is_not(None)
                )
            ).all()
        return frozenset(
            name for name, store in known if name is not None and self._outside.is_lost(name, store)
        )


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Cut a long list into short ones."""
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some


def store_uploads(session: Session, uploads: Iterable[NewUpload], placed: Placed) -> set[str]:
    """Store the bytes of files, each content once.

    Args:
        session: The transaction.
        uploads: The files.
        placed: Where their bytes were put before.

    Returns:
        Names of bytes that are not needed outside: the same bytes were there before, or were lost
        and came again.
    """
    by_digest = {upload.sha256: upload.content for upload in uploads}
    if not by_digest:
        return set()
    names = placed.names
    rows = {
        digest: {
            "size": len(content),
            "content": None if digest in names else content,
            "object_name": names.get(digest),
            "store": placed.store,
        }
        for digest, content in sorted(by_digest.items())
    }
    insert = insert_into(session, StoredUpload.__tablename__)
    # Bytes that are there already are locked by the update that changes nothing, so that they
    # cannot be deleted as unused before the row that uses them is committed.
    insert = insert.on_conflict_do_update(
        index_elements=["sha256"], set_={"size": insert.excluded.size}
    )
    # In one order everywhere: two uploads with the same files must not wait for each other.
    session.execute(insert, [{"sha256": digest, **row} for digest, row in rows.items()])
    replaced = _replace_lost(session, rows, placed.lost) if placed.lost else []
    if not names:
        return set(replaced)
    in_use = session.scalars(
        select(StoredUpload.object_name).where(StoredUpload.sha256.in_(by_digest))
    )
    taken = set(names.values()) & set(in_use)
    session.execute(delete(UnusedObject).where(UnusedObject.name.in_(taken)))
    return set(names.values()) - taken | set(replaced)


def _replace_lost(
    session: Session, rows: Mapping[str, JsonObject], lost: Collection[str]
) -> list[str]:
    """Let rows whose bytes were lost say where they are now; returns the names that they gave."""
    losers = session.execute(
        select(StoredUpload.sha256, StoredUpload.object_name, StoredUpload.store).where(
            StoredUpload.sha256.in_(rows), StoredUpload.object_name.in_(lost)
        )
    ).all()
    for digest, _, _ in losers:
        session.execute(
            update(StoredUpload).where(StoredUpload.sha256 == digest).values(rows[digest])
        )
    # They may come to light again, when the store was only not to be reached.
    return _set_aside(session, [(name, store) for _, name, store in losers])


def _set_aside(session: Session, objects: Iterable[tuple[str | None, str | None]]) -> list[str]:
    """Write down that bytes outside are not needed any more; returns their names."""
    outside = [(name, store) for name, store in objects if name is not None]
    session.add_all(UnusedObject(name=name, store=store) for name, store in outside)
    return [name for name, _ in outside]


def lock_stored(session: Session, digests: Collection[str]) -> None:
    """Keep others from changing stored bytes until this transaction ends.

    Whoever stores some and deletes others locks them together first, in the one order of
    everybody: two of them that exchange copies must not wait for each other.
    """
    session.execute(
        select(StoredUpload.sha256)
        .where(StoredUpload.sha256.in_(digests))
        .order_by(StoredUpload.sha256)
        .with_for_update()
    )


def delete_unused(session: Session, digests: Collection[str]) -> list[str]:
    """Delete those of the stored bytes that no file refers to any more.

    Returns:
        The names of those that lie outside of the database, to be deleted there afterwards.
    """
    unused = StoredUpload.sha256.in_(digests) & ~_is_used()
    # Locked first and looked at again: an upload that is just storing the same bytes either holds
    # the lock, and its file is seen by the second look, or comes later and stores them anew.
    locked = session.scalars(
        select(StoredUpload.sha256).where(unused).order_by(StoredUpload.sha256).with_for_update()
    ).all()
    if not locked:
        return []
    deleted = session.execute(
        delete(StoredUpload)
        .where(StoredUpload.sha256.in_(locked), ~_is_used())
        .returning(StoredUpload.object_name, StoredUpload.store),
        execution_options={"synchronize_session": False},
    ).all()
    return _set_aside(session, [(name, store) for name, store in deleted])


def _is_used() -> ColumnElement[bool]:
    return exists().where(BatchReportFile.upload_sha256 == StoredUpload.sha256)
