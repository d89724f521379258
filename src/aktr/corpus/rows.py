"""What became of one file as plain rows, made inside the reading process."""

from collections.abc import Sequence
from typing import Any, Final

from aktr.errors import FileError, FileErrorType
from aktr.processing.coordinator import read_reports
from aktr.processing.document import report_document
from aktr.processing.result import FileStatus, ProcessingResult, SourceFile
from aktr.report.checked import CheckedReport, Outcome
from aktr.report.discretion import discreet
from aktr.settings import Limits, VisionSettings
from aktr.summary.facts import ReportFacts

Row = dict[str, Any]
"""One report, or one file without a report, under the names of the columns."""

_LARGEST_NUMBER: Final = 2**31 - 1
_NOT_KEPT: Final = frozenset({Outcome.WARNING.value, Outcome.CONFLICT.value})

FACTS: Final = (
    "first_page",
    "name",
    "ftn",
    "exam_id",
    "exam",
    "exam_code",
    "exam_date",
    "score",
    "grade",
    "take",
    "expiration_date",
    "confidence",
    "needs_review",
    "codes",
)
"""Columns with the names and the meaning of :class:`~aktr.summary.facts.ReportFacts`."""


def read_rows(
    contents: Sequence[tuple[str, bytes]], limits: Limits, vision: VisionSettings
) -> list[list[Row]]:
    """Read some small files in one go; what is handed to and fro costs more than each of them.

    Args:
        contents: Names and bytes.
        limits: The limits that apply.
        vision: The hosted model that may be asked, if any.

    Returns:
        The rows of each file.
    """
    return [_rows_of(name, content, limits, vision) for name, content in contents]


def rows_of_result(result: ProcessingResult) -> list[Row]:
    """The rows of a file that was read by itself."""
    if result.status is FileStatus.FAILED:
        return [_failed(result.error_type, result.error_message)]
    return _read(result.file_name, result.reports)


def _rows_of(name: str, content: bytes, limits: Limits, vision: VisionSettings) -> list[Row]:
    try:
        return _read(name, read_reports(content, limits, vision))
    except FileError as error:
        return [_failed(error.error_type, error.message)]


def _read(name: str, reports: Sequence[CheckedReport]) -> list[Row]:
    return [_row(name, part, checked) for part, checked in enumerate(reports, start=1)]


def _row(name: str, part: int, checked: CheckedReport) -> Row:
    checked = discreet(checked)
    source = SourceFile(1, name, b"")
    facts = ReportFacts.from_checked("", source.position, name, checked)
    document = report_document(
        checked, report_id="", file_name=name, position=1, part=part, processing_time_ms=0
    )
    plain = facts.to_json()
    row = {
        "part": part,
        "status": FileStatus.SUCCESS.value,
        **{column: plain[column] for column in FACTS},
        "exam_site": checked.report.exam_site.value,
        "read_by": checked.report.read_by.value,
        "review_reasons": document["review_reasons"],
        "checks": [
            f"{check['id']}: {check['detail']}"
            for check in document["checks"]
            if check["outcome"] in _NOT_KEPT
        ],
        "unresolved_codes": [code["read_as"] for code in document["unresolved_codes"]],
    }
    days = {"exam_date": facts.exam_date, "expiration_date": facts.expiration_date}
    return {**{name: _storable(value) for name, value in row.items()}, **days}


def _storable(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """A value as the file format can hold it, whatever a document holds."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
        return None
    return value


def _failed(error_type: FileErrorType | None, message: str | None) -> Row:
    return {
        "part": None,
        "status": FileStatus.FAILED.value,
        "error_type": None if error_type is None else error_type.value,
        "error_message": message,
    }
