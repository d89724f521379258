"""Pictures with bright letters on dark paper: screenshots of viewers at night, and negatives."""

from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.picture.decode import Grey, Picture
from aktr.reading.vision.picture.shrinking import shrunk

_DARK: Final = 128
"""Middle pixel above which a picture shows paper, whatever stands on it."""
_LONGEST_SIDE: Final = 900
"""Pixels of a picture that is small enough to judge and still shows strokes of letters."""
_AROUND: Final = 25
"""Pixels across a neighbourhood that is mostly paper, also in the middle of a word."""
_STROKE: Final = 24
"""How far a stroke differs from its paper, of 255."""
_BORDER: Final = 5
"""A fifth of a picture at each edge is left out: there is the desk, and what is left shows the page
more clearly, in a third of the time."""
_CLEARLY: Final = 2
"""How many times more pixels stand out bright than dark. Photos on patterned desks have at most
half as many bright as dark ones, screenshots with bright letters thousands of times as many."""


def as_print(picture: Picture) -> Picture:
    """The picture with dark letters on bright paper, as the networks know them.

    Args:
        picture: As it came.

    Returns:
        The same, or its negative if it shows bright letters on dark paper.
    """
    if not _is_negative(picture.grey):
        return picture
    return Picture(255 - picture.grey, lambda: 255 - picture.in_full())


def _is_negative(grey: Grey) -> bool:
    step = max(1, max(grey.shape) // _LONGEST_SIDE)
    if np.median(grey[::step, ::step]) >= _DARK:
        return False
    height, width = grey.shape
    scale = min(1.0, _LONGEST_SIDE / max(height, width))
    small = _middle(shrunk(grey, max(1, round(width * scale)), max(1, round(height * scale))))
    paper = cv2.medianBlur(small, _AROUND)
    bright = cv2.subtract(small, paper) > _STROKE
    dark = cv2.subtract(paper, small) > _STROKE
    return bool(bright.sum() > _CLEARLY * dark.sum())


def _middle(picture: Grey) -> Grey:
    above, beside = (side // _BORDER for side in picture.shape)
    return picture[above : picture.shape[0] - above, beside : picture.shape[1] - beside]
