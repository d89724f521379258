"""Words of bent lines to words on a page whose lines are straight and level, and the way back."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from aktr.reading.page import Box, Word
from aktr.reading.vision.places.flow import Flow, Points
from aktr.reading.vision.words.words import StripWord

_LETTER_HEIGHT: Final = 0.72
"""Height of a printed line, ascenders to descenders, in heights of a region."""


def level_words(words: Sequence[StripWord], flow: Flow) -> list[Word]:
    """Words in pixels of a page without skew or bend."""
    if not words:
        return []
    lefts = np.array([_point(word, word.left) for word in words])
    rights = np.array([_point(word, word.right) for word in words])
    middles = (lefts + rights) / 2
    levels = flow.levels(middles[:, 0], middles[:, 1])
    leveled = []
    for word, left, right, level in zip(words, lefts, rights, levels, strict=True):
        half = word.strip.region.height * _LETTER_HEIGHT / 2
        # Turning a page moves its lines sideways as well.
        shift = flow.skew * float(level)
        box = Box(
            float(left[0]) + shift,
            float(level) - half,
            float(right[0]) + shift,
            float(level) + half,
        )
        leveled.append(Word(word.text, box, word.confidence))
    return leveled


def corners_on_picture(box: Box, flow: Flow) -> Points:
    """Where a box of the page without skew or bend is in the picture: the way back.

    Args:
        box: The box, in pixels.
        flow: How the lines of the picture run.

    Returns:
        Its corners: top left, top right, bottom right, bottom left.
    """
    level = (box.top + box.bottom) / 2
    x = np.array([box.left, box.right]) - flow.skew * level
    left, right = flow.heights(x, np.full(2, level))
    half = (box.bottom - box.top) / 2
    return np.array(
        [
            (x[0], left - half),
            (x[1], right - half),
            (x[1], right + half),
            (x[0], left + half),
        ]
    )


def _point(word: StripWord, column: int) -> Points:
    centres = word.strip.centres
    return np.asarray(centres[:, min(max(0, column), centres.shape[1] - 1)], dtype=np.float64)
