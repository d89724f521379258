"""The states of files, and of the batch that follows from them.

Each method is one transaction and takes a file from a stated state to the next one; see the
diagram in :mod:`aktr.db.models`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, true, update
from sqlalchemy.orm import Session

from aktr.db.models import BatchReport, BatchReportFile
from aktr.db.outcomes import give_up, held_under, settle, store_results
from aktr.db.pieces import OPEN, files_of, pieces_of
from aktr.db.records import Summarise
from aktr.db.store import Store, absent, changed_rows, check_batch, lock_batch
from aktr.errors import (
    ExpiredError,
    FileErrorType,
    NothingToRetryError,
    NotReadyError,
    RequestError,
    UnknownAddressError,
)
from aktr.processing.result import BatchStatus, FileStatus, ProcessingResult

_CANCELLED: Final = (
    "The batch was stopped before this file was read. Have it read again if you need its report."
)
_UNREAD_NOT_KEPT: Final = (
    "The files that were not read because the batch was stopped are not kept: this server deletes "
    "uploads when their batch is finished, and a stop finishes it. Upload these files again."
)
_BYTES_NOT_KEPT: Final = "The bytes of this file are not kept. Upload the file again."
_NONE_KEPT: Final = (
    "The bytes of the failed files of this batch are not kept. Upload those files again."
)


class FileStore(Store):
    """The part of the repository that holds the files of batches."""

    def list_files(self, batch_id: UUID) -> list[BatchReportFile]:
        """The files of a batch in order of position.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
        with self._database.reading() as session:
            check_batch(session, batch_id, self._clock())
            return list(
                session.scalars(
                    select(BatchReportFile)
                    .where(BatchReportFile.batch_id == batch_id)
                    .order_by(BatchReportFile.position)
                )
            )

    def start_file(self, batch_id: UUID, position: int, attempt: UUID | None = None) -> bool:
        """Take a file from pending to processing and count the try.

        Args:
            batch_id: The batch.
            position: The file, from 1.
            attempt: The claim under which it is done; None for a file that nobody has claimed.

        Returns:
            Whether the file was pending, and claimed under this token.
        """
        with self._database.transaction() as session:
            return _start(session, batch_id, [position], attempt, self._clock()) == 1

    def record_progress(
        self,
        batch_id: UUID,
        started: Collection[int],
        results: Sequence[ProcessingResult],
        summarise: Summarise,
        attempt: UUID | None = None,
    ) -> BatchStatus | None:
        """Start some files and finish some, in one transaction.

        Reports, files, counts, and with the last file the summary, are stored together or not at
        all. A finished file is never overwritten.

        Args:
            batch_id: The batch.
            started: Positions of files on which work has begun.
            results: What became of files, these or others that were started before.
            summarise: Makes the summary when no file is open any more.
            attempt: The claim under which it is done; None for files that nobody has claimed.

        Returns:
            The state of the batch afterwards; None if it has been deleted.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return None
            _start(session, batch_id, started, attempt, now)
            if results:
                store_results(session, batch, results, attempt, now)
                settle(session, batch, now, summarise)
            return batch.status

    def reopen_file(
        self,
        batch_id: UUID,
        position: int,
        *,
        even_if_read: bool = False,
        force_ocr: bool = False,
    ) -> None:
        """Take a failed file of a finished batch back to pending, and the batch to processing.

        Args:
            batch_id: The batch.
            position: The file, from 1.
            even_if_read: Take a file that gave its reports as well. What people said about these
                is kept.
            force_ocr: Read the pages of a PDF from their pictures from now on, whatever text they
                have. A file that is read so already stays so.

        Raises:
            UnknownAddressError: There is no such batch, or no such file in it.
            ExpiredError: The time of the batch is over, or the bytes of the file are not kept.
            NotReadyError: The batch is still being processed.
            NothingToRetryError: The file did not fail.
        """
        this_file = BatchReportFile.position == position
        with self._database.transaction() as session:
            batch = self._finished_batch(session, batch_id)
            if _reopen(session, batch_id, this_file, FileStatus.FAILED):
                batch.failed_files -= 1
            elif even_if_read and _reopen(session, batch_id, this_file, FileStatus.SUCCESS):
                batch.successful_files -= 1
            else:
                raise _not_reopened(session, batch, position, even_if_read=even_if_read)
            if force_ocr:
                session.execute(
                    update(BatchReportFile)
                    .where(BatchReportFile.batch_id == batch_id, this_file)
                    .values(force_ocr=True)
                )
            self._open_again(session, batch)

    def reopen_failed_files(self, batch_id: UUID, *, only_cancelled: bool = False) -> int:
        """Take every failed file of a finished batch whose bytes are kept back to pending.

        Args:
            batch_id: The batch.
            only_cancelled: Take only those that were not read because the batch was stopped.

        Returns:
            How many files those are.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: The time of the batch is over, or no bytes of these files are kept.
            NotReadyError: The batch is still being processed.
            NothingToRetryError: No file failed, or none of those that are meant.
        """
        which: ColumnElement[bool] = true()
        if only_cancelled:
            which = BatchReportFile.error_type == FileErrorType.CANCELLED
        with self._database.transaction() as session:
            batch = self._finished_batch(session, batch_id)
            reopened = _reopen(session, batch_id, which, FileStatus.FAILED)
            if not reopened:
                raise _none_reopened(session, batch, which, only_cancelled=only_cancelled)
            batch.failed_files -= reopened
            self._open_again(session, batch)
            return reopened

    def cancel_batch(self, batch_id: UUID, summarise: Summarise) -> None:
        """Read nothing more of a batch: what is finished stays, every other file is given up.

        Files that are being read are given up as well. Whoever reads them finds that the claim is
        gone, and what may still come of it is not stored. A finished batch stays as it is.

        Args:
            batch_id: The batch.
            summarise: Makes the summary of what is there.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                raise absent(session, batch_id)
            check_batch(session, batch_id, now)
            still_open = (
                BatchReportFile.batch_id == batch_id,
                BatchReportFile.status.in_(OPEN),
            )
            self._jobs.drop(
                session, session.scalars(select(BatchReportFile.id).where(*still_open)).all()
            )
            give_up(session, still_open, _CANCELLED, now, FileErrorType.CANCELLED)
            settle(session, batch, now, summarise)

    def _finished_batch(self, session: Session, batch_id: UUID) -> BatchReport:
        batch = lock_batch(session, batch_id)
        if batch is None:
            raise absent(session, batch_id)
        check_batch(session, batch_id, self._clock())
        if batch.status is BatchStatus.PROCESSING:
            raise NotReadyError(
                "The batch is still being processed. Wait until it is finished and try again."
            )
        return batch

    def _open_again(self, session: Session, batch: BatchReport) -> None:
        batch.status = BatchStatus.PROCESSING
        batch.finished_at = None
        batch.summary_data = None
        self._jobs.add(session, pieces_of(files_of(session, [batch.id])))

    def fail_open_files(
        self, batch_id: UUID, message: str, summarise: Summarise, attempt: UUID | None = None
    ) -> BatchStatus | None:
        """Fail files that are still open because of an error in aktr itself.

        Args:
            batch_id: The batch.
            message: What to tell its owner.
            summarise: Makes the summary.
            attempt: The claim whose files are meant; all of the batch if None.

        Returns:
            The state of the batch afterwards; None if it has been deleted.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return None
            still_open = [
                BatchReportFile.batch_id == batch_id,
                BatchReportFile.status.in_(OPEN),
            ]
            if attempt is not None:
                still_open.append(held_under(attempt))
            give_up(session, still_open, message, now)
            settle(session, batch, now, summarise)
            return batch.status


def _start(
    session: Session,
    batch_id: UUID,
    positions: Collection[int],
    attempt: UUID | None,
    now: datetime,
) -> int:
    if not positions:
        return 0
    return changed_rows(
        session,
        update(BatchReportFile)
        .where(
            BatchReportFile.batch_id == batch_id,
            BatchReportFile.position.in_(positions),
            BatchReportFile.status == FileStatus.PENDING,
            held_under(attempt),
        )
        .values(status=FileStatus.PROCESSING, started_at=now, tries=BatchReportFile.tries + 1),
    )


def _reopen(
    session: Session, batch_id: UUID, which: ColumnElement[bool], status: FileStatus
) -> int:
    return changed_rows(
        session,
        update(BatchReportFile)
        .where(
            BatchReportFile.batch_id == batch_id,
            which,
            BatchReportFile.status == status,
            BatchReportFile.upload_sha256.is_not(None),
        )
        .values(
            status=FileStatus.PENDING,
            # A file has all of its tries again. What is known of those that it had stays known.
            tries=0,
            earlier_tries=BatchReportFile.earlier_tries + BatchReportFile.tries,
            started_at=None,
            finished_at=None,
            processing_time_ms=None,
        ),
    )


def _none_reopened(
    session: Session, batch: BatchReport, which: ColumnElement[bool], *, only_cancelled: bool
) -> RequestError:
    is_meant = exists().where(
        BatchReportFile.batch_id == batch.id, BatchReportFile.status == FileStatus.FAILED, which
    )
    if session.scalar(select(is_meant)):
        return ExpiredError(_UNREAD_NOT_KEPT if only_cancelled else _NONE_KEPT)
    if only_cancelled:
        return NothingToRetryError("No file of this batch waits since it was stopped.")
    return NothingToRetryError("Every file of this batch gave its report.")


def _not_reopened(
    session: Session, batch: BatchReport, position: int, *, even_if_read: bool
) -> RequestError:
    status = session.scalar(
        select(BatchReportFile.status).where(
            BatchReportFile.batch_id == batch.id, BatchReportFile.position == position
        )
    )
    if status is None:
        return UnknownAddressError(f"This batch has {batch.total_files} files, counted from 1.")
    if status is not FileStatus.FAILED and not even_if_read:
        return NothingToRetryError(
            "This file gave its report. Send even_if_read=true to have it read again all the same; "
            "corrections are kept."
        )
    return ExpiredError(_BYTES_NOT_KEPT)
