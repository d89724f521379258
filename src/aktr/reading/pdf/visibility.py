"""Runs of characters that a text layer holds and the paper does not show.

Text in the colour of the paper, on a layer that is switched off, or under a white box cannot be
told from visible text by its own properties. So the page is drawn with and without the text that
is open to doubt: where both pictures are equal, nothing of it shows. Pages of plain dark text, the
usual case, are never drawn.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from aktr.reading.page import Box

Run = tuple[int, int]
"""First character of a word and the one after its last, as PDFium counts them."""

_LIGHT = 225
"""Smallest of red, green and blue from which a colour is near white."""
_UNSEEN_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_COVERS = frozenset({pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE})
_THINNEST_COVER = 3.0
"""Points; a rule is thinner, and hides nothing."""
_MOSTLY = 0.8
_DEEPEST_FORM = 4


Drawn = tuple[Any, int]
"""Something drawn on a page, and its kind as PDFium counts kinds."""


def drawn_objects(raw_page: Any) -> list[Drawn]:  # noqa: ANN401 - C handles without Python types
    """Everything drawn on a page, in the order of drawing; forms as one thing each."""
    object_at, kind_of = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    count = pdfium.FPDFPage_CountObjects(raw_page)
    return [
        (item, kind_of(item)) for item in (object_at(raw_page, index) for index in range(count))
    ]


def doubtful_objects(drawn: Sequence[Drawn]) -> list[Any]:
    """The text objects of a page that may not show: in no or light ink, on a layer, covered.

    Args:
        drawn: Everything drawn on the page.
    """
    doubtful: list[Any] = []
    plain: list[Any] = []
    # A page has hundreds of objects: what C writes to is made once, and the loop is kept tight.
    colour = [ctypes.c_uint() for _ in range(4)]
    red, green, blue, alpha = colour
    references = [ctypes.byref(channel) for channel in colour]
    fill_of, mode_of = pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFTextObj_GetTextRenderMode
    marks_of = pdfium.FPDFPageObj_CountMarks
    for item, kind in _with_those_of_forms(drawn):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            fill_of(item, *references)
            is_light = red.value >= _LIGHT and green.value >= _LIGHT and blue.value >= _LIGHT
            if (
                is_light
                or alpha.value == 0
                or mode_of(item) in _UNSEEN_MODES
                or (marks_of(item) and _is_on_a_layer(item))
            ):
                doubtful.append(item)
            else:
                plain.append(item)
        elif plain and kind in _COVERS and _may_cover(item, kind):
            left, bottom, right, top = edges = _bounds(item)
            if min(right - left, top - bottom) < _THINNEST_COVER:
                continue  # a rule
            covered = [text for text in plain if _overlap(edges, _bounds(text))]
            doubtful.extend(covered)
            plain = [text for text in plain if text not in covered] if covered else plain
    return doubtful


def visible_runs(
    raw_page: Any,  # noqa: ANN401
    text_page: Any,  # noqa: ANN401
    runs: Sequence[Run],
    doubtful: Sequence[Any],
    box_of: Callable[[int], Box],
    turned: tuple[int, tuple[float, float]],
) -> tuple[list[Run], bool]:
    """Drop what a person would not see.

    Args:
        raw_page: Handle of the page.
        text_page: Handle of its text.
        runs: The words of the page.
        doubtful: The text objects that may not show.
        box_of: Box of a character on the upright page.
        turned: Clockwise quarter turns from the page as shown to the upright page, and the width
            and height of the latter.

    Returns:
        The visible runs, and False. If nearly all text is printed in no ink it is the text that
        scanner software laid under a picture of the page: then all runs, and True.
    """
    addresses = {_address(item) for item in doubtful}
    unseen_addresses = {_address(item) for item in doubtful if _is_unseen(item)}
    owners = [_address(pdfium.FPDFText_GetTextObject(text_page, start)) for start, _ in runs]
    unseen = sum(
        end - start
        for (start, end), owner in zip(runs, owners, strict=True)
        if owner in unseen_addresses
    )
    if unseen > _MOSTLY * sum(end - start for start, end in runs):
        return list(runs), True
    with_text = _drawn(raw_page, *turned)
    for item in doubtful:
        pdfium.FPDFPageObj_SetIsActive(item, False)
    without_text = _drawn(raw_page, *turned)
    visible = []
    for run, owner in zip(runs, owners, strict=True):
        if owner in addresses:
            box = box_of(run[0]).union(box_of(run[1] - 1))
            if with_text.shows_the_same(without_text, box):
                continue
        visible.append(run)
    return visible, False


def _with_those_of_forms(drawn: Sequence[Drawn]) -> Sequence[Drawn]:
    if any(kind == pdfium.FPDF_PAGEOBJ_FORM for _, kind in drawn):
        return [each for pair in drawn for each in _with_contents(pair)]
    return drawn


def _with_contents(pair: Drawn) -> Iterator[Drawn]:
    yield pair
    if pair[1] == pdfium.FPDF_PAGEOBJ_FORM:
        yield from _objects_of_form(pair[0], 1)


def _objects_of_form(form: Any, depth: int) -> Iterator[Drawn]:  # noqa: ANN401
    if depth > _DEEPEST_FORM:
        return
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        yield item, kind
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects_of_form(item, depth + 1)


def _address(item: Any) -> int | None:  # noqa: ANN401
    return ctypes.cast(item, ctypes.c_void_p).value


def _is_unseen(text: Any) -> bool:  # noqa: ANN401
    return pdfium.FPDFTextObj_GetTextRenderMode(text) in _UNSEEN_MODES


def _is_on_a_layer(item: Any) -> bool:  # noqa: ANN401
    """Whether an object belongs to optional content, which a viewer may not show."""
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        name = (ctypes.c_ushort * 8)()
        length = ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if bytes(name).startswith("OC\x00".encode("utf-16-le")):
            return True
    return False


def _may_cover(item: Any, kind: int) -> bool:  # noqa: ANN401
    """Whether an object is a picture or a filled shape, under which text would vanish."""
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
    if mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return alpha.value > 0


def _overlap(
    edges: tuple[float, float, float, float], others: tuple[float, float, float, float]
) -> bool:
    left, bottom, right, top = edges
    other_left, other_bottom, other_right, other_top = others
    return left < other_right and other_left < right and bottom < other_top and other_bottom < top


def _bounds(item: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A page drawn in grey, one byte a pixel."""

    pixels: bytes
    width: int
    scale: float
    """Pixels to a point."""

    def shows_the_same(self, other: "_Drawing", box: Box) -> bool:
        """Whether two drawings are equal inside a box of the page."""
        width, scale = self.width, self.scale
        left = min(width, max(0, round(box.left * scale)))
        right = min(width, max(0, round(box.right * scale)))
        top = max(0, round(box.top * scale))
        bottom = min(len(self.pixels) // width, round(box.bottom * scale))
        return all(
            self.pixels[row * width + left : row * width + right]
            == other.pixels[row * width + left : row * width + right]
            for row in range(top, bottom)
        )


_LARGEST_SIDE = 2000


def _drawn(
    raw_page: Any,  # noqa: ANN401
    quarter_turns: int,
    size: tuple[float, float],
) -> _Drawing:
    """Draw the upright page at one pixel a point, or less where it is very large."""
    scale = min(1.0, _LARGEST_SIDE / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, width)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(
            bitmap, raw_page, 0, 0, width, height, quarter_turns, pdfium.FPDF_GRAYSCALE
        )
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), width * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return _Drawing(pixels, width, scale)
