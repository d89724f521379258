"""Label and value side by side, two pairs on a line at fixed stops, as the report is described."""

from aktr.samples.layouts import blocks
from aktr.samples.printed import PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.wording import Field


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    left = blocks.MARGIN
    stop = left + blocks.body_width(sheet) * 0.58
    third = blocks.body_width(sheet) / 3
    pairs = report.pairs
    step = sheet.leading * 1.6
    y = blocks.letterhead(sheet, report)
    blocks.pair(sheet, left, y, pairs[Field.NAME])
    y += step
    blocks.pair(sheet, left, y, report.identity)
    blocks.pair(sheet, stop, y, pairs[Field.EXAM_ID])
    y += step
    blocks.pair(sheet, left, y, pairs[Field.EXAM])
    y += step
    blocks.pair(sheet, left, y, pairs[Field.EXAM_DATE])
    blocks.pair(sheet, stop, y, pairs[Field.EXAM_SITE])
    y += step
    for index, shown in enumerate(report.result_line):
        blocks.pair(sheet, left + index * third, y, shown)
    y = blocks.paragraphs(sheet, report, y + step * 1.2)
    y = blocks.code_list(sheet, report, y)
    y = blocks.expiration(sheet, report, y)
    blocks.closing(sheet, report, y, at_foot=True)
