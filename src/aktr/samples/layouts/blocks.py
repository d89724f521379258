"""The parts that several layouts share, each written from a base line downwards."""

from typing import Final

from aktr.samples.printed import Pair, PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.statement import write_statement
from aktr.samples.wording import FRAUD_WARNING, KEEP_NOTICE, Field, Separator

MARGIN: Final = 62.0
"""Left and right, in points."""
TOP: Final = 62.0
"""First base line, in points from the top edge."""
_FOOT: Final = 44.0
"""Last base line, in points from the bottom edge."""


def body_width(sheet: Sheet, margin: float = MARGIN) -> float:
    """Width between the margins."""
    return sheet.width - 2 * margin


def letterhead(sheet: Sheet, report: PrintedReport, y: float = TOP) -> float:
    """Department, agency and title, centred."""
    *offices, title = report.letterhead
    for office in offices:
        sheet.centred(y, office, size=sheet.size * 1.1)
        y += sheet.leading * 1.1
    sheet.centred(y + 2, title, size=sheet.size * 1.35, bold=True)
    return y + sheet.leading * 2.6


def pair(sheet: Sheet, x: float, y: float, shown: Pair, value_x: float | None = None) -> float:
    """A label and its value on one line; returns where the value ends.

    Args:
        sheet: Written on.
        x: Where the label begins.
        y: Base line.
        shown: Label and value.
        value_x: Where the value begins, unless the label reaches further; None for right after
            the label.
    """
    label_end = sheet.text(x, y, shown.label, bold=True)
    gap = sheet.measure("x") * (1 if shown.label.endswith(":") else 2.5)
    return sheet.text(max(label_end + gap, value_x or 0.0), y, shown.value)


def paragraphs(sheet: Sheet, report: PrintedReport, y: float, margin: float = MARGIN) -> float:
    """What the codes are."""
    for text in report.paragraphs:
        for line in sheet.fill_lines(text.split(), body_width(sheet, margin)):
            sheet.text(margin, y, line)
            y += sheet.leading
        y += sheet.leading * 0.5
    return y + sheet.leading * 0.5 if report.paragraphs else y


def code_lines(sheet: Sheet, report: PrintedReport, width: float) -> list[str]:
    """The codes as lines of text; columns are left to :func:`code_list`."""
    codes, separator = report.codes, report.separator
    if separator is Separator.LINE:
        return list(codes)
    mark = separator.value.strip()
    tokens = [code + mark for code in codes[:-1]] + list(codes[-1:])
    gap = "   " if separator is Separator.COLUMN else separator.value.removeprefix(mark)
    return sheet.fill_lines(tokens, width, gap=gap)


def code_list(
    sheet: Sheet, report: PrintedReport, y: float, left: float = MARGIN, right: float | None = None
) -> float:
    """The codes; columns are filled row by row, so that reading order is printed order."""
    width = (sheet.width - MARGIN if right is None else right) - left
    if report.separator is not Separator.COLUMN:
        for line in code_lines(sheet, report, width):
            sheet.text(left, y, line)
            y += sheet.leading
        return y + sheet.leading * 0.6
    widest = max((sheet.measure(code) for code in report.codes), default=0.0)
    columns = max(1, min(6, int(width // (widest + 14)), (len(report.codes) + 3) // 4 + 1))
    for start in range(0, len(report.codes), columns):
        for column, code in enumerate(report.codes[start : start + columns]):
            sheet.text(left + column * width / columns, y, code)
        y += sheet.leading
    return y + sheet.leading * 0.6


def expiration(sheet: Sheet, report: PrintedReport, y: float, left: float = MARGIN) -> float:
    """The last day on which the report is good."""
    pair(sheet, left, y, report.pairs[Field.EXPIRATION])
    return y + sheet.leading * 1.8


def closing(
    sheet: Sheet, report: PrintedReport, y: float, margin: float = MARGIN, *, at_foot: bool = False
) -> None:
    """Everything after the expiration date.

    Args:
        sheet: Written on.
        report: What to write.
        y: First base line that is free.
        margin: Left and right.
        at_foot: Leave a gap, so that the block ends at the foot of the page.
    """
    if at_foot:
        scratch = Sheet((sheet.width, sheet.height), sheet.fonts, sheet.size, sheet.letter_spacing)
        y = max(y, sheet.height - _FOOT - _write_closing(scratch, report, 0.0, margin))
    _write_closing(sheet, report, y, margin)


def _write_closing(sheet: Sheet, report: PrintedReport, y: float, margin: float) -> float:
    """Write the block and return its last base line."""
    sheet.centred(y, KEEP_NOTICE, bold=True)
    y += sheet.leading * 2
    if report.statement is not None:
        y = write_statement(sheet, report.statement, margin, y) + sheet.leading * 0.6
    small = sheet.size * 0.85
    for line in sheet.fill_lines(FRAUD_WARNING.split(), body_width(sheet, margin), size=small):
        sheet.text(margin, y, line, size=small)
        y += small * 1.25
    y += sheet.leading * 0.7
    sheet.text(margin, y, report.issued_by)
    sheet.text(margin, y + sheet.leading, "FEDERAL AVIATION ADMINISTRATION")
    return y + sheet.leading
