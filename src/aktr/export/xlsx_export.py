"""XLSX: a sheet of reports, one of codes, one of checks, one of the class, one of the plan."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aktr.export.printable import printable
from aktr.export.records import Entry, Passage
from aktr.export.rows import (
    CHECK_COLUMNS,
    CODE_COLUMNS,
    COPIES_COLUMNS,
    COPY_COLUMNS,
    DAY_COLUMNS,
    REPORT_COLUMNS,
    SHARED_COLUMNS,
    Cell,
    Copies,
    check_rows,
    code_rows,
    report_row,
    shared_rows,
    starts_formula,
)
from aktr.summary.analyzer import Summary
from aktr.summary.duplicates import distinct_reports
from aktr.summary.facts import ReportFacts
from aktr.summary.meanings import other_meanings
from aktr.summary.privacy import SharedSummary
from aktr.summary.students import Students

_CLASS_COLUMNS: Final = (
    "code",
    "description",
    "area",
    "task",
    "document",
    "frequency",
    "percentage",
    "exam_reports",
    "exam_percentage",
    "needs_review",
    "also",
)
_PLAN_COLUMNS: Final = (
    "lesson",
    "area_id",
    "title",
    "part",
    "needed_by",
    "who_needs_it",
    "minutes",
    "code",
    "missed_by",
    "who_missed_it",
    "prompt",
    "description",
    "editions",
    "read",
    "date",
    "initials",
)
_LESSON_COLUMNS: Final = ("area_id", "title", "frequency", "minutes", "discuss", "read")
_MOST_ROWS: Final = 1_048_575
"""Rows of a sheet below its heading, a limit of the format."""
_FIRST_YEAR: Final = 1900
"""Days before it have no number in the format."""
_LONGEST_CELL: Final = 32_767
_WIDTHS: Final = {
    "description": 60, "name": 28, "exam": 34, "file_name": 24, "report_id": 14, "codes": 40,
    "area_of_operation": 30, "task": 30, "area": 30, "title": 30, "references": 40, "read": 40,
    "discuss": 60, "detail": 60, "source": 40, "review_reasons": 40, "error_message": 40,
    "who_needs_it": 40, "who_missed_it": 40, "also": 60,
}  # fmt: skip
_USUAL_WIDTH: Final = 12


class ClassWorkbook:
    """Writes a class as a workbook, entry by entry; only temporary files grow.

    Args:
        target: Where to write.
        copies: Which reports are of one test, if that is known before the first is written. Else
            it is told on a sheet of its own at the end, because no row can be written twice.
    """

    def __init__(self, target: BinaryIO, copies: Copies | None = None) -> None:
        self._rows_folder = TemporaryDirectory(prefix="aktr-")
        self._workbook = _workbook(target, self._rows_folder.name)
        self._copies = copies or Copies(())
        self._tell_copies_at_the_end = copies is None
        left_out = COPY_COLUMNS if copies is None else frozenset()
        self._report_columns = [name for name in REPORT_COLUMNS if name not in left_out]
        self._code_columns = [name for name in CODE_COLUMNS if name not in left_out]
        self._reports = _Sheet(self._workbook, "Reports", self._report_columns)
        self._codes = _Sheet(self._workbook, "Codes", self._code_columns)
        self._checks = _Sheet(self._workbook, "Checks", CHECK_COLUMNS)

    def add(self, entry: Entry) -> None:
        """Write one report or one failed file."""
        self._reports.add(report_row(entry, self._copies, self._report_columns))
        for row in code_rows(entry, self._copies, self._code_columns):
            self._codes.add(row)
        for row in check_rows(entry):
            self._checks.add(row)

    def finish(self, summary: Summary, reports: Sequence[ReportFacts]) -> None:
        """Write the sheets of the class, and the file.

        Args:
            summary: The summary of the class.
            reports: All its reports.

        Raises:
            OSError: There is no room for it.
        """
        weak = _Sheet(self._workbook, "Class", _CLASS_COLUMNS)
        for code in summary.common_weak_areas:
            cells = {column: getattr(code, column, None) for column in _CLASS_COLUMNS}
            also = "; ".join(one.told for one in other_meanings(code))
            weak.add(list({**cells, "description": code.wording, "also": also}.values()))
        plan = _Sheet(self._workbook, "Plan", _PLAN_COLUMNS)
        for row in _plan_rows(summary, Students(distinct_reports(reports).counted)):
            plan.add(row)
        if self._tell_copies_at_the_end and summary.duplicates:
            copies = _Sheet(self._workbook, "Copies", COPIES_COLUMNS)
            for row in Copies(reports).rows(reports):
                copies.add(row)
        try:
            self._workbook.close()
        except FileCreateError as error:
            (cause,) = error.args
            raise cause from error
        self._rows_folder.cleanup()

    def abandon(self) -> None:
        """Let go of the temporary files of a workbook that will not be finished."""
        self._workbook.fileclosed = True
        for sheet in self._workbook.worksheets():
            # What still waits in memory is not wanted, and may find no room.
            with suppress(OSError):
                sheet.row_data_fh.close()
        self._rows_folder.cleanup()


def write_workbook(target: BinaryIO, entries: Iterable[Entry], copies: Copies) -> None:
    """Write a class as a workbook, row by row.

    Args:
        target: Where to write.
        entries: Reports and failed files in the order in which they are to be listed.
        copies: Which of the reports are of one test.
    """
    passage = Passage()
    workbook = ClassWorkbook(target, copies)
    try:
        for entry in passage.through(entries):
            workbook.add(entry)
        workbook.finish(passage.summary(), passage.reports)
    except BaseException:
        workbook.abandon()
        raise


def write_shared_workbook(target: BinaryIO, summary: SharedSummary) -> None:
    """Write a class without names as a workbook."""
    with _workbook(target) as workbook:
        codes = _Sheet(workbook, "Codes", SHARED_COLUMNS)
        for row in shared_rows(summary):
            codes.add(row)
        lessons = _Sheet(workbook, "Plan", _LESSON_COLUMNS)
        for lesson in summary.lessons:
            lessons.add(
                [
                    lesson.area_id,
                    lesson.title,
                    lesson.frequency,
                    lesson.minutes,
                    " ".join(lesson.discuss),
                    "; ".join(reading.publication for reading in lesson.read),
                ]
            )


def _workbook(target: BinaryIO, rows_folder: str | None = None) -> Workbook:
    return Workbook(
        target,
        {
            "tmpdir": rows_folder,
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )


class _Sheet:
    """One table, written from top to bottom.

    Args:
        workbook: The workbook it is added to.
        name: Name on its tab.
        columns: Headings.
    """

    def __init__(self, workbook: Workbook, name: str, columns: Sequence[str]) -> None:
        self._sheet: Worksheet = workbook.add_worksheet(name)
        self._text: Format = workbook.add_format({"quote_prefix": True})
        self._day: Format = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._days = {column for column, title in enumerate(columns) if title in DAY_COLUMNS}
        self._next = 1
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        for column, title in enumerate(columns):
            self._sheet.set_column(column, column, _WIDTHS.get(title, _USUAL_WIDTH))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for column, title in enumerate(columns):
            self._sheet.write_string(0, column, title, bold)

    def add(self, row: Sequence[Cell]) -> None:
        """Write the next row; beyond the limit of the format there is none."""
        if self._next > _MOST_ROWS:
            return
        for column, cell in enumerate(row):
            day = _day_of(cell) if column in self._days else None
            if day is not None:
                self._sheet.write_datetime(self._next, column, day, self._day)
            elif isinstance(cell, str) and cell:
                text = printable(cell)[:_LONGEST_CELL]
                marked = self._text if starts_formula(text) else None
                self._sheet.write_string(self._next, column, text, marked)
            elif isinstance(cell, int | float):
                self._sheet.write_number(self._next, column, cell)
        self._next += 1


def _day_of(cell: Cell) -> date | None:
    """The day of a cell; None if it holds none that a spreadsheet can count."""
    try:
        day = date.fromisoformat(str(cell))
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _plan_rows(summary: Summary, students: Students) -> Iterable[list[Cell]]:
    for lesson in summary.study_recommendations.plan:
        read = "; ".join(
            " ".join((reading.publication, *reading.chapters)) for reading in lesson.read
        )
        needing = students.names(lesson.reports)
        for code in lesson.codes:
            missing = students.names(code.reports)
            yield [
                lesson.priority,
                lesson.area_id,
                lesson.title,
                lesson.part,
                len(needing),
                "; ".join(needing),
                lesson.minutes,
                code.code,
                len(missing),
                "; ".join(missing),
                code.prompt,
                code.wording,
                ", ".join(code.editions),
                read,
                None,
                None,
            ]
