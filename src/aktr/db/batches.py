"""Batches as a whole: stored before any answer, found by address, deleted with all they hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, defer

from aktr.db.mapping import storable
from aktr.db.models import BatchReport, BatchReportFile, ExpiredAddress, Report, Share
from aktr.db.pieces import pieces_of
from aktr.db.records import BatchOptions, IdempotencyKey, NewUpload, digest_of
from aktr.db.store import absent, changed_rows, find_batch, insert_into, lock_batch
from aktr.db.types import JsonObject
from aktr.db.uploads import UploadStore, delete_unused, store_uploads
from aktr.errors import OverloadedError, UnprocessableError
from aktr.processing.batch import is_taken_in_turn
from aktr.processing.result import BatchStatus, FileStatus

ADDRESSES_KEPT: Final = timedelta(days=90)
"""How long the address of an expired batch or report is answered with "gone"."""
_TRIES_AT_KEY: Final = 3


class BatchStore(UploadStore):
    """The part of the repository that holds batches."""

    def create_batch(
        self,
        uploads: Sequence[NewUpload],
        options: BatchOptions,
        retention: timedelta,
        idempotency_key: IdempotencyKey | None = None,
    ) -> tuple[BatchReport, bool]:
        """Store an upload: the batch, its files and their bytes, all or nothing.

        A file that is refused unread is stored as failed at once, without its bytes; a batch of
        such files only is finished when it is stored.

        Args:
            uploads: The files, 1 at least, each with a position of its own.
            options: What the client asked for.
            retention: How long the batch is kept.
            idempotency_key: The client's name for this upload, or None.

        Returns:
            The batch, and whether it is new: the same key with the same files gives the batch
            that is there, also when both come at once. The key of an expired batch is free, and
            so is that of another holder.

        Raises:
            UnprocessableError: The key was used for other files.
            OverloadedError: Batches with this key came and went while this one was being stored.
        """
        ordered = sorted(uploads, key=lambda upload: upload.position)
        now = self._clock()
        values = _batch_values(ordered, options, now, retention, idempotency_key)
        accepted = [upload for upload in ordered if upload.refused is None]
        placed = self._put_outside(accepted)
        not_needed = set(placed.names.values())
        with self._database.transaction() as session:
            batch = _stored_before(session, idempotency_key, values, now)
            batch = batch or _claim_key(session, values, now)
            is_new = batch is None
            if batch is not None:
                same_upload(batch.content_digest, values["content_digest"])
            else:
                not_needed = store_uploads(session, accepted, placed)
                batch = self._add_rows(session, values, ordered, options)
        # Only now: if the transaction fails, nobody knows for sure which bytes it named.
        self._forget_outside(not_needed)
        return batch, is_new

    def _add_rows(
        self,
        session: Session,
        values: JsonObject,
        uploads: Sequence[NewUpload],
        options: BatchOptions,
    ) -> BatchReport:
        now = values["created_at"]
        rows = [file_row(values["id"], upload, options, now) for upload in uploads]
        session.add_all(rows)
        session.flush()
        self._jobs.add(session, pieces_of(rows))
        return session.get_one(BatchReport, values["id"])

    def get_batch(self, batch_id: UUID) -> BatchReport:
        """The batch under this address.

        Raises:
            UnknownAddressError: There is none.
            ExpiredError: Its time is over.
        """
        with self._database.reading() as session:
            return find_batch(session, batch_id, self._clock())

    def get_state(self, batch_id: UUID) -> BatchReport:
        """The batch under this address without its summary, for those who ask how far it is.

        Raises:
            UnknownAddressError: There is none.
            ExpiredError: Its time is over.
        """
        with self._database.reading() as session:
            return find_batch(
                session,
                batch_id,
                self._clock(),
                [defer(BatchReport.summary_data, raiseload=True)],
            )

    def unfinished_batches(self) -> list[UUID]:
        """The batches with open files whose time is not over, oldest first."""
        with self._database.reading() as session:
            return list(
                session.scalars(
                    select(BatchReport.id)
                    .where(
                        BatchReport.status == BatchStatus.PROCESSING,
                        BatchReport.expires_at > self._clock(),
                    )
                    .order_by(BatchReport.created_at)
                )
            )

    def delete_batch(self, batch_id: UUID) -> None:
        """Delete a batch now, with its files, its reports and the bytes nobody else uses.

        Nothing is left of it, not even its address.

        Raises:
            UnknownAddressError: There is none.
            ExpiredError: Its time was over and it has been deleted.
        """
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                raise absent(session, batch_id)
            outside = self._delete_with_contents(session, batch_id)
        self._forget_outside(outside)
        self._database.overwrite_deleted()

    def delete_expired(self, now: datetime) -> int:
        """Delete every batch whose time is over, each in a transaction of its own.

        Args:
            now: The present moment.

        Returns:
            How many batches were deleted.
        """
        with self._database.reading() as session:
            expired = session.scalars(
                select(BatchReport.id).where(BatchReport.expires_at <= now)
            ).all()
        deleted = sum(self._expire(batch_id, now) for batch_id in expired)
        with self._database.transaction() as session:
            session.execute(
                delete(ExpiredAddress).where(ExpiredAddress.expired_at <= now - ADDRESSES_KEPT)
            )
        if deleted:
            self._database.overwrite_deleted()
        return deleted

    def _expire(self, batch_id: UUID, now: datetime) -> bool:
        """Delete one batch and keep its addresses; False if someone else was faster."""
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return False
            reports = session.scalars(select(Report.id).where(Report.batch_id == batch_id))
            shares = session.scalars(select(Share.id).where(Share.batch_id == batch_id))
            session.add_all(
                ExpiredAddress(id=address, expired_at=now)
                for address in (batch_id, *reports, *shares)
            )
            outside = self._delete_with_contents(session, batch_id)
        self._forget_outside(outside)
        return True

    def _delete_with_contents(self, session: Session, batch_id: UUID) -> list[str]:
        """Delete a batch; returns the names of bytes that have to be deleted outside afterwards."""
        files = session.execute(
            select(BatchReportFile.id, BatchReportFile.upload_sha256).where(
                BatchReportFile.batch_id == batch_id
            )
        ).all()
        self._jobs.drop(session, [file_id for file_id, _ in files])
        session.execute(delete(Report).where(Report.batch_id == batch_id))
        # The database deletes the file rows along with the batch.
        session.execute(delete(BatchReport).where(BatchReport.id == batch_id))
        return delete_unused(session, {digest for _, digest in files if digest is not None})


def _batch_values(
    uploads: Sequence[NewUpload],
    options: BatchOptions,
    now: datetime,
    retention: timedelta,
    idempotency_key: IdempotencyKey | None,
) -> JsonObject:
    failed = sum(upload.refused is not None for upload in uploads)
    status = BatchStatus.of(0, failed, len(uploads))
    is_open = status is BatchStatus.PROCESSING
    return {
        "id": uuid4(),
        "status": status,
        "total_files": len(uploads),
        "successful_files": 0,
        "failed_files": failed,
        "options": options.to_json(),
        "idempotency_key": None if idempotency_key is None else idempotency_key.stored,
        "content_digest": digest_of(uploads),
        "created_at": now,
        "expires_at": now + retention,
        "finished_at": None if is_open else now,
        "processing_time_ms": None if is_open else 0,
    }


def _stored_before(
    session: Session, key: IdempotencyKey | None, values: JsonObject, now: datetime
) -> BatchReport | None:
    """The batch of the same upload if it came before an update that tells holders apart."""
    if key is None or key.stored_before is None:
        return None
    return session.scalar(
        select(BatchReport).where(
            BatchReport.idempotency_key == key.stored_before,
            BatchReport.content_digest == values["content_digest"],
            BatchReport.expires_at > now,
        )
    )


def _claim_key(session: Session, values: JsonObject, now: datetime) -> BatchReport | None:
    """Insert the batch, or give back the one that already holds its key."""
    key = values["idempotency_key"]
    insert = insert_into(session, BatchReport.__tablename__).values(values)
    insert = insert.on_conflict_do_nothing(index_elements=["idempotency_key"])
    for _ in range(_TRIES_AT_KEY):
        if key is not None:
            session.execute(
                update(BatchReport)
                .where(BatchReport.idempotency_key == key, BatchReport.expires_at <= now)
                .values(idempotency_key=None)
            )
        if changed_rows(session, insert) == 1:
            return None
        existing = session.scalar(select(BatchReport).where(BatchReport.idempotency_key == key))
        if existing is not None:
            return existing
        # The batch that held the key was deleted between the two statements.
    raise OverloadedError(
        "Other uploads with the same Idempotency-Key are coming and going. Try again.", 1
    )


def same_upload(known_digest: str, content_digest: str) -> None:
    """Make sure that a key comes again with the files with which it came first.

    Raises:
        UnprocessableError: It comes with others.
    """
    if known_digest != content_digest:
        raise UnprocessableError(
            "This Idempotency-Key was already used for other files. "
            "Send these files with a new key, or the old files with the old key."
        )


def file_row(
    batch_id: UUID, upload: NewUpload, options: BatchOptions, now: datetime
) -> BatchReportFile:
    """The row of a file as it comes in: to be read, or failed because it is refused unread.

    Args:
        batch_id: Its batch.
        upload: The file.
        options: How the files of the batch are taken and read.
        now: The moment at which it is stored.

    Returns:
        A row that belongs to no session yet.
    """
    row = BatchReportFile(
        batch_id=batch_id,
        position=upload.position,
        file_name=storable(upload.name),
        file_size=upload.size,
        content_type=storable(upload.content_type),
        upload_sha256=upload.sha256,
        status=FileStatus.PENDING,
        tries=0,
        earlier_tries=0,
        in_turn=upload.refused is not None
        or is_taken_in_turn(upload.content, options.processing_mode),
        force_ocr=options.force_ocr,
    )
    if upload.refused is not None:
        row.status = FileStatus.FAILED
        row.error_type, row.error_message = upload.refused
        row.upload_sha256 = None
        row.finished_at = now
        row.processing_time_ms = 0
    return row
