"""Ink over black print: stamps, pens' ticks, rings and lines, coloured cells.

What lies over print hides it in grey: blue and grey stamps are as dark as thin strokes of letters.
It is told by its colour, and by being paler than print over an area in which a letter would have
both ink and paper. Print in colour has no black ink among it and stays as it is.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from aktr.reading.vision.picture.decode import Grey, as_grey
from aktr.reading.vision.picture.even_light import PAPER, evened

Mask = NDArray[np.bool_]

_MOST_PIXELS: Final = 16_000_000
"""Of a larger picture a dozen maps take more memory than a reading process may have."""
_BRIGHT: Final = 90
"""Per cent of the pixels that are darker than paper."""
_DARKEST_PAPER: Final = 90
"""Below it, print is lighter than what it stands on."""
_BLACKEST: Final = 0.5
"""Per cent of the pixels of a page that are the black of its print."""
_LEAST_CONTRAST: Final = 175
"""Of print and paper; less is faded or blurred, and other ink is no paler."""
_COLOURFUL: Final = 22
"""Difference of the strongest and the weakest colour from which a pixel has a colour; less comes
of the compression of black print."""
_PALER: Final = 4
"""By how much a colour is brightened, in times of how colourful it is."""
_PALE: Final = (0.12, 0.62)
"""Of the contrast of print and paper, what ink over print has that is paler than print."""
_BLACK: Final = 0.75
"""Of that contrast, what black print has at least."""
_THICK: Final = 420
"""Of the longer side, the thickness of pale ink: the pale edges of letters are thinner."""
_GAP: Final = 160
"""Of the longer side, the gap between strokes that belong together."""
_NEAR: Final = 45
"""Of the longer side, the gap to the rest of a stamp that lies over print."""
_LONGEST: Final = 8
"""Letters of a row of a stamp beyond those that lie over print, at most."""
_SMALLEST: Final = 60
"""Of the longer side, the smallest longer side of what is taken away: a letter's height."""
_LARGEST: Final = 0.25
"""Of the longer side, the smaller side of what is taken away, at most: a desk is larger."""
_MOST_OF_PRINT: Final = 0.12
"""Share of the black ink of a page that other ink lies over, at most; more is blur or shadow."""
_PRINT_BELOW: Final = 0.04
"""Share of black ink in what lies over print."""
_KEPT: Final = (0.50, 0.85)
"""Of the contrast, what becomes paper below, and black above, where ink lies over print."""
_STEP: Final = 16


def grey_of_print(picture: Image.Image) -> Grey:
    """Grey pixels of a picture, without the ink that lies over its black print.

    Args:
        picture: A page in colour (RGB) or in grey (L).
    """
    grey = as_grey(picture)
    if grey.size > _MOST_PIXELS or np.percentile(grey[::_STEP, ::_STEP], _BRIGHT) < _DARKEST_PAPER:
        return grey
    even = evened(grey)
    contrast = PAPER - float(np.percentile(even[::2, ::2], _BLACKEST))
    if contrast < _LEAST_CONTRAST:
        return grey
    thick = max(3, max(grey.shape) // _THICK)
    cleaned = even
    if picture.mode != "L":
        without_colours, coloured = _without_colours(picture)
        paler = np.minimum(evened(without_colours), np.uint8(PAPER))
        ink = _opened(coloured & _is_ink(even, contrast), 2)
        over = _over(ink, paler, contrast, thick)
        cleaned = np.where(over, np.maximum(even, paler), even)
    ink = _opened(_is_ink(cleaned, contrast) & (cleaned > PAPER - _PALE[1] * contrast), thick)
    over = _over(ink, cleaned, contrast, thick)
    cleaned = np.where(over, _stretched(cleaned, contrast), cleaned)
    return grey if np.array_equal(cleaned, even) else cleaned


def _is_ink(even: Grey, contrast: float) -> Mask:
    return np.asarray(even < PAPER - _PALE[0] * contrast)


def _stretched(even: Grey, contrast: float) -> Grey:
    """Black print as it is, and whatever is much paler as white as paper."""
    paper, black = (round(PAPER - share * contrast) for share in _KEPT)
    above = np.clip(even, black, paper) - black
    return np.asarray(cv2.convertScaleAbs(above, alpha=PAPER / (paper - black)), dtype=np.uint8)


def _without_colours(picture: Image.Image) -> tuple[Grey, Mask]:
    """The picture with its colours paler, and where it has colours."""
    pixels = np.asarray(picture)
    colours = [
        cv2.convertScaleAbs(
            pixels[:, :, each],
            alpha=PAPER / max(1, np.percentile(pixels[::_STEP, ::_STEP, each], _BRIGHT)),
        )
        for each in range(3)
    ]
    strongest = cv2.max(cv2.max(colours[0], colours[1]), colours[2])
    weakest = cv2.min(cv2.min(colours[0], colours[1]), colours[2])
    colourful = np.maximum(cv2.subtract(strongest, weakest), _COLOURFUL) - _COLOURFUL
    paler = cv2.add(strongest, cv2.convertScaleAbs(colourful, alpha=_PALER))
    return np.asarray(paler, dtype=np.uint8), colourful > 0


def _over(ink: Grey, even: Grey, contrast: float, thick: int) -> Mask:
    """Where ink lies over print, its surroundings and the rest of the same stamp with it.

    Args:
        ink: Where the ink is that is looked for.
        even: The page.
        contrast: Of its print and paper.
        thick: Pixels around the ink that belong to it.
    """
    longer = max(ink.shape)
    black = (even < PAPER - _BLACK * contrast).astype(np.uint8)
    gap = np.ones((max(3, longer // _GAP),) * 2, np.uint8)
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, gap)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(whole)
    edges = stats[:, :4].astype(np.int64)
    edges[:, 2:] += edges[:, :2]
    sides = np.sort(stats[:, 2:4], axis=1)
    # The first one is everything that is not ink.
    fits = (sides[:, 0] <= longer * _LARGEST) & (np.arange(len(stats)) > 0)
    is_over = np.zeros(len(stats), dtype=np.bool_)
    for number in np.flatnonzero(fits & (sides[:, 1] >= longer / _SMALLEST)):
        left, top, right, bottom = edges[number].tolist()
        printed = cv2.countNonZero(black[top:bottom, left:right])
        own = cv2.countNonZero(ink[top:bottom, left:right])
        is_over[number] = printed > _PRINT_BELOW * (printed + own)
    _add_near(is_over, edges, longer / _NEAR)
    reach = np.ones((2 * thick + 1,) * 2, np.uint8)
    over = cv2.dilate((is_over & fits).astype(np.uint8)[labels], reach)
    covered = cv2.countNonZero(cv2.bitwise_and(over, black))
    if covered > _MOST_OF_PRINT * cv2.countNonZero(black):
        return np.zeros(over.shape, dtype=np.bool_)
    return over.astype(np.bool_)


def _add_near(is_over: Mask, edges: NDArray[np.int64], near: float) -> None:
    """Add the pieces of ink around those that lie over print, and all of their rows."""
    for above in (near, *[0.0] * _LONGEST):
        for number in np.flatnonzero(is_over):
            left, top, right, bottom = edges[number].tolist()
            is_near = (edges[:, :2] < (right + near, bottom + above)).all(axis=1)
            is_near &= (edges[:, 2:] > (left - near, top - above)).all(axis=1)
            is_over |= is_near


def _opened(mask: Mask, thick: int) -> Grey:
    """What of a mask is as thick as that."""
    square = np.ones((thick, thick), np.uint8)
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, square)
    return np.asarray(opened, dtype=np.uint8)
