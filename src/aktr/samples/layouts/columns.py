"""Labels in one column and values in another; the stream holds one column after the other.

The column of values is narrow: a long title runs over two lines.
"""

from typing import Final

from aktr.samples.layouts import blocks
from aktr.samples.printed import PrintedReport
from aktr.samples.sheet import Sheet

_VALUE_WIDTH: Final = 225.0


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    pairs = tuple(report.pairs.values())
    y = blocks.letterhead(sheet, report)
    widest = max(sheet.measure(pair.label, bold=True) for pair in pairs)
    values_x = blocks.MARGIN + widest + 26
    values: list[tuple[float, str]] = []
    for pair in pairs:
        sheet.text(blocks.MARGIN, y, pair.label, bold=True)
        for line in sheet.fill_lines(pair.value.split(" "), _VALUE_WIDTH):
            values.append((y, line))
            y += sheet.leading
        y += sheet.leading * 0.25
    for value_y, line in values:
        sheet.text(values_x, value_y, line)
    y = blocks.paragraphs(sheet, report, y + sheet.leading)
    y = blocks.code_list(sheet, report, y)
    blocks.closing(sheet, report, y + sheet.leading * 0.6)
