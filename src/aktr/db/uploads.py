"""The uploaded bytes, kept by content: stored once, deleted when no batch uses them any more."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from aktr.db.models import BatchReport, BatchReportFile, StoredUpload
from aktr.db.records import NewUpload
from aktr.db.store import Store, insert_into
from aktr.errors import OverloadedError, UnknownAddressError
from aktr.processing.result import BatchStatus

_TIME_TO_COMMIT: Final = timedelta(hours=1)
"""Bytes that are this old and that no row names were never committed."""
_NAMES_AT_ONCE: Final = 500


class UploadStore(Store):
    """The part of the repository that holds uploaded bytes."""

    def load_upload(self, sha256: str) -> bytes:
        """The bytes with this SHA-256.

        Raises:
            UnknownAddressError: They are not stored, or no longer.
        """
        with self._database.reading() as session:
            row = session.execute(
                select(StoredUpload.content, StoredUpload.object_name).where(
                    StoredUpload.sha256 == sha256
                )
            ).one_or_none()
        content = None if row is None else self._bytes_of(*row)
        if content is None:
            raise UnknownAddressError("The uploaded file is not kept any more. Upload it again.")
        return content

    def load_uploads(self, digests: Collection[str]) -> dict[str, bytes]:
        """The bytes with these SHA-256, as far as they are stored."""
        with self._database.reading() as session:
            rows = session.execute(
                select(StoredUpload.sha256, StoredUpload.content, StoredUpload.object_name).where(
                    StoredUpload.sha256.in_(digests)
                )
            ).all()
        found = ((digest, self._bytes_of(content, name)) for digest, content, name in rows)
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
        """Delete bytes outside of the database that no row names: their storing was cut off.

        Returns:
            How many there were.
        """
        if self._blobs is None:
            return 0
        stray = []
        names = self._blobs.names_before(self._clock() - _TIME_TO_COMMIT)
        for some in batched(names, _NAMES_AT_ONCE):
            with self._database.reading() as session:
                known = set(
                    session.scalars(
                        select(StoredUpload.object_name).where(StoredUpload.object_name.in_(some))
                    )
                )
            stray += [name for name in some if name not in known]
        self._forget_outside(stray)
        return len(stray)

    def _put_outside(self, uploads: Iterable[NewUpload]) -> dict[str, str]:
        """Store bytes outside of the database, if that is where they go; their names by SHA-256.

        Before the transaction: its rows must not name what is not there.
        """
        if self._blobs is None:
            return {}
        by_digest = {upload.sha256: upload.content for upload in uploads}
        names = {digest: uuid4().hex for digest in by_digest}
        begun = []
        try:
            for digest, name in names.items():
                begun.append(name)
                self._blobs.put(name, by_digest[digest])
        except OverloadedError:
            # There may be no room; what is of no use must not take it until the next sweep.
            self._forget_outside(begun)
            raise
        return names


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Cut a long list into short ones."""
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some


def store_uploads(
    session: Session, uploads: Iterable[NewUpload], outside: Mapping[str, str]
) -> set[str]:
    """Store the bytes of files, each content once.

    Args:
        session: The transaction.
        uploads: The files.
        outside: Names of bytes that were stored outside of the database, by SHA-256.

    Returns:
        Those of the names that are not needed, because the same bytes were there before.
    """
    by_digest = {upload.sha256: upload.content for upload in uploads}
    if not by_digest:
        return set()
    insert = insert_into(session, StoredUpload.__tablename__)
    # Bytes that are there already are locked by the update that changes nothing, so that they
    # cannot be deleted as unused before the row that uses them is committed.
    insert = insert.on_conflict_do_update(
        index_elements=["sha256"], set_={"size": insert.excluded.size}
    )
    # In one order everywhere: two uploads with the same files must not wait for each other.
    session.execute(
        insert,
        [
            {
                "sha256": digest,
                "size": len(content),
                "content": None if digest in outside else content,
                "object_name": outside.get(digest),
            }
            for digest, content in sorted(by_digest.items())
        ],
    )
    if not outside:
        return set()
    in_use = session.scalars(
        select(StoredUpload.object_name).where(StoredUpload.sha256.in_(by_digest))
    )
    return set(outside.values()) - set(in_use)


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
    deleted = session.scalars(
        delete(StoredUpload)
        .where(StoredUpload.sha256.in_(locked), ~_is_used())
        .returning(StoredUpload.object_name),
        execution_options={"synchronize_session": False},
    )
    return [name for name in deleted if name is not None]


def _is_used() -> ColumnElement[bool]:
    return exists().where(BatchReportFile.upload_sha256 == StoredUpload.sha256)
