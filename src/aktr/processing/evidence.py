"""Pictures of the places where values were read, cut out of the pages of the uploaded file.

A hostile file is rendered here just as it is read elsewhere: ``cut_out`` belongs into a reading
process.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium2
from numpy.typing import NDArray

from aktr.errors import FileError, FileErrorType
from aktr.processing.coordinator import recognise
from aktr.processing.redaction import Corners, HiddenPart, painted_over
from aktr.reading.page import Box, Page, ReadBy
from aktr.reading.pdf.processor import PDFProcessor
from aktr.reading.sniff import FileKind
from aktr.reading.vision.networks.models import load_models
from aktr.reading.vision.page_reader import put_upright
from aktr.reading.vision.picture.decode import Grey, count_pages, decode_pictures
from aktr.reading.vision.picture.rendering import render_page
from aktr.reading.vision.places.orientation import turned
from aktr.report.model import Place
from aktr.settings import Limits

_BESIDE: Final = 0.08
"""Paper shown on both sides of a value, as a share of the page: its label may be beside it."""
_LINES_AROUND: Final = 1.0
"""Paper shown above and below, in heights of the value."""
_BENT: Final = 0.035
"""More of it on a picture, as a share of the page: places are those on a page that lies flat and
straight, and lines of a photo run up or down by that much."""
_LONGEST_SIDE: Final = 2400
"""Pixels; an A4 page at 200 dpi has 2339."""


class _Shown(NamedTuple):
    """An upright page, and where places are on its picture."""

    picture: Grey
    corners: Corners


def cut_out(
    content: bytes,
    limits: Limits,
    page: int,
    place: Place | None,
    read_by: ReadBy,
    hidden: Sequence[HiddenPart] = (),
) -> bytes:
    """Cut the surroundings of a place out of the upright page.

    Args:
        content: The file.
        limits: What is accepted.
        page: Position of the page in the file, from 1.
        place: The place on it; None for the whole page.
        read_by: How the page was read, on which depends how it was turned upright.
        hidden: What is painted over.

    Returns:
        A grey PNG.

    Raises:
        FileError: The file is refused as it would be on reading, or has no such page.
    """
    picture, corners = _upright_page(content, limits, page, read_by, in_full=place is not None)
    upright = painted_over(picture, hidden, page, corners)
    shown = upright if place is None else _around(upright, place, read_by)
    longest = max(shown.shape)
    if longest > _LONGEST_SIDE:
        scale = _LONGEST_SIDE / longest
        size = (max(1, round(shown.shape[1] * scale)), max(1, round(shown.shape[0] * scale)))
        shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    _, encoded = cv2.imencode(".png", shown)
    return encoded.tobytes()


def _upright_page(
    content: bytes, limits: Limits, page: int, read_by: ReadBy, *, in_full: bool
) -> _Shown:
    kind = recognise(content, limits)
    if kind is FileKind.PDF:
        return _page_of_pdf(content, limits, page, read_by)
    if page > count_pages(content, kind, limits):
        raise _no_such_page()
    (picture,) = decode_pictures(content, kind, limits, only=page)
    upright = put_upright(picture, load_models())
    return _Shown(
        turned(picture.in_full() if in_full else picture.grey, upright.turns), upright.corners
    )


def _page_of_pdf(content: bytes, limits: Limits, number: int, read_by: ReadBy) -> _Shown:
    seen: list[_Shown] = []

    def look(document: pdfium2.PdfDocument, page: Page) -> Page:
        picture = render_page(document, number - 1)
        if read_by is ReadBy.PDF_TEXT:
            seen.append(_Shown(turned(picture.grey, -page.rotation // 90), _level_corners))
        else:
            upright = put_upright(picture, load_models())
            seen.append(_Shown(turned(picture.grey, upright.turns), upright.corners))
        return page

    try:
        PDFProcessor(limits).look_at(content, number, look)
    except IndexError:
        raise _no_such_page() from None
    return seen[0]


def _level_corners(place: Box) -> NDArray[np.float64]:
    left, top, right, bottom = place
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _around(upright: Grey, place: Place, read_by: ReadBy) -> Grey:
    height, width = upright.shape
    above = _LINES_AROUND * (place.bottom - place.top)
    if read_by is ReadBy.OCR:
        above += _BENT
    left, right = _pixels(place.left - _BESIDE, place.right + _BESIDE, width)
    top, bottom = _pixels(place.top - above, place.bottom + above, height)
    return upright[top:bottom, left:right]


def _pixels(first: float, last: float, size: int) -> tuple[int, int]:
    """Shares of a side as pixels of it: a stretch of one pixel at least, inside the page."""
    begin = min(max(0, int(first * size)), size - 1)
    return begin, min(max(begin + 1, int(np.ceil(last * size))), size)


def _no_such_page() -> FileError:
    return FileError(FileErrorType.UNREADABLE, "The file has no such page.")
