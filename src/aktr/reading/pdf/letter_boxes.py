"""Where PDFium says that letters stand, and what is to be made of boxes that are too wide."""

import ctypes
from collections.abc import Callable, Iterable
from itertools import islice
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from aktr.reading.page import Box, Word
from aktr.reading.pdf.page_frame import PageFrame, upright_box

_LOOKED_AT = 12
"""Words that tell how wide the boxes of letters are."""
_OVERLAPPING = 0.15
"""Part of the height by which no kerning moves most letters over the one before."""
_BLANK = 0.15
"""Width of a blank that is seen, in line heights."""


def box_of_character(text_page: Any, index: int, frame: PageFrame) -> Box:  # noqa: ANN401
    """The box of one letter on the upright page."""
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle)
    return upright_box(frame, rectangle)


def are_boxes_wide(
    text_page: Any,  # noqa: ANN401
    runs: Iterable[tuple[int, int]],
    frame: PageFrame,
) -> bool:
    """Whether the boxes of letters reach over the next ones.

    Fonts that a print driver makes give every letter a box as wide as the widest, so that words
    seem to touch that do not.
    """
    gaps = []
    for start in islice((start for start, end in runs if end - start > 1), _LOOKED_AT):
        box, following = (box_of_character(text_page, start + place, frame) for place in (0, 1))
        gaps.append((following.left - box.right) / max(1e-6, box.height))
    return bool(gaps) and median(gaps) < -_OVERLAPPING


def edges_by_advance(
    text_page: Any,  # noqa: ANN401
    run: tuple[int, int],
    edges: Callable[[Any], tuple[float, float, float, float]],
    box: tuple[float, float],
) -> tuple[float, float]:
    """Left and right edge of a run from where its letters begin and the blank behind them does."""
    x, y = ctypes.c_double(), ctypes.c_double()
    places = []
    for index in run:
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        places.append(edges(pdfium.FS_RECTF(x.value, y.value, x.value, y.value))[0])
    left, right = places
    return (left, right) if box[0] <= left < right <= box[1] else box


def without_overhang(
    text_page: Any,  # noqa: ANN401
    blank: int,
    edges: Callable[[Any], tuple[float, float, float, float]],
    word: Word,
    following: float,
) -> Word:
    """A word that ends where the blank behind it begins, if its last letter hangs over that.

    Letters that lean, or end in a flag, would seem to touch the next word.

    Args:
        text_page: Handle of the text of the page.
        blank: The character behind the word.
        edges: Gives the edges of a rectangle of PDFium.
        word: The word.
        following: Where the next one begins.
    """
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, blank, rectangle)
    start = edges(rectangle)[0]
    box = word.box
    is_seen = following - start > _BLANK * box.height
    return word._replace(box=box._replace(right=start)) if is_seen and start > box.left else word
