"""A page as it would look in even light: shadows, folds and dark ends taken off the paper."""

from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.picture.decode import Grey, Picture

_STEP: Final = 8
"""Pixels of the picture to one of the map of its paper: letters vanish in it, shadows do not."""
_STROKES: Final = np.ones((5, 5), dtype=np.uint8)
"""Neighbourhood, in pixels of the map, in which some paper shows between the strokes."""
_SPECKS: Final = 9
"""Pixels of the map across a neighbourhood whose middle value is paper and no glint."""
_SMOOTH: Final = 4.0
"""Blur of the map, in its pixels; edges of shadows are softer than that on most photos."""
PAPER: Final = 235.0
"""Grey that paper gets."""
_BAND: Final = 256
"""Rows that are evened at a time."""
_DARKEST: Final = 20.0
"""Grey of paper below which there is more noise than print to be lifted."""


def in_even_light(picture: Picture) -> Picture:
    """The picture with the same grey of paper everywhere.

    Args:
        picture: Dark letters on brighter paper, at any size.

    Returns:
        The same picture, each pixel divided by the brightness of the paper around it.
    """
    return Picture(evened(picture.grey), lambda: evened(picture.in_full()))


def evened(grey: Grey) -> Grey:
    """The same of grey pixels."""
    height, width = grey.shape
    size = max(1, width // _STEP), max(1, height // _STEP)
    paper = cv2.dilate(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), _STROKES)
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, _SPECKS), (0, 0), _SMOOTH)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = np.empty_like(grey)
    # Band by band: as numbers with decimals a large picture takes four times its memory.
    for top in range(0, height, _BAND):
        rows = slice(top, top + _BAND)
        shade = np.maximum(light[rows].astype(np.float32), _DARKEST) / PAPER
        even[rows] = np.minimum(grey[rows] / shade, 255).astype(np.uint8)
    return even
