"""A fillable form: labels are text on the page, values are in AcroForm fields."""

from typing import Final

from aktr.samples.layouts import blocks
from aktr.samples.printed import Pair, PrintedReport
from aktr.samples.sheet import FormField, Sheet
from aktr.samples.wording import Field

_LAST_OF_LATIN_1: Final = 0xFF


def draw(sheet: Sheet, report: PrintedReport) -> None:
    """Write a report on an empty sheet."""
    pairs = report.pairs
    rows: tuple[tuple[tuple[str, Pair], ...], ...] = (
        (("name", pairs[Field.NAME]),),
        (("identity", report.identity),),
        (("exam_id", pairs[Field.EXAM_ID]),),
        (("exam", pairs[Field.EXAM]),),
        (("exam_date", pairs[Field.EXAM_DATE]), ("exam_site", pairs[Field.EXAM_SITE])),
        tuple((f"result_{index}", pair) for index, pair in enumerate(report.result_line)),
    )
    y = blocks.letterhead(sheet, report)
    for row in rows:
        _write_row(sheet, row, y)
        y += sheet.leading * 1.8
    y = blocks.paragraphs(sheet, report, y + sheet.leading * 0.5)
    y = _code_field(sheet, report, y)
    _write_row(sheet, (("expiration", pairs[Field.EXPIRATION]),), y, width=110)
    blocks.closing(sheet, report, y + sheet.leading * 2, at_foot=True)


def _write_row(
    sheet: Sheet, row: tuple[tuple[str, Pair], ...], y: float, width: float | None = None
) -> None:
    share = blocks.body_width(sheet) / len(row)
    for index, (name, pair) in enumerate(row):
        x = blocks.MARGIN + index * share
        start = sheet.text(x, y, pair.label, bold=True) + 6
        _add_field(sheet, name, pair.value, start, y, width or x + share - start - 12)


def _add_field(sheet: Sheet, name: str, value: str, x: float, y: float, width: float) -> None:
    if not _fits_a_field(value):
        sheet.text(x, y, value)
        return
    top, height = y - sheet.size - 2, sheet.size * 1.6
    sheet.fields.append(FormField(name=name, x=x, top=top, width=width, height=height, value=value))


def _fits_a_field(value: str) -> bool:
    """Whether reportlab can write a value into a field: it knows Latin-1 only there."""
    return all(ord(character) <= _LAST_OF_LATIN_1 for character in value)


def _code_field(sheet: Sheet, report: PrintedReport, y: float) -> float:
    """One field of several lines, broken where the print would break."""
    if not report.codes:
        return y
    width = blocks.body_width(sheet)
    lines = blocks.code_lines(sheet, report, width - 16)
    height = sheet.size * 1.35 * len(lines) + 8
    sheet.fields.append(
        FormField(
            name="codes",
            x=blocks.MARGIN,
            top=y - sheet.size,
            width=width,
            height=height,
            value="\n".join(line.replace("\t", " ") for line in lines),
            multiline=True,
        )
    )
    return y + height + sheet.leading
