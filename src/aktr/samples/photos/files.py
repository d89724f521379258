"""Pictures as files."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
from PIL import Image as PillowImage
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from aktr.samples.photos.heic import heic
from aktr.samples.photos.kinds import FileForm
from aktr.samples.photos.pixels import Image
from aktr.samples.sheet import Sheet

_ORIENTATION: Final = 0x0112
_SHOWN_TURNED: Final = {0: 1, 90: 6, 180: 3, 270: 8}
"""EXIF orientation by the degrees clockwise that a viewer has to turn the stored picture."""
_INVISIBLE: Final = 3
_SCANNER_LINE: Final = "Scanned with Crosswind Scan 4.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How pages become a file."""

    form: FileForm
    quality: int = 85
    turn: int = 0
    """Degrees clockwise that the file tells a viewer to turn it by."""
    dpi: int | None = None
    bilevel: bool = False
    """Black and white, one bit a pixel."""


def encode(pages: Sequence[Image], encoding: Encoding) -> bytes:
    """One picture file.

    Args:
        pages: One, or several for TIFF.
        encoding: The format and its settings.
    """
    if encoding.form is FileForm.HEIC:
        return heic(pages[0], encoding.turn)
    frames = [_pillow(page, encoding) for page in pages]
    buffer = io.BytesIO()
    options: dict[str, object] = {}
    if encoding.turn:
        exif = PillowImage.Exif()
        exif[_ORIENTATION] = _SHOWN_TURNED[encoding.turn]
        options["exif"] = exif.tobytes()
    if encoding.dpi and encoding.form is not FileForm.WEBP:
        options["dpi"] = (encoding.dpi, encoding.dpi)
    if encoding.form is FileForm.TIFF:
        if not encoding.bilevel:
            options["quality"] = encoding.quality
        compression = "group4" if encoding.bilevel else "jpeg"
        frames[0].save(
            buffer,
            "TIFF",
            save_all=True,
            append_images=frames[1:],
            compression=compression,
            **options,
        )
    elif encoding.form is FileForm.PNG:
        frames[0].save(buffer, "PNG", compress_level=3, **options)
    elif encoding.form is FileForm.WEBP:
        frames[0].save(buffer, "WEBP", quality=encoding.quality, method=0, **options)
    else:
        frames[0].save(buffer, "JPEG", quality=encoding.quality, **options)
    return buffer.getvalue()


def picture_pdf(
    pages: Sequence[Image], sheets: Sequence[Sheet], encoding: Encoding, useless_text: Random | None
) -> bytes:
    """A PDF whose pages are pictures.

    Args:
        pages: The pictures, each as large as its sheet of paper.
        sheets: What is on them.
        encoding: Quality of the pictures inside.
        useless_text: Adds an invisible text layer that holds nothing true; None for none.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    for page, sheet in zip(pages, sheets, strict=True):
        width, height = sheet.width, sheet.height
        if page.shape[0] < page.shape[1]:
            width, height = height, width
        canvas.setPageSize((width, height))
        jpeg = encode([page], Encoding(form=FileForm.JPEG, quality=encoding.quality))
        canvas.drawImage(ImageReader(io.BytesIO(jpeg)), 0, 0, width, height)
        if useless_text is not None:
            _add_useless_text(canvas, sheet, useless_text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _pillow(page: Image, encoding: Encoding) -> PillowImage.Image:
    if encoding.bilevel:
        return PillowImage.fromarray(page[:, :, 0]).convert("1", dither=PillowImage.Dither.NONE)
    if np.array_equal(page[::7, ::7, 0], page[::7, ::7, 2]):
        return PillowImage.fromarray(np.ascontiguousarray(page[:, :, 0]))
    return PillowImage.fromarray(np.ascontiguousarray(page[:, :, ::-1]))


def _add_useless_text(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """What some software leaves behind: its own name only, or letters that stand for others."""
    text = canvas.beginText()
    text.setTextRenderMode(_INVISIBLE)
    if rng.random() < 0.5:
        text.setFont("Helvetica", 6)
        text.setTextOrigin(20, 12)
        text.textOut(_SCANNER_LINE)
    else:
        signs = rng.sample("!#$%&*+<=>?@^_{|}~", 14)
        for run in sheet.runs:
            text.setFont("Helvetica", run.size)
            text.setTextOrigin(run.x, sheet.height - run.y)
            text.textOut("".join(" " if sign == " " else rng.choice(signs) for sign in run.text))
    canvas.drawText(text)
