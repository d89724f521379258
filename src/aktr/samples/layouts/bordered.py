"""A table with borders: a label and its value in neighbouring cells, two pairs in a row."""

from typing import Final

from aktr.samples.layouts import blocks
from aktr.samples.printed import Pair, PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.wording import Field

_PADDING: Final = 5.0


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    pairs = report.pairs
    result = report.result_line
    rows: list[tuple[Pair, ...]] = [
        (pairs[Field.NAME],),
        (report.identity,),
        (pairs[Field.EXAM_ID],),
        (pairs[Field.EXAM],),
        (pairs[Field.EXAM_DATE], pairs[Field.EXAM_SITE]),
        result[:2],
        (*result[2:], pairs[Field.EXPIRATION]),
    ]
    y = blocks.letterhead(sheet, report) - sheet.leading
    y = _table(sheet, rows, y) + sheet.leading * 2
    y = blocks.paragraphs(sheet, report, y)
    y = _code_cell(sheet, report, y) if report.codes else y
    blocks.closing(sheet, report, y, at_foot=True)


def _table(sheet: Sheet, rows: list[tuple[Pair, ...]], top: float) -> float:
    """Draw the table from its upper edge and return its lower edge."""
    left, right = blocks.MARGIN, sheet.width - blocks.MARGIN
    height = sheet.leading * 1.6
    edges = _edges(sheet, rows, left, right)
    for index, row in enumerate(rows):
        y = top + index * height
        sheet.rectangle(left, y, right, y + height)
        base = y + height * 0.68
        for column, pair in enumerate(row):
            label_edge, value_edge = edges[2 * column], edges[2 * column + 1]
            sheet.text(label_edge + _PADDING, base, pair.label, bold=True)
            sheet.text(value_edge + _PADDING, base, pair.value)
            if column:
                sheet.line(label_edge, y, label_edge, y + height)
            sheet.line(value_edge, y, value_edge, y + height)
    return top + len(rows) * height


def _edges(
    sheet: Sheet, rows: list[tuple[Pair, ...]], left: float, right: float
) -> tuple[float, float, float, float]:
    """Left edges of label, value, second label and second value."""
    first = max(sheet.measure(row[0].label, bold=True) for row in rows) + 2 * _PADDING
    second = max(sheet.measure(row[1].label, bold=True) for row in rows if len(row) > 1)
    second += 2 * _PADDING
    rest = (right - left - first - second) / 2
    return (left, left + first, left + first + rest, left + first + rest + second)


def _code_cell(sheet: Sheet, report: PrintedReport, y: float) -> float:
    """The codes in a cell of their own."""
    left, right = blocks.MARGIN, sheet.width - blocks.MARGIN
    top = y - sheet.leading * 0.5
    end = blocks.code_list(sheet, report, y + sheet.leading * 0.6, left + 8, right - 8)
    bottom = end - sheet.leading * 1.1
    sheet.rectangle(left, top, right, bottom)
    return bottom + sheet.leading * 2
