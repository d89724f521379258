"""Tables: one row for each report, and one for each report and code.

Nothing that was read from a paper may act in a spreadsheet: a text that would begin a formula is
marked as text.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from aktr.export.printable import printable
from aktr.export.records import Entry, ExportedReport
from aktr.processing.document import JsonObject, wording_of
from aktr.report.checked import Outcome
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
)
"""The columns of the table of reports, in order."""

CODE_COLUMNS: Final = (
    "position",
    "part",
    "report_id",
    "name",
    "ftn",
    "exam_code",
    "exam_date",
    "score",
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
"""The columns of the table of reports and codes, in order."""

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

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def report_row(entry: Entry) -> list[Cell]:
    """The row of a report or of a file that gave none, by :data:`REPORT_COLUMNS`."""
    return report_cells(entry.document, REPORT_COLUMNS)


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


def code_rows(entry: Entry) -> Iterator[list[Cell]]:
    """The rows of a report's codes, by :data:`CODE_COLUMNS`; a failed file has none."""
    if not isinstance(entry, ExportedReport):
        return
    document = entry.document
    of_report: JsonObject = {**document, **document["metadata"]}
    for code in document["codes"]:
        values = {
            **of_report,
            **code,
            "description": wording_of(code),
            "references": "; ".join(code["references"]),
        }
        yield [_cell(values.get(column)) for column in CODE_COLUMNS]


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
