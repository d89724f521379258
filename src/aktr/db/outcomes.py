"""What became of files, stored; and of their batch, once the last one is finished."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from aktr.db.corrections import take_reading
from aktr.db.mapping import storable, to_row
from aktr.db.models import BatchReport, BatchReportFile, Report
from aktr.db.records import Summarise
from aktr.db.summaries import store_summary
from aktr.errors import FileErrorType
from aktr.processing.result import BatchStatus, FileStatus, ProcessingResult


def store_results(
    session: Session,
    batch: BatchReport,
    results: Sequence[ProcessingResult],
    attempt: UUID | None,
    now: datetime,
) -> None:
    """Take files of a locked batch from processing to success or failed, with their reports.

    A finished file, or one that another has claimed meanwhile, is never overwritten.
    """
    in_work = {
        file.position: file
        for file in session.scalars(
            select(BatchReportFile)
            .where(
                BatchReportFile.batch_id == batch.id,
                BatchReportFile.position.in_([result.position for result in results]),
                BatchReportFile.status == FileStatus.PROCESSING,
                held_under(attempt),
            )
            .with_for_update()
        )
    }
    finished = [result for result in results if result.position in in_work]
    first_reports: dict[int, Report] = {}
    for result in finished:
        file = in_work[result.position]
        if _keeps_its_reports(file, result):
            continue
        rows = _report_rows(session, batch.id, file, result, now)
        if rows:
            first_reports[result.position] = rows[0]
    # The rows of files refer to reports, which therefore have to be there first; those of all files
    # together, as each way to the database costs more than a row.
    session.flush()
    for result in finished:
        _finish(in_work[result.position], result, first_reports.get(result.position), now)
    if batch.processing_time_ms is not None:
        # The hours between the end of a batch and another try for one of its files are nobody's
        # work, so that from its first end on it is what each file takes that counts.
        batch.processing_time_ms += sum(result.processing_time_ms for result in finished)
    session.flush()


def _finish(
    file: BatchReportFile, result: ProcessingResult, first_report: Report | None, now: datetime
) -> None:
    """What became of a file, on its row."""
    file.status = FileStatus.SUCCESS if _keeps_its_reports(file, result) else result.status
    file.error_type = result.error_type
    file.error_message = None if result.error_message is None else storable(result.error_message)
    if first_report is not None:
        file.report_id = first_report.id
    file.finished_at = now
    file.processing_time_ms = result.processing_time_ms
    file.attempt = file.heartbeat_at = None


def _keeps_its_reports(file: BatchReportFile, result: ProcessingResult) -> bool:
    """Whether a file that gave its reports was read again in vain; they stay as they are."""
    return result.status is FileStatus.FAILED and file.report_id is not None


def held_under(attempt: UUID | None) -> ColumnElement[bool]:
    """The condition that a file is claimed under this token, or by nobody if there is none."""
    if attempt is None:
        return BatchReportFile.attempt.is_(None)
    return BatchReportFile.attempt == attempt


def give_up(
    session: Session,
    files: Sequence[ColumnElement[bool]],
    message: str,
    now: datetime,
    error_type: FileErrorType = FileErrorType.INTERNAL,
) -> None:
    """Fail files that will not be read to their end; those with earlier reports keep them.

    Args:
        session: The transaction.
        files: Which files.
        message: What to tell their owner.
        now: The moment at which they end.
        error_type: Why; if nothing else is said, an error in aktr itself.
    """
    for status, has_reports in (
        (FileStatus.SUCCESS, BatchReportFile.report_id.is_not(None)),
        (FileStatus.FAILED, BatchReportFile.report_id.is_(None)),
    ):
        session.execute(
            update(BatchReportFile)
            .where(*files, has_reports)
            .values(
                status=status,
                error_type=error_type,
                error_message=message,
                finished_at=now,
                processing_time_ms=0,
                attempt=None,
                heartbeat_at=None,
            )
        )


def _report_rows(
    session: Session,
    batch_id: UUID,
    file: BatchReportFile,
    result: ProcessingResult,
    now: datetime,
) -> list[Report]:
    """The reports of a file: those of an earlier reading brought up to date, others new."""
    earlier = _earlier_rows(session, batch_id, file)
    rows = []
    for part, checked in enumerate(result.reports, start=1):
        row = earlier.pop(part, None)
        if row is None:
            row = to_row(
                checked,
                batch_id=batch_id,
                position=file.position,
                part=part,
                file_name=file.file_name,
                processing_time_ms=result.processing_time_ms,
                created_at=now,
            )
            session.add(row)
        else:
            take_reading(row, checked)
            row.processing_time_ms = result.processing_time_ms
        rows.append(row)
    for row in earlier.values():
        # What nobody finds any more goes, unless a person has vouched for part of it.
        if not row.corrections:
            session.delete(row)
    return rows


def _earlier_rows(session: Session, batch_id: UUID, file: BatchReportFile) -> dict[int, Report]:
    if file.report_id is None:
        return {}
    rows = session.scalars(
        select(Report)
        .where(Report.batch_id == batch_id, Report.position == file.position)
        .with_for_update()
    )
    return {row.part: row for row in rows}


def settle(session: Session, batch: BatchReport, now: datetime, summarise: Summarise) -> None:
    """Count the files of a locked batch and finish it when none is open any more.

    Args:
        session: The transaction, which holds the lock on the batch.
        batch: The batch.
        now: The moment at which the files that are finished in this transaction end.
        summarise: Makes the summary.
    """
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
    if batch.processing_time_ms is None:
        batch.processing_time_ms = round((now - batch.created_at).total_seconds() * 1000)
    store_summary(session, batch, summarise)
