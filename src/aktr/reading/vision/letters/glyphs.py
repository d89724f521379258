"""What letters look like: drawn with the typefaces that the PDF library brings.

A letter in a picture is compared with drawings of the letters it may be. Both are brought onto one
grid, in which the body of the plain letter, from its left to its right edge and from the base line
to its top, fills the same cells; what stands above or below are marks.
"""

import ctypes
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from aktr.reading.pdfium_faces import use_own_faces

use_own_faces()

Darkness = NDArray[np.float32]
"""0 (paper) to 1 (ink), shape (rows, columns)."""

ABOVE: Final = 9
"""Rows of the grid above the body, for marks."""
BODY: Final = 18
_BELOW: Final = 4
WIDTH: Final = 18
SIDE: Final = 5
_NARROWEST: Final = 0.6
"""Width of a body on the grid, at least, in heights of it."""
_SIZE: Final = 60
"""Type size of the drawings, in pixels."""
_SHEET: Final = 150
_ORIGIN: Final = (20, 45)
_INK: Final = 0.5
BLURS: Final = (0.6, 1.2, 1.9)
"""Blur of a sharp, a usual and a poor picture, in cells."""
_JOINED: Final = "ÆæŒœ"
"""Letters wider than the plain one: their own edges fill the body."""
_CIRCUMFLEX, _DIAERESIS, _CARON, _BREVE, _DOT = "\u0302", "\u0308", "\u030c", "\u0306", "\u0307"
_DRAWN_LIKE: Final = {_BREVE: _CIRCUMFLEX, _DOT: _DIAERESIS}
"""Marks that the faces do not have, and those they can be made of."""
_BEARERS: Final = {"G": "O", "g": "o"}
"""Letters that the faces have with marks, of the width of those that they have without."""
_STANDARD_FACES: Final = (
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Courier",
    "Courier-Bold",
)
_WIDE_FACES: Final = ("Vera.ttf", "VeraBd.ttf", "VeraIt.ttf")
"""Wide faces of screens, from the package ``reportlab``."""


class Drawings(NamedTuple):
    """Letters drawn in every face and sharpness."""

    letters: Sequence[str]
    grids: NDArray[np.float32]
    """Shape (faces and sharpnesses, letters, rows, columns)."""


@cache
def drawings(letters: Sequence[str]) -> Drawings:
    """Draw letters that differ in their marks or strokes.

    Args:
        letters: The plain letter, or pair of letters, first.
    """
    every_face: list[str | Path] = [*_STANDARD_FACES, *_wide_faces()]
    faces = [_drawn_in_face(face, letters) for face in every_face]
    sharp = np.concatenate([[_blurred(grid, blur) for blur in BLURS] for grid in faces])
    return Drawings(letters, sharp.astype(np.float32))


def on_grid(
    darkness: Darkness,
    columns: tuple[float, float],
    rows: tuple[float, float],
    stretch: float = 1.0,
) -> Darkness:
    """A letter on the grid.

    Args:
        darkness: The picture it is in.
        columns: Left and right edge of its body.
        rows: Top of its body, and base line.
        stretch: How much wider the picture is than the print.
    """
    # The mark of a narrow letter is wider than its body.
    wanting = max(0.0, _NARROWEST * stretch * (rows[1] - rows[0]) - (columns[1] - columns[0]))
    columns = columns[0] - wanting / 2, columns[1] + wanting / 2
    width, height = (columns[1] - columns[0]) / WIDTH, (rows[1] - rows[0]) / BODY
    x = columns[0] + (np.arange(WIDTH + 2 * SIDE) - SIDE + 0.5) * width - 0.5
    y = rows[0] + (np.arange(ABOVE + BODY + _BELOW) - ABOVE + 0.5) * height - 0.5
    map_x, map_y = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    smooth = cv2.blur(darkness, (max(1, round(width)), max(1, round(height))))
    return np.asarray(
        cv2.remap(smooth, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT),
        dtype=np.float32,
    )


def _blurred(grids: NDArray[np.float32], blur: float) -> NDArray[np.float32]:
    return np.stack([cv2.GaussianBlur(grid, (0, 0), blur) for grid in grids])


def _drawn_in_face(face: str | Path, letters: Sequence[str]) -> NDArray[np.float32]:
    tall = "x" if letters[0][0].islower() else "H"
    measure, *drawn = _drawn(face, (tall, *letters))
    rows = _edges(measure, axis=1)
    body = drawn[0][rows[0] : rows[1]]
    joined = any(letter in _JOINED for letter in letters[1:])
    grids: list[Darkness] = []
    for letter, ink in zip(letters, drawn, strict=True):
        if not _has_face(letter):
            grids.append(grids[0] + _made_mark(face, letter, rows))
            continue
        columns = _edges(ink[rows[0] : rows[1]] if joined else body, axis=0)
        grids.append(on_grid(ink, columns, rows))
    return np.stack(grids)


