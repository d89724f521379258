"""One typeface of fixed width on a character grid, as the printers of 2006 to 2020 made it."""

from aktr.samples.layouts import blocks
from aktr.samples.printed import Pair, PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.wording import Field


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    pairs = report.pairs
    y = blocks.TOP
    for line in report.letterhead:
        sheet.centred(y, line)
        y += sheet.leading
    y += sheet.leading
    rows: tuple[tuple[Pair, ...], ...] = (
        (pairs[Field.NAME],),
        (report.identity, pairs[Field.EXAM_ID]),
        (pairs[Field.EXAM],),
        (pairs[Field.EXAM_DATE], pairs[Field.EXAM_SITE]),
        report.result_line,
    )
    for row in rows:
        _write_row(sheet, row, y)
        y += sheet.leading * (1.0 if len(row) == 1 else 1.5)
    y = blocks.paragraphs(sheet, report, y + sheet.leading)
    y = blocks.code_list(sheet, report, y)
    y = blocks.expiration(sheet, report, y)
    blocks.closing(sheet, report, y, at_foot=True)


def _write_row(sheet: Sheet, row: tuple[Pair, ...], y: float) -> None:
    """Write pairs as one string each, label and value two blanks apart, at stops of the grid."""
    stop = blocks.body_width(sheet) / (1 if len(row) == 1 else 2 if len(row) == 2 else 3)
    x = blocks.MARGIN
    for shown in row:
        end = sheet.text(x, y, f"{shown.label}  {shown.value}")
        x = max(x + stop, end + sheet.measure("   "))
