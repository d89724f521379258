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

from aktr.reading.vision.decode import Grey, as_grey
from aktr.reading.vision.even_light import PAPER, evened

_BRIGHT: Final = 90
"""Per cent of the pixels that are darker than paper."""
_DARKEST_PAPER: Final = 90
"""Below it, print is lighter than what it stands on."""
_BLACKEST: Final = 0.5
"""Per cent of the pixels of a page that are the black of its print."""
_LEAST_CONTRAST: Final = 90
"""Of print and paper; less is faded, and other ink is no paler."""
_COLOURFUL: Final = 30
"""Difference of the strongest and the weakest colour from which a pixel has a colour; less comes
of the compression of black print."""
_PALE: Final = (0.12, 0.62)
"""Of the contrast of print and paper, what ink over print has that is paler than print."""
_BLACK: Final = 0.75
"""Of that contrast, what black print has at least."""
_THICK: Final = 420
"""Of the longer side, the thickness of pale ink: the pale edges of letters are thinner."""
_GAP: Final = 160
"""Of the longer side, the gap between strokes that belong together."""
_SMALLEST: Final = 60
"""Of the longer side, the smallest longer side of what is taken away: a letter's height."""
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
    if np.percentile(grey[::_STEP, ::_STEP], _BRIGHT) < _DARKEST_PAPER:
        return grey
    blackest, coloured = (grey, None) if picture.mode == "L" else _without_colours(picture)
    even = evened(blackest)
    contrast = PAPER - float(np.percentile(even[::2, ::2], _BLACKEST))
    if contrast < _LEAST_CONTRAST:
        return grey
    over = _over_print(even, coloured, contrast)
    if over is None:
        return grey
    none, full = (PAPER - share * contrast for share in _KEPT)
    stretched = cv2.convertScaleAbs(
        np.clip(even, round(full), round(none)) - round(full), alpha=PAPER / (none - full)
    )
    return np.where(over, stretched, evened(grey))


def _without_colours(picture: Image.Image) -> tuple[Grey, NDArray[np.bool_]]:
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
    paler = cv2.add(strongest, cv2.convertScaleAbs(colourful, alpha=2))
    return np.asarray(paler, dtype=np.uint8), colourful > 0


def _over_print(
    even: Grey, coloured: NDArray[np.bool_] | None, contrast: float
) -> NDArray[np.bool_] | None:
    """Where ink lies over print, its surroundings with it; None if nowhere."""
    longer = max(even.shape)
    thick, gap = max(3, longer // _THICK), max(3, longer // _GAP)
    palest, darkest = (PAPER - share * contrast for share in _PALE)
    pale = ((even < palest) & (even > darkest)).astype(np.uint8)
    ink = _opened(pale, thick)
    if coloured is not None:
        ink |= _opened(coloured.astype(np.uint8), 2)
    black = (even < PAPER - _BLACK * contrast).astype(np.uint8)
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole)
    is_over = np.zeros(count, dtype=np.uint8)
    for number in range(1, count):
        left, top, width, height, _ = stats[number].tolist()
        if max(width, height) < longer / _SMALLEST:
            continue
        here = np.s_[top : top + height, left : left + width]
        printed = cv2.countNonZero(black[here])
        is_over[number] = printed > _PRINT_BELOW * (printed + cv2.countNonZero(ink[here]))
    if not is_over.any():
        return None
    reach = np.ones((2 * thick + 1, 2 * thick + 1), np.uint8)
    return cv2.dilate(is_over[labels], reach).astype(np.bool_)


def _opened(mask: NDArray[np.uint8], thick: int) -> NDArray[np.uint8]:
    """What of a mask is as thick as that."""
    square = np.ones((thick, thick), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, square), dtype=np.uint8)
