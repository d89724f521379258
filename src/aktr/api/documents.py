"""From stored rows to the documents that the API answers with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from aktr.api.reviewing import add_review
from aktr.contract.batch_schemas import (
    BatchAnswer,
    BatchStateAnswer,
    BatchSummaryAnswer,
    FileCountsAnswer,
    FileStateAnswer,
)
from aktr.contract.problem_schemas import ProblemDetail
from aktr.contract.report_schemas import (
    CorrectionAnswer,
    FailedFileAnswer,
    FileErrorAnswer,
    HistoryAnswer,
    ReportAnswer,
)
from aktr.contract.summary_schemas import SummaryAnswer
from aktr.db.mapping import to_facts
from aktr.db.models import BatchReport, BatchReportFile, Report
from aktr.db.records import ReportEntry
from aktr.db.stored_report import checked_report
from aktr.errors import SummaryError
from aktr.processing.document import report_document
from aktr.processing.result import FileStatus
from aktr.summary.analyzer import SummaryAnalyzer, short_form
from aktr.summary.facts import ReportFacts
from aktr.work.summaries import current_summary

BATCHES_PATH = "/v1/extractor/batch"
RESULTS_PATH = "/v1/extractor/results"

SameTests = Mapping[UUID, Sequence[UUID]]
"""For each report whose test was uploaded more than once, the other reports of that test."""
NONE: Final[SameTests] = {}

__all__ = [
    "SameTests",
    "batch_answer",
    "batch_state",
    "batch_url",
    "checked_report",
    "entry_answer",
    "facts_of",
    "failed_files",
    "history_answer",
    "report_answer",
    "report_url",
    "summary_answer",
]


def batch_url(batch_id: UUID) -> str:
    """Where state and progress of a batch are."""
    return f"{BATCHES_PATH}/{batch_id}"


def report_url(report_id: UUID) -> str:
    """Where one report is."""
    return f"{RESULTS_PATH}/{report_id}"


def report_answer(row: Report, same_test_as: Sequence[UUID] = ()) -> ReportAnswer:
    """A stored report as it is shown.

    Args:
        row: The report.
        same_test_as: Other reports of the same test.
    """
    url = report_url(row.id)
    document = report_document(
        checked_report(row),
        report_id=str(row.id),
        file_name=row.file_name,
        position=row.position,
        part=row.part,
        processing_time_ms=row.processing_time_ms,
        url=url,
    )
    add_review(document, row, url)
    return ReportAnswer.model_validate({**document, "same_test_as": same_test_as})


def entry_answer(
    entry: ReportEntry, same_tests: SameTests = NONE
) -> ReportAnswer | FailedFileAnswer:
    """A report as it is shown, or the reason of a file that gave none.

    Args:
        entry: The report or the file.
        same_tests: The other reports of the same test, by report.
    """
    if entry.report is not None:
        return report_answer(entry.report, same_tests.get(entry.report.id, ()))
    return FailedFileAnswer(
        report_id=None,
        file_name=entry.file.file_name,
        position=entry.file.position,
        status="failed",
        processing_time_ms=entry.file.processing_time_ms or 0,
        error=FileErrorAnswer.model_validate(
            {"type": entry.file.error_type, "message": entry.file.error_message}
        ),
    )


def batch_answer(
    batch: BatchReport, entries: Sequence[ReportEntry], same_tests: SameTests = NONE
) -> BatchAnswer:
    """A batch with its results.

    Args:
        batch: The batch.
        entries: All of its results; the reports are left out if the client asked for that.
        same_tests: The other reports of the same test, by report.
    """
    with_reports = batch.options["include_individual_reports"]
    return BatchAnswer(
        batch_id=batch.id,
        status=batch.status,
        url=batch_url(batch.id),
        processing_time_ms=batch.processing_time_ms,
        total_files=batch.total_files,
        successful_files=batch.successful_files,
        failed_files=batch.failed_files,
        created_at=batch.created_at,
        expires_at=batch.expires_at,
        reports=[
            entry_answer(entry, same_tests) for entry in entries if with_reports or not entry.report
        ],
        summary=_summary_in_short(batch, facts_of(entries)),
    )


def history_answer(row: Report) -> HistoryAnswer:
    """Everything that people said about a stored report."""
    return HistoryAnswer(
        report_id=row.id,
        version=row.version,
        corrections=[CorrectionAnswer.model_validate(each) for each in row.corrections],
    )


def batch_state(batch: BatchReport, files: Sequence[BatchReportFile]) -> BatchStateAnswer:
    """State and progress of a batch.

    Args:
        batch: The batch.
        files: Its files, in order of position.
    """
    states = [file.status for file in files]
    counts = {status.value: states.count(status) for status in FileStatus}
    url = batch_url(batch.id)
    return BatchStateAnswer(
        batch_id=batch.id,
        status=batch.status,
        percent_done=100 * (counts["success"] + counts["failed"]) // len(states),
        total_files=len(states),
        successful_files=counts["success"],
        failed_files=counts["failed"],
        counts=FileCountsAnswer(**counts),
        files=[_file_state(file) for file in files],
        processing_time_ms=batch.processing_time_ms,
        created_at=batch.created_at,
        expires_at=batch.expires_at,
        reports_url=f"{url}/reports",
        summary_url=f"{url}/summary",
        events_url=f"{url}/events",
    )


def facts_of(entries: Iterable[ReportEntry]) -> Iterator[ReportFacts]:
    """What a summary needs to know of the reports among results."""
    return (to_facts(entry.report) for entry in entries if entry.report is not None)


def summary_answer(batch: BatchReport, reports: Iterable[ReportFacts]) -> SummaryAnswer:
    """The whole summary of a batch; that of a batch without any report is empty, not missing.

    Args:
        batch: The batch.
        reports: Its reports, which are asked for only if the summary has to be made anew.

    Raises:
        SummaryError: A defect keeps it from being made.
    """
    summary = current_summary(batch, reports)
    if summary is None:
        summary = SummaryAnalyzer().analyse(()).to_json()
    return SummaryAnswer.model_validate(
        {
            **summary,
            "batch_id": batch.id,
            "created_at": batch.created_at,
            "total_files": batch.total_files,
            "successful_files": batch.successful_files,
        }
    )


def failed_files(entries: Iterable[ReportEntry]) -> list[ProblemDetail]:
    """The files that gave no report, each with its reason, as causes of a problem."""
    return [
        ProblemDetail(
            detail=error.message,
            position=entry.file.position,
            file_name=entry.file.file_name,
            type=error.type,
        )
        for entry in entries
        if entry.report is None and (error := _last_error(entry.file)) is not None
    ]


def _file_state(file: BatchReportFile) -> FileStateAnswer:
    return FileStateAnswer(
        position=file.position,
        file_name=file.file_name,
        status=file.status,
        processing_time_ms=file.processing_time_ms,
        error=_last_error(file) if file.status is FileStatus.FAILED else None,
        report_url=None if file.report_id is None else report_url(file.report_id),
        attempts=file.earlier_tries + file.tries,
        last_error=_last_error(file),
    )


def _last_error(file: BatchReportFile) -> FileErrorAnswer | None:
    if file.error_type is None or file.error_message is None:
        return None
    return FileErrorAnswer(type=file.error_type, message=file.error_message)


def _summary_in_short(
    batch: BatchReport, reports: Iterable[ReportFacts]
) -> BatchSummaryAnswer | None:
    try:
        summary = current_summary(batch, reports)
    except SummaryError:
        # The reports must not be lost with it; its own address says what happened.
        return None
    if summary is None:
        return None
    return BatchSummaryAnswer.model_validate(
        {"url": f"{batch_url(batch.id)}/summary", **short_form(summary)}
    )