def _has_face(letter: str) -> bool:
    """Whether all of the faces have a letter: they have those of Western Europe."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _made_mark(face: str | Path, letter: str, rows: tuple[int, int]) -> Darkness:
    """The mark of a letter that the faces do not have, made of one that they have."""
    base, mark = tuple(unicodedata.normalize("NFD", letter))
    if mark == _CARON:
        return _mark(face, "Š" if base.isupper() else "š", rows)
    like = _DRAWN_LIKE.get(mark, mark)
    bearer = _BEARERS.get(base, base)
    donor = unicodedata.normalize("NFC", bearer + like)
    if not _has_face(donor):
        donor = unicodedata.normalize("NFC", ("A" if base.isupper() else "a") + like)
    drawn = _mark(face, donor, rows)
    make = _MADE.get(mark)
    return drawn if make is None else make(drawn)


def _one_dot_of_two(marks: Darkness) -> Darkness:
    """The left one of two dots, in the middle."""
    columns = np.arange(marks.shape[1])
    left = marks * (columns < marks.shape[1] // 2)
    place = float((left.sum(axis=0) * columns).sum() / max(1e-6, float(left.sum())))
    return np.roll(left, round((marks.shape[1] - 1) / 2 - place), axis=1)


def _upside_down(mark: Darkness) -> Darkness:
    inked = np.flatnonzero(mark.max(axis=1) > _INK / 2)
    turned = np.zeros_like(mark)
    if len(inked):
        rows = slice(inked[0], inked[-1] + 1)
        turned[rows] = mark[rows][::-1]
    return turned


_MADE: Final[Mapping[str, Callable[[Darkness], Darkness]]] = {
    _BREVE: _upside_down,
    _DOT: _one_dot_of_two,
}


def _mark(face: str | Path, letter: str, rows: tuple[int, int]) -> Darkness:
    """What a letter bears above its body, on the grid."""
    drawn = _drawn(face, (unicodedata.normalize("NFD", letter)[0], letter))
    columns = _edges(drawn[0][rows[0] : rows[1]], axis=0)
    bare, marked = (on_grid(ink, columns, rows) for ink in drawn)
    mark = np.asarray(np.maximum(0, marked - bare), dtype=np.float32)
    mark[ABOVE:] = 0
    return mark


def _edges(darkness: Darkness, axis: int) -> tuple[int, int]:
    inked = np.flatnonzero(darkness.max(axis=axis) > _INK)
    return int(inked[0]), int(inked[-1]) + 1


def _drawn(face: str | Path, texts: Sequence[str]) -> list[Darkness]:
    """Each text on a sheet of its own. To load a face takes longer than to draw with it."""
    document = pdfium.PdfDocument.new()
    if isinstance(face, Path):
        content = face.read_bytes()
        data = (ctypes.c_ubyte * len(content)).from_buffer_copy(content)
        font = pdfium_c.FPDFText_LoadFont(
            document, data, len(content), pdfium_c.FPDF_FONT_TRUETYPE, True
        )
    else:
        font = pdfium_c.FPDFText_LoadStandardFont(document, face.encode())
    drawn = [_sheet(document, font, text) for text in texts]
    document.close()
    return drawn


def _sheet(document: pdfium.PdfDocument, font: Any, text: str) -> Darkness:  # noqa: ANN401 - a C handle
    page = document.new_page(_SHEET, _SHEET)
    written = pdfium_c.FPDFPageObj_CreateTextObj(document, font, ctypes.c_float(_SIZE))
    encoded = f"{text}\0".encode("utf-16-le")
    characters = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    pdfium_c.FPDFText_SetText(written, characters)
    pdfium_c.FPDFPageObj_Transform(written, 1, 0, 0, 1, *_ORIGIN)
    pdfium_c.FPDFPage_InsertObject(page, written)
    pdfium_c.FPDFPage_GenerateContent(page)
    pixels = page.render(grayscale=True).to_numpy()
    grey = pixels[:, :, 0] if pixels.ndim == 3 else pixels
    return np.asarray(1 - grey / 255, dtype=np.float32)


def _wide_faces() -> list[Path]:
    spec = find_spec("reportlab")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "fonts"
    return [folder / name for name in _WIDE_FACES if (folder / name).exists()]
