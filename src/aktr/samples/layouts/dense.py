"""Pairs run on one after the other, two or three on a line, with no more than blanks between."""

from aktr.samples.layouts import blocks
from aktr.samples.printed import Pair, PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.wording import Field


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    pairs = report.pairs
    shown: list[Pair] = [
        pairs[Field.NAME],
        report.identity,
        pairs[Field.EXAM_ID],
        pairs[Field.EXAM],
        pairs[Field.EXAM_DATE],
        pairs[Field.EXAM_SITE],
        *report.result_line,
    ]
    y = blocks.letterhead(sheet, report)
    for row in _rows(sheet, shown):
        x = blocks.MARGIN
        for pair in row:
            sheet.text(x, y, f"{pair.label} {pair.value}")
            x += _advance(sheet, pair)
        y += sheet.leading * 1.35
    y = blocks.paragraphs(sheet, report, y + sheet.leading * 0.4)
    y = blocks.code_list(sheet, report, y)
    y = blocks.expiration(sheet, report, y)
    blocks.closing(sheet, report, y)


def _rows(sheet: Sheet, shown: list[Pair]) -> list[list[Pair]]:
    """As many pairs on a line as fit, three at most."""
    rows: list[list[Pair]] = []
    x = 0.0
    for pair in shown:
        advance = _advance(sheet, pair)
        if not rows or len(rows[-1]) == 3 or x + advance > blocks.body_width(sheet):
            rows.append([])
            x = 0.0
        rows[-1].append(pair)
        x += advance
    return rows


def _advance(sheet: Sheet, pair: Pair) -> float:
    return sheet.measure(f"{pair.label} {pair.value}") + sheet.measure("xxx")
