"""A sheet as it lies on the table: printed, and filled in by hand."""

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from aktr.samples.chance import chance
from aktr.samples.fonts import HELVETICA, text_width
from aktr.samples.photos.handwriting import choose_ink, sign, write
from aktr.samples.photos.pixels import Image
from aktr.samples.render import render_pdf
from aktr.samples.sheet import BLACK, FormField, Sheet, Stroke, TextRun
from aktr.samples.statement import INK
from aktr.samples.treatments import TREATMENTS

# A seed makes the same pictures on every machine, whatever faces that has.
pdfium.FPDF_SetSystemFontInfo(None)

_FIELD_INSET = 3.0
_LINE_OF_FIELD = 1.35


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed sheet as pixels."""

    image: Image
    scale: float
    """Pixels in a point."""
    sheet: Sheet
    """What is printed on it, in points; form fields have become runs of text."""

    @property
    def type_px(self) -> float:
        """Height of the body type, in pixels."""
        return self.sheet.size * self.scale


def print_sheet(sheet: Sheet, scale: float, rng: Random) -> Paper:
    """Print a sheet and write on it by hand what its author wrote.

    Args:
        sheet: The page; what stands on it in ink colour is written with a pen.
        scale: Pixels in a point.
        rng: The source of chance for handwriting.
    """
    printed = _only_print(sheet)
    pdf = render_pdf([printed], TREATMENTS["plain"], chance("aktr-samples-print"))
    image = render_page(pdf, 0, scale)
    ink = choose_ink(rng)
    for run in sheet.runs:
        if run.colour == INK:
            draw = sign if _is_signature(run, sheet) else write
            draw(image, run, scale, rng, ink)
    return Paper(image, scale, printed)


def render_page(pdf: bytes, index: int, scale: float) -> Image:
    """One page of a PDF as pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[index].render(scale=scale)
        return np.array(bitmap.to_numpy()[:, :, :3], np.uint8)


def _fitted(value: str, size: float, width: float) -> float:
    """The largest type up to ``size`` in which a value fits its field."""
    needed = text_width(value, HELVETICA.regular, size)
    return min(size, size * width / needed) if needed else size


def _only_print(sheet: Sheet) -> Sheet:
    """The sheet without handwriting, its form fields as text."""
    printed = Sheet((sheet.width, sheet.height), sheet.fonts, sheet.size, sheet.letter_spacing)
    printed.runs = [run for run in sheet.runs if run.colour != INK]
    printed.strokes = [stroke for stroke in sheet.strokes if stroke.colour != INK]
    for field in sheet.fields:
        printed.runs.extend(_runs_of(field, sheet.size))
        printed.strokes.append(
            Stroke(
                field.x,
                field.top + field.height,
                field.x + field.width,
                field.top + field.height,
                0.4,
            )
        )
    return printed


def _runs_of(field: FormField, size: float) -> list[TextRun]:
    """What a viewer shows in a form field."""
    lines = field.value.split("\n")
    room = field.width - 2 * _FIELD_INSET
    size = min(_fitted(line, size, room) for line in lines)
    first = TextRun(
        x=field.x + _FIELD_INSET,
        y=field.top + size * 1.15,
        text="",
        font=HELVETICA.regular,
        size=size,
        colour=BLACK,
    )
    return [
        replace(first, text=line, y=first.y + number * size * _LINE_OF_FIELD)
        for number, line in enumerate(lines)
    ]


def _is_signature(run: TextRun, sheet: Sheet) -> bool:
    """Whether the run stands first on the line of the signature."""
    beside = [other for other in sheet.runs if abs(other.y - run.y) < 4]
    on_line = any(other.text.startswith("Signature") for other in beside)
    written = [other for other in beside if other.colour == INK]
    return on_line and min(other.x for other in written) == run.x
