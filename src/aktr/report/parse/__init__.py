"""Turns the lines of a file into the reports that stand on them.

``parse_reports`` is the whole way: part the pages into sheets, find the labels of each, read the
fields and the codes, and keep the sheets that are reports.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aktr.acs.catalogue import Catalogue
from aktr.errors import FileError, FileErrorType
from aktr.reading.page import Line, Page, ReadBy, TextLayer
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport
from aktr.report.parse.codes.count import other_count
from aktr.report.parse.codes.reading import read_codes
from aktr.report.parse.codes.rejoined import with_rejoined_codes
from aktr.report.parse.codes.uncounted import uncounted_codes
from aktr.report.parse.fields.reading import read_fields
from aktr.report.parse.labels.damaged import with_damaged_labels
from aktr.report.parse.labels.finding import find_labels
from aktr.report.parse.lines.columns import column_by_column
from aktr.report.parse.lines.date_order import with_dates_of_boxes
from aktr.report.parse.lines.enumerators import without_enumerators
from aktr.report.parse.lines.line_ends import with_whole_ends
from aktr.report.parse.lines.lost_ligatures import with_ligatures
from aktr.report.parse.lines.sheet import SheetLine, lines_of
from aktr.report.parse.lines.statement import find_statement
from aktr.report.parse.lines.wrapped_headings import with_whole_headings
from aktr.report.parse.lines.wrapped_numbers import with_whole_exam_ids
from aktr.report.parse.lines.wrapped_rows import unwrap_rows
from aktr.report.parse.rosters.data_records import records_of_data
from aktr.report.parse.rosters.reading import may_hold_rosters, rows_of_rosters
from aktr.report.parse.sheets.attempts import (
    are_attempts,
    doubted,
    has_several_exam_ids,
    split_attempts,
)
from aktr.report.parse.sheets.beside_each_other import are_whole, reports_beside_each_other
from aktr.report.parse.sheets.continuation import Sheet, merge_continuations
from aktr.report.parse.sheets.evidence import is_report
from aktr.report.parse.sheets.segments import parts_of_columns, split_columns, with_rests_apart
from aktr.report.parse.unlabelled.names import unlabelled_name
from aktr.report.parse.unlabelled.sentences import read_sentences
from aktr.report.parse.unlabelled.values import read_unlabelled
from aktr.report.repair.exams import with_test_codes
from aktr.report.repair.page import repair_page

__all__ = ["parse_reports", "read_sheets"]

_FEW_WORDS = 8


def parse_reports(pages: Sequence[Page], catalogue: Catalogue) -> tuple[KnowledgeTestReport, ...]:
    """Read every report that stands on the pages of a file.

    Args:
        pages: The pages, each read by a text layer or by OCR.
        catalogue: The standards: which tests and codes exist.

    Returns:
        At least one report, in page order.

    Raises:
        FileError: UNREADABLE if no page has text to go by, NOT_A_TEST_REPORT if none is a report.
    """
    reports = merge_continuations(read_sheets(pages, catalogue))
    unread = tuple(page.number for page in pages if page.text_layer is not TextLayer.USABLE)
    if not reports:
        raise _no_report(pages, unread)
    return tuple(_report(_with_uncounted(sheet, catalogue), pages, unread) for sheet in reports)


def read_sheets(pages: Sequence[Page], catalogue: Catalogue) -> list[Sheet]:
    """Read every sheet of a file, those that are no report among them."""
    whole = [with_ligatures(page, catalogue) for page in pages]
    if may_hold_rosters(whole):
        rows = rows_of_rosters([with_whole_exam_ids(lines_of(page, page.lines)) for page in whole])
        if rows:
            return [_read_sheet(with_rejoined_codes(row, catalogue), catalogue) for row in rows]
    parts = with_rests_apart([_parts(page, catalogue) for page in whole])
    records, of_data = records_of_data(whole)
    sheets = [_read_sheet(record, catalogue) for record in records]
    for page, parts_of_page in zip(whole, parts, strict=True):
        if page.number not in of_data:
            sheets += _columns(page, catalogue) or _sheets_of_parts(parts_of_page, catalogue)
    return sorted(sheets, key=_number_of_page) if records else sheets


def _number_of_page(sheet: Sheet) -> int:
    return sheet.lines[0].page.number if sheet.lines else 0


def _columns(page: Page, catalogue: Catalogue) -> list[Sheet]:
    """The sheets of reports that stand beside each other on a page; none if it is no such page."""
    sheets = [
        sheet
        for column in reports_beside_each_other(page)
        for sheet in _sheets_of_parts(_parts(column, catalogue), catalogue)
    ]
    return sheets if are_whole(sheets) else []


def _sheets_of_parts(parts: Iterable[list[SheetLine]], catalogue: Catalogue) -> list[Sheet]:
    return [sheet for part in parts for sheet in _sheets(part, catalogue)]


def _parts(whole: Page, catalogue: Catalogue) -> list[list[SheetLine]]:
    page = replace(whole, lines=column_by_column(whole.lines))
    page = repair_page(with_test_codes(page, catalogue), catalogue)
    columns = split_columns(page.lines)
    return parts_of_columns(_whole_rows(_whole_lines(page, each, catalogue)) for each in columns)


def _whole_rows(lines: list[SheetLine]) -> list[SheetLine]:
    return unwrap_rows(with_whole_headings(with_whole_ends(lines)))


def _whole_lines(page: Page, lines: Sequence[Line], catalogue: Catalogue) -> list[SheetLine]:
    """The lines of a page with every value whole that is broken over several of them."""
    whole = without_enumerators(lines_of(page, lines))
    whole = with_whole_exam_ids(with_dates_of_boxes(whole))
    return with_rejoined_codes(whole, catalogue)


def _sheets(lines: list[SheetLine], catalogue: Catalogue) -> list[Sheet]:
    """A sheet for each of the tests that are told one under the other, if they can be parted."""
    if has_several_exam_ids(lines):
        statement = find_statement(lines)
        parts = split_attempts(lines, find_labels(lines, statement), statement)
        sheets = [_read_sheet(part, catalogue) for part in parts or ()]
        return sheets if are_attempts(sheets) else [doubted(_read_sheet(lines, catalogue))]
    return [_read_sheet(lines, catalogue)]


def _read_sheet(lines: list[SheetLine], catalogue: Catalogue) -> Sheet:
    statement = find_statement(lines)
    labels = find_labels(lines, statement)
    if lines and lines[0].page.read_by is ReadBy.OCR:
        labels = with_damaged_labels(lines, labels, statement)
    fields = read_fields(lines, labels, catalogue)
    fields.values.update(read_unlabelled(lines, statement, fields.values, catalogue))
    fields.values.update(read_sentences(lines, statement, fields.values))
    if "name" not in fields.values:
        name = unlabelled_name(lines, statement, fields.values)
        fields.values.update({} if name is None else {"name": name})
    code = fields.values.get("exam_code")
    test = code.value if code is not None else None
    codes, unresolved = read_codes(lines, labels, statement, catalogue, test)
    return Sheet(lines, labels, fields, codes, unresolved, is_report(lines, fields, codes))


def _with_uncounted(sheet: Sheet, catalogue: Catalogue) -> Sheet:
    """A report with the codes on it that no rule counts and no sentence explains away."""
    code = sheet.fields.values.get("exam_code")
    counted = {each.code for each in sheet.codes}
    counted.update(code for each in sheet.unresolved for code in each.candidates)
    test = catalogue.knowledge_test(code.value) if code is not None and code.value else None
    more = uncounted_codes(sheet.lines, frozenset(counted), test, catalogue)
    return replace(sheet, unresolved=(*sheet.unresolved, *more)) if more else sheet


def _report(sheet: Sheet, pages: Sequence[Page], unread: tuple[int, ...]) -> KnowledgeTestReport:
    numbers = tuple(sorted({line.page.number for line in sheet.lines}))
    own = [page for page in pages if page.number in numbers]
    values = {
        name: value for name in FIELD_NAMES if (value := sheet.fields.values.get(name)) is not None
    }
    return KnowledgeTestReport(
        read_by=own[0].read_by if own else ReadBy.PDF_TEXT,
        pages=numbers,
        codes=sheet.codes,
        unresolved_codes=sheet.unresolved,
        notes=_notes(sheet, own, unread),
        **values,
    )


def _notes(sheet: Sheet, own: Sequence[Page], unread: tuple[int, ...]) -> tuple[str, ...]:
    notes = []
    count = other_count(sheet.lines, sheet.codes, sheet.unresolved)
    if count is not None:
        notes.append(count)
    if any(page.mended for page in own):
        notes.append(
            "The file was damaged and was mended before reading; compare the values with the paper."
        )
    if any(page.under_picture for page in own):
        notes.append(
            "The page is a picture; its text was laid under it by other software and may be wrong."
        )
    if unread:
        numbers = ", ".join(str(number) for number in unread)
        notes.append(
            f"Page {numbers} of the file could not be read: it is blurred, too dark, or shows no "
            "text. If a report is on it, scan or photograph that page again and upload it."
        )
    return tuple(notes)


def _no_report(pages: Sequence[Page], unread: tuple[int, ...]) -> FileError:
    if not any(_is_legible(page) for page in pages):
        return FileError(
            FileErrorType.UNREADABLE,
            "Nothing on this file can be read. Upload the PDF of the testing centre, or take the "
            "picture again: the whole page, flat, sharp, and without shadow.",
        )
    if unread:
        return FileError(
            FileErrorType.UNREADABLE,
            f"Page {unread[0]} of this file cannot be read, and no test report was found in the "
            "rest. Upload the PDF of the testing centre, or take the picture again: the whole "
            "page, flat, sharp, and without shadow.",
        )
    return FileError(
        FileErrorType.NOT_A_TEST_REPORT,
        "No Airman Knowledge Test Report was found in this file: it does not say who took which "
        "test with what result. Upload the page headed “Airman Knowledge Test Report”.",
    )


def _is_legible(page: Page) -> bool:
    """Whether a page says anything: a picture of a landscape gives a letter here and there."""
    words = sum(len(line.words) for line in page.lines)
    return words >= _FEW_WORDS if page.read_by is ReadBy.OCR else words > 0
