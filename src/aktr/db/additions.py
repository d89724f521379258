"""Files that come to a stored batch: another copy in the place of one, others behind the last."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from aktr.db.batches import file_row, same_upload
from aktr.db.files import FileStore
from aktr.db.mapping import storable
from aktr.db.models import BatchReport, BatchReportFile, Report
from aktr.db.outside import Placed
from aktr.db.records import BatchOptions, IdempotencyKey, NewUpload, digest_of
from aktr.db.store import absent, check_batch, lock_batch
from aktr.db.uploads import UploadStore, delete_unused, lock_stored, store_uploads
from aktr.errors import AlreadyReadError, RequestError, UnknownAddressError, UnprocessableError
from aktr.processing.result import FileStatus

_OF_A_COPY: Final = (
    "file_name",
    "file_size",
    "content_type",
    "upload_sha256",
    "in_turn",
    "force_ocr",
    "status",
    "error_type",
    "error_message",
    "tries",
    "earlier_tries",
    "started_at",
    "finished_at",
    "processing_time_ms",
)
"""What a row says of the bytes of its file; the rest says which file of which batch it is."""
_ADDITIONS: Final = "additions"
"""Under this name the options of a batch hold the keys of additions, with digests of their files:
they are what the client said along with them."""


class AdditionStore(UploadStore, FileStore):
    """The part of the repository that takes files into batches that are there already."""

    def replace_file(
        self,
        batch_id: UUID,
        copy: NewUpload,
        *,
        even_if_read: bool = False,
        even_if_corrected: bool = False,
        force_ocr: bool = False,
    ) -> bool:
        """Put another copy in the place of a file of a finished batch, to be read instead of it.

        The reports and the bytes of the old copy go in the same transaction.

        Args:
            batch_id: The batch.
            copy: The other copy, not refused, with the position that it takes.
            even_if_read: Also if the old copy gave its report, which is deleted.
            even_if_corrected: Also if a person said something about that report.
            force_ocr: Read the pages of a PDF from their pictures, whatever text they have, as
                all files of a batch are that was uploaded so.

        Returns:
            Whether anything was done; not if just this copy stands there, to be read or read in
            this way, so that the same request can be sent twice.

        Raises:
            UnknownAddressError: There is no such batch, or no such file in it.
            ExpiredError: The time of the batch is over.
            NotReadyError: The batch is still being processed.
            AlreadyReadError: The old copy gave its report, or somebody said something about it.
        """
        placed = self._put_outside([copy])
        try:
            with self._database.transaction() as session:
                batch, file = self._place(session, batch_id, copy.position)
                is_new = not _is_there(file, copy, force_ocr=force_ocr)
                not_needed = set(placed.names.values())
                if is_new:
                    self._finished_batch(session, batch_id)
                    _check_reports(
                        session,
                        file,
                        even_if_read=even_if_read or even_if_corrected,
                        even_if_corrected=even_if_corrected,
                    )
                    fresh = file_row(batch_id, copy, _options(batch, force_ocr), self._clock())
                    not_needed = _put_in_place(session, batch, file, fresh, copy, placed)
                    self._open_again(session, batch)
        except RequestError:
            # Undone for certain, so that nothing names these bytes.
            self._forget_outside(placed.names.values())
            raise
        self._forget_outside(not_needed)
        if is_new:
            self._database.overwrite_deleted()
        return is_new

    def add_files(
        self,
        batch_id: UUID,
        uploads: Sequence[NewUpload],
        most_files: int,
        idempotency_key: IdempotencyKey | None = None,
        *,
        force_ocr: bool = False,
    ) -> bool:
        """Put further files behind the last one of a finished batch, all or nothing.

        Args:
            batch_id: The batch.
            uploads: The files in order, at least one of which is not refused unread; their
                positions are given here.
            most_files: How many files a batch may have.
            idempotency_key: The client's name for this addition, or None.
            force_ocr: Read the pages of PDFs from their pictures, whatever text they have, as all
                files of a batch are that was uploaded so.

        Returns:
            Whether they were added; not if they were before, under the same key.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: The time of the batch is over.
            NotReadyError: The batch is still being processed.
            UnprocessableError: The batch has no room for them, or the key was used for others.
        """
        accepted = [upload for upload in uploads if upload.refused is None]
        digest = digest_of(uploads)
        placed = self._put_outside(accepted)
        try:
            with self._database.transaction() as session:
                batch = self._live_batch(session, batch_id)
                known = batch.options.get(_ADDITIONS, {})
                earlier = _earlier_digest(known, idempotency_key, digest)
                is_new = earlier is None
                not_needed = set(placed.names.values())
                if earlier is not None:
                    same_upload(earlier, digest)
                else:
                    self._finished_batch(session, batch_id)
                    _check_room(batch, len(uploads), most_files)
                    not_needed = store_uploads(session, accepted, placed)
                    now = self._clock()
                    _add_rows(session, batch, uploads, _options(batch, force_ocr), now)
                    if idempotency_key is not None:
                        additions = {**known, idempotency_key.stored: digest}
                        batch.options = {**batch.options, _ADDITIONS: additions}
                    self._open_again(session, batch)
        except RequestError:
            self._forget_outside(placed.names.values())
            raise
        self._forget_outside(not_needed)
        return is_new

    def _live_batch(self, session: Session, batch_id: UUID) -> BatchReport:
        """The batch, locked, whatever its state."""
        batch = lock_batch(session, batch_id)
        if batch is None:
            raise absent(session, batch_id)
        check_batch(session, batch_id, self._clock())
        return batch

    def _place(
        self, session: Session, batch_id: UUID, position: int
    ) -> tuple[BatchReport, BatchReportFile]:
        """A batch and one of its files, locked in the order in which others lock them."""
        batch = self._live_batch(session, batch_id)
        file = session.scalar(
            select(BatchReportFile)
            .where(BatchReportFile.batch_id == batch_id, BatchReportFile.position == position)
            .with_for_update()
        )
        if file is None:
            raise UnknownAddressError(f"This batch has {batch.total_files} files, counted from 1.")
        return batch, file


def _earlier_digest(
    known: Mapping[str, str], key: IdempotencyKey | None, digest: str
) -> str | None:
    """The digest of the files that were added under a key, if any were."""
    if key is None:
        return None
    if key.stored_before is not None and known.get(key.stored_before) == digest:
        return digest
    return known.get(key.stored)


def _options(batch: BatchReport, force_ocr: bool) -> BatchOptions:
    """How a file that comes to a batch later is taken and read."""
    options = BatchOptions.from_json(batch.options)
    return replace(options, force_ocr=options.force_ocr or force_ocr)


def _is_there(file: BatchReportFile, copy: NewUpload, *, force_ocr: bool) -> bool:
    """Whether a place holds just this copy and need not read it again."""
    return (
        file.status is not FileStatus.FAILED
        and (file.force_ocr or not force_ocr)
        and file.upload_sha256 == copy.sha256
        and file.file_name == storable(copy.name)
    )


def _check_reports(
    session: Session, file: BatchReportFile, *, even_if_read: bool, even_if_corrected: bool
) -> None:
    corrections = session.scalars(
        select(Report.corrections).where(
            Report.batch_id == file.batch_id, Report.position == file.position
        )
    ).all()
    if any(corrections) and not even_if_corrected:
        raise AlreadyReadError(
            "A person corrected or confirmed values of this report, which another copy would "
            "delete. Send even_if_corrected=true to replace it all the same."
        )
    if corrections and not even_if_read:
        raise AlreadyReadError(
            "This file gave its report, which another copy would delete. Send even_if_read=true to "
            "replace it all the same."
        )


def _put_in_place(
    session: Session,
    batch: BatchReport,
    file: BatchReportFile,
    fresh: BatchReportFile,
    copy: NewUpload,
    placed: Placed,
) -> set[str]:
    """Make a row that of a copy; returns the names of bytes to be deleted outside afterwards."""
    old = file.upload_sha256
    if file.status is FileStatus.FAILED:
        batch.failed_files -= 1
    else:
        batch.successful_files -= 1
    # The row would be deleted along with the report that it names.
    file.report_id = None
    session.flush()
    session.execute(
        delete(Report).where(Report.batch_id == batch.id, Report.position == file.position)
    )
    lock_stored(session, {copy.sha256} if old is None else {copy.sha256, old})
    not_needed = store_uploads(session, [copy], placed)
    for column in _OF_A_COPY:
        setattr(file, column, getattr(fresh, column))
    session.flush()
    return not_needed | set(delete_unused(session, set() if old is None else {old}))


def _check_room(batch: BatchReport, further: int, most_files: int) -> None:
    room = max(0, most_files - batch.total_files)
    if further > room:
        raise UnprocessableError(
            f"A batch has at most {most_files} files, and this one has {batch.total_files}: there "
            f"is room for {room} more. Leave out the others, or upload them as a batch of their "
            "own."
        )


def _add_rows(
    session: Session,
    batch: BatchReport,
    uploads: Sequence[NewUpload],
    options: BatchOptions,
    now: datetime,
) -> None:
    for position, upload in enumerate(uploads, start=batch.total_files + 1):
        row = file_row(batch.id, upload, options, now)
        row.position = position
        session.add(row)
    batch.total_files += len(uploads)
    batch.failed_files += sum(upload.refused is not None for upload in uploads)
    session.flush()
