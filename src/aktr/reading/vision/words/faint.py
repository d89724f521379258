"""Marks that are much fainter than the print around them: an embossed seal, the other side's text.

Single strokes of them look like an I, a 1 or an L, and would stand among the values of the form.
"""

from collections.abc import Sequence
from functools import cache
from statistics import median
from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.text.recognise import ReadPiece

_MARK: Final = 3
"""Characters up to which something may be a mark; what reads as more is text, however faint."""
_FAINT: Final = 0.45
"""Share of the contrast of the print around it below which a mark is none of the print."""
_FAINTER: Final = 0.65
"""The same for a single character that is not clear."""
_CLEAR: Final = 0.95
_AROUND: Final = 8
"""Pieces of print that a mark is compared with: light and glare change over a page."""


def without_faint_marks(read: Sequence[ReadPiece]) -> list[ReadPiece]:
    """What was read, without marks that are fainter than the print near them.

    Args:
        read: The pieces of a page.
    """
    is_mark = [len(piece.text.strip()) <= _MARK for piece in read]
    if not any(is_mark) or sum(is_mark) + _AROUND > len(read):
        return list(read)
    places = np.array([_place(piece) for piece in read])
    of_print = np.flatnonzero(~np.array(is_mark))

    @cache
    def contrast(index: int) -> float:
        return _contrast(read[index].piece.pixels)

    kept = []
    for index, piece in enumerate(read):
        if is_mark[index]:
            distances = np.linalg.norm(places[of_print] - places[index], axis=1)
            near = of_print[np.argpartition(distances, _AROUND - 1)[:_AROUND]]
            around = median(contrast(int(place)) for place in near)
            if contrast(index) < _least(piece) * around:
                continue
        kept.append(piece)
    return kept


def _least(read: ReadPiece) -> float:
    is_unclear_stroke = len(read.text.strip()) == 1 and read.confidence < _CLEAR
    return _FAINTER if is_unclear_stroke else _FAINT


def _place(read: ReadPiece) -> tuple[float, float]:
    """The middle of a piece in the picture."""
    x, y = read.piece.strip.centres[:, (read.piece.start + read.piece.end) // 2]
    return float(x), float(y)


def _contrast(pixels: Grey) -> float:
    """How much darker than its paper the ink is, 0 to 1."""
    smooth = cv2.blur(pixels, (3, 3))
    ink, paper = percentile(smooth, 3), percentile(smooth, 90)
    return (paper - ink) / max(30.0, paper)
