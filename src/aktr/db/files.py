"""The states of files, and of the batch that follows from them.

Each method is one transaction and takes a file from a stated state to the next one; see the
diagram in :mod:`aktr.db.models`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from aktr.db.mapping import plain_object, storable, to_facts, to_row
from aktr.db.models import BatchReport, BatchReportFile, Report, StoredUpload
from aktr.db.records import BatchOptions, Summarise
from aktr.db.store import Store, changed_rows, find_batch, lock_batch
from aktr.errors import FileErrorType
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
            finished = _finish(session, batch_id, [result], now)
            _settle(session, batch, now, summarise)
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
                _finish(session, batch_id, results, now)
                _settle(session, batch, now, summarise)
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
            session.execute(
                update(BatchReportFile)
                .where(*interrupted)
                .values(
                    **_internal_failure(
                        f"Reading this file was tried {MOST_TRIES} times and the process died on "
                        "every try. Print the report to a new PDF and upload that.",
                        now,
                    )
                )
            )
            _settle(session, batch, now, summarise)
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
            session.execute(
                update(BatchReportFile)
                .where(BatchReportFile.batch_id == batch_id, BatchReportFile.status.in_(_OPEN))
                .values(**_internal_failure(message, now))
            )
            _settle(session, batch, now, summarise)
            return batch.status


def _internal_failure(message: str, now: datetime) -> dict[str, object]:
    return {
        "status": FileStatus.FAILED,
        "error_type": FileErrorType.INTERNAL,
        "error_message": message,
        "finished_at": now,
        "processing_time_ms": 0,
    }


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


def _finish(
    session: Session, batch_id: UUID, results: Sequence[ProcessingResult], now: datetime
) -> int:
    in_work = {
        file.position: file
        for file in session.scalars(
            select(BatchReportFile)
            .where(
                BatchReportFile.batch_id == batch_id,
                BatchReportFile.position.in_([result.position for result in results]),
                BatchReportFile.status == FileStatus.PROCESSING,
            )
            .with_for_update()
        )
    }
    finished = [result for result in results if result.position in in_work]
    rows = {
        result.position: _report_rows(batch_id, in_work[result.position], result, now)
        for result in finished
    }
    session.add_all(row for of_file in rows.values() for row in of_file)
    # The file rows refer to the reports, which therefore have to be there first.
    session.flush()
    for result in finished:
        file = in_work[result.position]
        file.status = result.status
        file.error_type = result.error_type
        file.error_message = (
            None if result.error_message is None else storable(result.error_message)
        )
        file.finished_at = now
        file.processing_time_ms = result.processing_time_ms
        if rows[result.position]:
            file.report_id = rows[result.position][0].id
    session.flush()
    return len(finished)


def _report_rows(
    batch_id: UUID, file: BatchReportFile, result: ProcessingResult, now: datetime
) -> list[Report]:
    return [
        to_row(
            checked,
            batch_id=batch_id,
            position=file.position,
            part=part,
            file_name=file.file_name,
            processing_time_ms=result.processing_time_ms,
            created_at=now,
        )
        for part, checked in enumerate(result.reports, start=1)
    ]


def _settle(session: Session, batch: BatchReport, now: datetime, summarise: Summarise) -> None:
    """Count the files of a locked batch and finish it when none is open any more."""
    if batch.status is not BatchStatus.PROCESSING:
        return
    counted = session.execute(
        select(BatchReportFile.status, func.count())
        .where(BatchReportFile.batch_id == batch.id)
        .group_by(BatchReportFile.status)
    )
    counts = dict(counted.all())
    batch.successful_files = counts.get(FileStatus.SUCCESS, 0)
    batch.failed_files = counts.get(FileStatus.FAILED, 0)
    batch.status = BatchStatus.of(batch.successful_files, batch.failed_files, batch.total_files)
    if batch.status is BatchStatus.PROCESSING:
        return
    batch.finished_at = now
    batch.processing_time_ms = round((now - batch.created_at).total_seconds() * 1000)
    if batch.successful_files and BatchOptions.from_json(batch.options).generate_summary:
        reports = session.scalars(
            select(Report).where(Report.batch_id == batch.id).order_by(Report.position, Report.part)
        )
        summary = summarise([to_facts(report) for report in reports])
        batch.summary_data = None if summary is None else plain_object(summary)
