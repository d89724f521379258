"""The states of files, and of the batch that follows from them.

Each method is one transaction and takes a file from a stated state to the next one; see the
diagram in :mod:`aktr.db.models`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from aktr.db.models import BatchReport, BatchReportFile, StoredUpload
from aktr.db.outcomes import settle, store_results
from aktr.db.records import Summarise
from aktr.db.store import Store, absent, changed_rows, find_batch, lock_batch
from aktr.errors import (
    ExpiredError,
    FileErrorType,
    NothingToRetryError,
    NotReadyError,
    RequestError,
    UnknownAddressError,
)
from aktr.processing.result import BatchStatus, FileStatus, ProcessingResult, SourceFile

MOST_TRIES: Final = 3
"""How often a file may take its process down before it is given up."""
_OPEN: Final = (FileStatus.PENDING, FileStatus.PROCESSING)


class FileStore(Store):
    """The part of the repository that holds the files of batches."""

    def list_files(self, batch_id: UUID) -> list[BatchReportFile]:
        """The files of a batch in order of position.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
        with self._database.reading() as session:
            find_batch(session, batch_id, self._clock())
            return list(
                session.scalars(
                    select(BatchReportFile)
                    .where(BatchReportFile.batch_id == batch_id)
                    .order_by(BatchReportFile.position)
                )
            )

    def pending_sources(self, batch_id: UUID) -> list[SourceFile]:
        """The files of a batch that wait to be read, with their bytes, in order of position."""
        with self._database.reading() as session:
            rows = session.execute(
                select(BatchReportFile.position, BatchReportFile.file_name, StoredUpload.content)
                .join(StoredUpload, StoredUpload.sha256 == BatchReportFile.upload_sha256)
                .where(
                    BatchReportFile.batch_id == batch_id,
                    BatchReportFile.status == FileStatus.PENDING,
                )
                .order_by(BatchReportFile.position)
            )
            return [SourceFile(position, name, content) for position, name, content in rows]

    def start_file(self, batch_id: UUID, position: int) -> bool:
        """Take a file from pending to processing and count the try.

        Returns:
            Whether the file was pending.
        """
        with self._database.transaction() as session:
            return _start(session, batch_id, [position], self._clock()) == 1

    def finish_file(
        self, batch_id: UUID, position: int, result: ProcessingResult, summarise: Summarise
    ) -> bool:
        """Take a file from processing to success or failed; with the last one, finish the batch.

        Reports, file, counts, and for the last file the summary, are stored together or not at
        all.

        Args:
            batch_id: The batch.
            position: The file, from 1.
            result: What became of it.
            summarise: Makes the summary when no file is open any more.

        Returns:
            Whether the file was being processed; a finished file is never overwritten.
        """
        if result.position != position:
            raise ValueError(f"the result is of file {result.position}, not of {position}")
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return False
            finished = store_results(session, batch_id, [result], now)
            settle(session, batch, now, summarise)
            return finished == 1

    def record_progress(
        self,
        batch_id: UUID,
        started: Collection[int],
        results: Sequence[ProcessingResult],
        summarise: Summarise,
    ) -> BatchStatus | None:
        """Start some files and finish some, in one transaction, as the two methods above do.

        Args:
            batch_id: The batch.
            started: Positions of files on which work has begun.
            results: What became of files, these or others that were started before.
            summarise: Makes the summary when no file is open any more.

        Returns:
            The state of the batch afterwards; None if it has been deleted.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return None
            _start(session, batch_id, started, now)
            if results:
                store_results(session, batch_id, results, now)
                settle(session, batch, now, summarise)
            return batch.status

    def reset_interrupted(self, batch_id: UUID, summarise: Summarise) -> BatchStatus | None:
        """Make the files ready that were being processed when their process died.

        To be called only when nobody works on the batch. A file that has had its tries is failed
        instead, so that a file that kills its process cannot hold up the batch.

        Returns:
            The state of the batch afterwards; None if it has been deleted.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return None
            interrupted = (
                BatchReportFile.batch_id == batch_id,
                BatchReportFile.status == FileStatus.PROCESSING,
            )
            session.execute(
                update(BatchReportFile)
                .where(*interrupted, BatchReportFile.tries < MOST_TRIES)
                .values(status=FileStatus.PENDING, started_at=None)
            )
            _give_up(
                session,
                interrupted,
                f"Reading this file was tried {MOST_TRIES} times and the process died on every "
                "try. Print the report to a new PDF and upload that.",
                now,
            )
            settle(session, batch, now, summarise)
            return batch.status

    def hand_back(self, batch_id: UUID) -> None:
        """Take files from processing back to pending when the work on them is given up in order.

        The try does not count: the file did nothing wrong.
        """
        with self._database.transaction() as session:
            if lock_batch(session, batch_id) is None:
                return
            session.execute(
                update(BatchReportFile)
                .where(
                    BatchReportFile.batch_id == batch_id,
                    BatchReportFile.status == FileStatus.PROCESSING,
                )
                .values(status=FileStatus.PENDING, started_at=None, tries=BatchReportFile.tries - 1)
            )

    def reopen_file(self, batch_id: UUID, position: int, *, even_if_read: bool = False) -> None:
        """Take a failed file of a finished batch back to pending, and the batch to processing.

        Args:
            batch_id: The batch.
            position: The file, from 1.
            even_if_read: Take a file that gave its reports as well. What people said about these
                is kept.

        Raises:
            UnknownAddressError: There is no such batch, or no such file in it.
            ExpiredError: The time of the batch is over, or the bytes of the file are not kept.
            NotReadyError: The batch is still being processed.
            NothingToRetryError: The file did not fail.
        """
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                raise absent(session, batch_id)
            find_batch(session, batch_id, self._clock())
            if batch.status is BatchStatus.PROCESSING:
                raise NotReadyError(
                    "The batch is still being processed. Wait until it is finished and try again."
                )
            if _reopen(session, batch_id, position, FileStatus.FAILED):
                batch.failed_files -= 1
            elif even_if_read and _reopen(session, batch_id, position, FileStatus.SUCCESS):
                batch.successful_files -= 1
            else:
                raise _not_reopened(session, batch, position, even_if_read=even_if_read)
            batch.status = BatchStatus.PROCESSING
            batch.finished_at = None
            batch.summary_data = None

    def fail_open_files(
        self, batch_id: UUID, message: str, summarise: Summarise
    ) -> BatchStatus | None:
        """Fail every file that is still open because of an error in aktr itself.

        Returns:
            The state of the batch afterwards; None if it has been deleted.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch = lock_batch(session, batch_id)
            if batch is None:
                return None
            still_open = (
                BatchReportFile.batch_id == batch_id,
                BatchReportFile.status.in_(_OPEN),
            )
            _give_up(session, still_open, message, now)
            settle(session, batch, now, summarise)
            return batch.status


def _give_up(
    session: Session, files: Sequence[ColumnElement[bool]], message: str, now: datetime
) -> None:
    """Fail files because of an error in aktr itself; those with earlier reports keep them."""
    ended = {"finished_at": now, "processing_time_ms": 0}
    session.execute(
        update(BatchReportFile)
        .where(*files, BatchReportFile.report_id.is_not(None))
        .values(status=FileStatus.SUCCESS, **ended)
    )
    session.execute(
        update(BatchReportFile)
        .where(*files)
        .values(
            status=FileStatus.FAILED,
            error_type=FileErrorType.INTERNAL,
            error_message=message,
            **ended,
        )
    )


def _start(session: Session, batch_id: UUID, positions: Collection[int], now: datetime) -> int:
    if not positions:
        return 0
    return changed_rows(
        session,
        update(BatchReportFile)
        .where(
            BatchReportFile.batch_id == batch_id,
            BatchReportFile.position.in_(positions),
            BatchReportFile.status == FileStatus.PENDING,
        )
        .values(status=FileStatus.PROCESSING, started_at=now, tries=BatchReportFile.tries + 1),
    )


def _reopen(session: Session, batch_id: UUID, position: int, status: FileStatus) -> bool:
    reopened = changed_rows(
        session,
        update(BatchReportFile)
        .where(
            BatchReportFile.batch_id == batch_id,
            BatchReportFile.position == position,
            BatchReportFile.status == status,
            BatchReportFile.upload_sha256.is_not(None),
        )
        .values(
            status=FileStatus.PENDING,
            tries=0,
            error_type=None,
            error_message=None,
            started_at=None,
            finished_at=None,
            processing_time_ms=None,
        ),
    )
    return reopened == 1


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
    return ExpiredError("The bytes of this file are not kept. Upload the file again.")
