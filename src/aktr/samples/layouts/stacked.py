"""Labels in small print above their values, in a grid without lines."""

from aktr.samples.layouts import blocks
from aktr.samples.printed import Pair, PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.wording import Field


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    pairs = report.pairs
    y = blocks.letterhead(sheet, report)
    rows: tuple[tuple[Pair, ...], ...] = (
        (pairs[Field.NAME],),
        (report.identity, pairs[Field.EXAM_ID]),
        (pairs[Field.EXAM],),
        (pairs[Field.EXAM_DATE], pairs[Field.EXAM_SITE], pairs[Field.EXPIRATION]),
        report.result_line,
    )
    for row in rows:
        _write_row(sheet, row, y)
        y += sheet.leading * 2.7
    y = blocks.paragraphs(sheet, report, y)
    y = blocks.code_list(sheet, report, y)
    blocks.closing(sheet, report, y + sheet.leading)


def _write_row(sheet: Sheet, row: tuple[Pair, ...], y: float) -> None:
    """Write the labels first and then the values below them."""
    width = blocks.body_width(sheet) / max(2, len(row))
    stops = [blocks.MARGIN + index * width for index in range(len(row))]
    for x, shown in zip(stops, row, strict=True):
        sheet.text(x, y, shown.label, size=sheet.size * 0.75)
    for x, shown in zip(stops, row, strict=True):
        sheet.text(x, y + sheet.leading * 1.05, shown.value, bold=shown is row[0])
