"""A page of the testing company's site as a browser prints it, with its header and footer."""

from aktr.samples.layouts import blocks
from aktr.samples.printed import PrintedReport
from aktr.samples.sheet import Sheet
from aktr.samples.wording import Field


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    _frame(sheet, report)
    left, pairs = 40.0, report.pairs
    sheet.text(left, 62, report.letterhead[-1], size=sheet.size * 1.8, bold=True)
    sheet.text(left, 80, " | ".join(report.letterhead[:-1]), size=sheet.size * 0.85)
    sheet.line(left, 90, sheet.width - left, 90)
    y = 90 + sheet.leading * 1.8
    upper = (
        pairs[Field.NAME],
        report.identity,
        pairs[Field.EXAM_ID],
        pairs[Field.EXAM],
        pairs[Field.EXAM_DATE],
        pairs[Field.EXAM_SITE],
    )
    values_x = left + max(sheet.measure(pair.label, bold=True) for pair in upper) + 10
    for pair in upper:
        blocks.pair(sheet, left, y, pair, values_x)
        y += sheet.leading * 1.4
    y += sheet.leading * 0.4
    x = left
    for pair in report.result_line:
        x = blocks.pair(sheet, x, y, pair) + 28
    y = blocks.paragraphs(sheet, report, y + sheet.leading * 2, left)
    y = blocks.code_list(sheet, report, y, left, sheet.width - left)
    y = blocks.expiration(sheet, report, y, left)
    blocks.closing(sheet, report, y, left)


def _frame(sheet: Sheet, report: PrintedReport) -> None:
    """Date, title, address and page number at the edges of the paper."""
    small, edge = 8.0, 24.0
    last_digits = report.pairs[Field.EXAM_ID].value[-5:]
    hour, minute = int(last_digits) % 12 + 1, int(last_digits) % 60
    sheet.text(edge, 22, f"11/{int(last_digits) % 20 + 1}/26, {hour}:{minute:02d} PM", size=small)
    sheet.centred(22, "Score Report - Airman Testing", size=small)
    address = f"https://testing.example.com/faa/candidate/reports/print?doc=K{last_digits}"
    sheet.text(edge, sheet.height - 18, address, size=small)
    page = "1/1"
    sheet.text(
        sheet.width - edge - sheet.measure(page, size=small), sheet.height - 18, page, size=small
    )
