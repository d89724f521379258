"""Sheets painted as pages of a PDF, the same bytes every time."""

import io
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from aktr.samples.fonts import register_fonts
from aktr.samples.sheet import FormField, Sheet, Stroke, TextRun
from aktr.samples.treatments import StreamOrder, Treatment

OWNER_PHRASE: Final = "airworthy"
"""The owner's password of encrypted samples."""


def render_pdf(sheets: Sequence[Sheet], treatment: Treatment, rng: Random) -> bytes:
    """The PDF of one file.

    Args:
        sheets: Its pages.
        treatment: How text gets into the stream, and how pages are turned; the other parts of a
            treatment concern which sheets there are and :func:`seal`.
        rng: The source of chance for shuffling.
    """
    register_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName="Helvetica")
    canvas.setTitle("Airman Knowledge Test Report")
    for number, sheet in enumerate(sheets, start=1):
        _turn(canvas, sheet, treatment)
        for stroke in sheet.strokes:
            _draw_stroke(canvas, sheet, stroke)
        for run in arranged(sheet.runs, treatment.order, rng):
            _draw_run(canvas, sheet, run)
        for field in sheet.fields:
            _draw_field(canvas, sheet, field, number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def seal(pdf: bytes, *, user_password: str = "") -> bytes:
    """The PDF encrypted with an owner's password.

    RC4 with 128 bits, because the initialisation vectors of AES are random, and a sample is to be
    the same file each time.

    Args:
        pdf: Not encrypted.
        user_password: What opens the file; anybody can when it is empty.
    """
    buffer = io.BytesIO()
    encryption = pikepdf.Encryption(
        owner=OWNER_PHRASE, user=user_password, R=3, aes=False, metadata=False
    )
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(buffer, static_id=True, encryption=encryption)
    return buffer.getvalue()


def arranged(runs: Sequence[TextRun], order: StreamOrder, rng: Random) -> list[TextRun]:
    """The runs in pieces and order of a content stream; every visible character stays in place."""
    pieces = list(runs)
    if order in {StreamOrder.WORD_BY_WORD, StreamOrder.SHUFFLED_WORDS}:
        pieces = [word for run in runs for word in _words(run)]
    if order is StreamOrder.CHARACTER_BY_CHARACTER:
        pieces = [character for run in runs for character in _characters(run)]
    if order in {StreamOrder.SHUFFLED_RUNS, StreamOrder.SHUFFLED_WORDS}:
        rng.shuffle(pieces)
    return pieces


def _words(run: TextRun) -> list[TextRun]:
    words: list[TextRun] = []
    position = 0
    for word in run.text.split(" "):
        if word:
            words.append(run.part(position, position + len(word)))
        position += len(word) + 1
    return words if not run.slope else [run]


def _characters(run: TextRun) -> list[TextRun]:
    if run.slope:
        return [run]
    parts = (run.part(index, index + 1) for index in range(len(run.text)))
    return [replace(part, spacing=0.0) for part in parts if part.text != " "]


def _turn(canvas: Canvas, sheet: Sheet, treatment: Treatment) -> None:
    """Set paper and axes so that the page reads upright after a turn clockwise."""
    width, height = sheet.width, sheet.height
    lies = treatment.turned in {90, 270}
    # The library itself exchanges width and height where a page declares such a turn.
    exchange = lies and not treatment.turn_declared
    canvas.setPageSize((height, width) if exchange else (width, height))
    canvas.setPageRotation(treatment.turned if treatment.turn_declared else 0)
    if treatment.turned == 90:
        canvas.transform(0, 1, -1, 0, height, 0)
    elif treatment.turned == 180:
        canvas.transform(-1, 0, 0, -1, width, height)
    elif treatment.turned == 270:
        canvas.transform(0, -1, 1, 0, 0, width)


def _draw_stroke(canvas: Canvas, sheet: Sheet, stroke: Stroke) -> None:
    canvas.setLineWidth(stroke.width)
    canvas.setStrokeColorRGB(*stroke.colour)
    canvas.line(stroke.x1, sheet.height - stroke.y1, stroke.x2, sheet.height - stroke.y2)


def _draw_run(canvas: Canvas, sheet: Sheet, run: TextRun) -> None:
    canvas.setFillColorRGB(*run.colour)
    canvas.setFont(run.font, run.size)
    y = sheet.height - run.y
    if not run.slope:
        canvas.drawString(run.x, y, run.text, charSpace=run.spacing)
        return
    canvas.saveState()
    canvas.translate(run.x, y)
    canvas.rotate(run.slope)
    canvas.drawString(0, 0, run.text)
    canvas.restoreState()


def _draw_field(canvas: Canvas, sheet: Sheet, field: FormField, page: int) -> None:
    canvas.acroForm.textfield(
        name=f"page_{page}_{field.name}",
        value=field.value,
        x=field.x,
        y=sheet.height - field.top - field.height,
        width=field.width,
        height=field.height,
        fontName="Helvetica",
        fontSize=sheet.size,
        fillColor=None,
        borderColor=None,
        borderWidth=0,
        maxlen=2000,
        fieldFlags="multiline" if field.multiline else "",
    )
