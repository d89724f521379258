"""What became of files, stored; and of their batch, once the last one is finished."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aktr.db.mapping import plain_object, storable, to_facts, to_row
from aktr.db.models import BatchReport, BatchReportFile, Report
from aktr.db.records import BatchOptions, Summarise
from aktr.processing.result import BatchStatus, FileStatus, ProcessingResult


def store_results(
    session: Session, batch_id: UUID, results: Sequence[ProcessingResult], now: datetime
) -> int:
    """Take files from processing to success or failed, with their reports.

    Returns:
        How many files were being processed; a finished file is never overwritten.
    """
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
    batch.processing_time_ms = _time_of_work(session, batch, now)
    if batch.successful_files and BatchOptions.from_json(batch.options).generate_summary:
        reports = session.scalars(
            select(Report).where(Report.batch_id == batch.id).order_by(Report.position, Report.part)
        )
        summary = summarise([to_facts(report) for report in reports])
        batch.summary_data = None if summary is None else plain_object(summary)


def _time_of_work(session: Session, batch: BatchReport, now: datetime) -> int:
    """Milliseconds until the first end of the batch, and those of each file read again since.

    The hours between the end of a batch and another try for one of its files are nobody's work.
    """
    if batch.processing_time_ms is None:
        return round((now - batch.created_at).total_seconds() * 1000)
    read_again = session.scalar(
        select(func.sum(BatchReportFile.processing_time_ms)).where(
            BatchReportFile.batch_id == batch.id, BatchReportFile.finished_at == now
        )
    )
    return batch.processing_time_ms + (read_again or 0)
