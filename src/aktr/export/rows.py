"""Tables: one row for each report, and one for each report and code.

Nothing that was read from a paper may act in a spreadsheet: a text that would begin a formula is
marked as text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from aktr.export.printable import printable
from aktr.export.records import Entry, ExportedReport
from aktr.processing.document import JsonObject, wording_of
from aktr.report.checked import Outcome
from aktr.summary.duplicates import distinct_reports
from aktr.summary.facts import ReportFacts, upload_numbers
from aktr.summary.privacy import SharedSummary

Cell = str | int | float | None

REPORT_COLUMNS: Final = (
    "position",
    "part",
    "file_name",
    "status",
    "error_type",
    "error_message",
    "report_id",
    "name",
    "ftn",
    "exam",
    "exam_code",
    "exam_id",
    "exam_date",
    "exam_site",
    "score",
    "grade",
    "take",
    "expiration_date",
    "number_of_codes",
    "codes",
    "unresolved_codes",
    "confidence",
    "needs_review",
    "review_reasons",
    "read_by",
    "same_test_as",
    "copies_differ_in",
)
"""The columns of the table of reports, in order. ``same_test_as`` is the number of the report that
counts for the same test, and empty on that report: the rows without it are the distinct tests."""

CODE_COLUMNS: Final = (
    "position",
    "part",
    "report_id",
    "name",
    "ftn",
    "exam_code",
    "exam_date",
    "score",
    "same_test_as",
    "code",
    "type",
    "description",
    "area_of_operation",
    "task",
    "source",
    "page_number",
    "references",
    "read_as",
    "repaired",
    "known",
    "needs_review",
)
"""The columns of the table of reports and codes, in order. The rows without ``same_test_as`` are
those that the class summary counts."""

DAY_COLUMNS: Final = frozenset({"exam_date", "expiration_date"})
"""Columns that hold days, in ISO 8601 where the format has no days of its own."""

CHECK_COLUMNS: Final = (
    "position",
    "part",
    "report_id",
    "name",
    "exam_code",
    "check",
    "outcome",
    "detail",
    "severity",
    "source",
)
"""The columns of the table of reports and checks, in order."""

SHARED_COLUMNS: Final = (
    "code",
    "description",
    "area",
    "task",
    "frequency",
    "exam_reports",
    "exam_percentage",
)
"""The columns of the table without names, in order."""

COPY_COLUMNS: Final = frozenset({"same_test_as", "copies_differ_in"})
"""Columns that only the whole class can fill."""

COPIES_COLUMNS: Final = ("number", "file_name", "name", "exam_code", "score", *sorted(COPY_COLUMNS))
"""The columns of the table of copies, for a class that is written before all of it is known."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


class Copies:
    """Which reports of a class are of one and the same test.

    Args:
        reports: All reports of the class.
    """

    def __init__(self, reports: Iterable[ReportFacts]) -> None:
        everyone = list(reports)
        numbers = upload_numbers(everyone)
        distinct = distinct_reports(everyone)
        self._concerned = {report.report_id for test in distinct.duplicates for report in test}
        self._of = {
            copy.report_id: numbers[test[0].report_id]
            for test in distinct.duplicates
            for copy in test[1:]
        }
        self._differ = {
            report_id: " ".join(one.values)
            for one in distinct.disagreements
            for report_id in one.reports
        }

    def cells(self, report_id: str | None) -> JsonObject:
        """What the tables say of a report about this, by column."""
        return {
            "same_test_as": self._of.get(report_id or ""),
            "copies_differ_in": self._differ.get(report_id or ""),
        }

    def rows(self, reports: Iterable[ReportFacts]) -> Iterator[list[Cell]]:
        """The rows of the reports that have copies, by :data:`COPIES_COLUMNS`."""
        everyone = list(reports)
        numbers = upload_numbers(everyone)
        for report in sorted(everyone, key=lambda report: report.order):
            if report.report_id in self._concerned:
                values = {
                    "number": numbers[report.report_id],
                    **{name: getattr(report, name) for name in COPIES_COLUMNS[1:5]},
                    **self.cells(report.report_id),
                }
                yield [_cell(values[column]) for column in COPIES_COLUMNS]


def report_row(entry: Entry, copies: Copies, columns: Sequence[str] = REPORT_COLUMNS) -> list[Cell]:
    """The row of a report or of a file that gave none.

    Args:
        entry: The report, or the file.
        copies: Which reports are of one test.
        columns: Which of :data:`REPORT_COLUMNS`.
    """
    document = entry.document
    return report_cells(document | copies.cells(document.get("report_id")), columns)


def report_cells(document: JsonObject, columns: Sequence[str]) -> list[Cell]:
    """Some cells of the row of a report or of a file that gave none.

    Args:
        document: The report, or the failed file, as programs see it.
        columns: Which of :data:`REPORT_COLUMNS`.
    """
    error = document.get("error", {})
    codes = document.get("codes", ())
    values = {
        **document,
        **document.get("metadata", {}),
        "error_type": error.get("type"),
        "error_message": error.get("message"),
        "number_of_codes": len(codes) if "codes" in document else None,
        "codes": " ".join(code["code"] for code in codes),
        "unresolved_codes": " ".join(
            code["read_as"] for code in document.get("unresolved_codes", ())
        ),
        "review_reasons": " ".join(document.get("review_reasons", ())),
    }
    return [_cell(values.get(column)) for column in columns]


def code_rows(
    entry: Entry, copies: Copies, columns: Sequence[str] = CODE_COLUMNS
) -> Iterator[list[Cell]]:
    """The rows of a report's codes; a failed file has none.

    Args:
        entry: The report, or the file.
        copies: Which reports are of one test.
        columns: Which of :data:`CODE_COLUMNS`.
    """
    if not isinstance(entry, ExportedReport):
        return
    document = entry.document
    of_report: JsonObject = {
        **document,
        **document["metadata"],
        **copies.cells(entry.report_id),
    }
    for code in document["codes"]:
        values = {
            **of_report,
            **code,
            "description": wording_of(code),
            "references": "; ".join(code["references"]),
        }
        yield [_cell(values.get(column)) for column in columns]


def check_rows(entry: Entry) -> Iterator[list[Cell]]:
    """The rows of the checks that could be made, by :data:`CHECK_COLUMNS`."""
    if not isinstance(entry, ExportedReport):
        return
    document = entry.document
    of_report: JsonObject = {**document, **document["metadata"]}
    for check in document["checks"]:
        if check["outcome"] != Outcome.NOT_APPLICABLE:
            values = {**of_report, **check, "check": check["id"]}
            yield [_cell(values.get(column)) for column in CHECK_COLUMNS]


def shared_rows(summary: SharedSummary) -> Iterator[list[Cell]]:
    """The rows of a class without names, by :data:`SHARED_COLUMNS`."""
    for code in summary.common_weak_areas:
        cells = {column: getattr(code, column) for column in SHARED_COLUMNS}
        yield list({**cells, "description": code.wording}.values())


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text.lstrip(" ").startswith(_FORMULA_STARTS)


def _cell(value: str | float | bool | None) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(value) if isinstance(value, str) else value
