"""Rows of text that stand so close that the network took them for one piece.

Codes set in a box without leading run together in a small picture, column by column. What is much
higher than the other pieces of a page, and shows blank rows between rows of ink, is several rows.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.detect import TextRegion

_FEWEST: Final = 12
"""Pieces of a page that say how high one usually is."""
_TALL: Final = 1.7
"""Height of a piece, in usual ones, from which it may hold several rows."""
_CELL: Final = 1.25
"""The same of a piece so narrow that it may be a label with one digit below it..."""
_NARROW: Final = 3.5
"""...in usual heights. The digit has little ink, and there is none above it."""
_NARROWEST: Final = 0.8
"""Width of such a piece, at least, in its heights: a line of a page on its side is narrower."""
_INK, _PAPER = 3, 80
"""Percentiles of the pixels of a piece that are ink and paper."""
_DARK: Final = 0.4
"""Share of the way from paper to ink from which a pixel is ink."""
_ROW: Final = 0.25
"""Ink of a row of pixels in letters, at least, in that of the darkest one."""
_BLANK: Final = 0.1
"""The same between two rows of letters, at most."""
_CLOSEST: Final = 0.55
"""Distance from row to row, at least, in usual heights of a piece."""
_EVEN: Final = 1.5
"""By how much the widest of these distances may exceed the narrowest."""
_RULE: Final = 0.9
"""Share of a row or column of pixels that only the edge of a box fills."""
_LOWEST: Final = 0.15
"""Height of the bodies of letters, at least, in usual heights of a piece."""
_CUT_OFF: Final = 0.7
"""Height of a row at the edge of a piece, in that of the others, below which it is none of it."""
_HEIGHT: Final = 1.2
"""Height of a piece with one row, in distances from row to row."""
_SAME: Final = 0.3
"""Distance of two pieces that are the same one, in usual heights, at most."""


class _Row(NamedTuple):
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> int:
        return self.bottom - self.top


def with_rows_apart(regions: Sequence[TextRegion], grey: Grey) -> list[TextRegion]:
    """The pieces of text of a page, those with several rows as one for each row.

    Args:
        regions: The pieces.
        grey: The picture in which they were found.
    """
    if len(regions) < _FEWEST:
        return list(regions)
    usual = median(region.height for region in regions)
    apart: list[TextRegion] = []
    for region in regions:
        rows = _rows_of(region, grey, usual) if _may_hold_rows(region, usual) else []
        pitches = [after.middle - before.middle for before, after in pairwise(rows)]
        if not pitches or min(pitches) < max(_CLOSEST * usual, max(pitches) / _EVEN):
            apart.append(region)
            continue
        height = min(usual, _HEIGHT * median(pitches))
        for row in rows:
            lower = row.middle - region.height / 2
            part = replace(region.lower_by(round(lower)), height=height)
            if not any(_is_same(part, other, usual) for other in regions if other is not region):
                apart.append(part)
    return apart


def _may_hold_rows(region: TextRegion, usual: float) -> bool:
    least = _CELL if region.width <= _NARROW * usual else _TALL
    return region.height > least * usual and region.width >= _NARROWEST * region.height


def _rows_of(region: TextRegion, grey: Grey, usual: float) -> list[_Row]:
    """The rows of ink in a piece, counted from its top."""
    ink = _ink_of_rows(region, grey)
    is_cell = region.height <= _TALL * usual
    inked = ink > (0.0 if is_cell else _ROW * ink.max(initial=0.0))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    rows = [_Row(int(top), int(bottom)) for top, bottom in edges.reshape(-1, 2)]
    rows = [row for row in rows if row.height >= _LOWEST * usual]
    blank = _BLANK * ink.max(initial=0.0)
    if any(ink[before.bottom : after.top].min() > blank for before, after in pairwise(rows)):
        return []
    if len(rows) < 2:
        return rows
    least = _CUT_OFF * median(row.height for row in rows)
    return [row for row in rows if (row.top > 0 and row.bottom < len(ink)) or row.height >= least]


def _ink_of_rows(region: TextRegion, grey: Grey) -> NDArray[np.float64]:
    """How much of each row of pixels of a piece is ink, from its top to its bottom."""
    x = np.arange(max(1, round(region.width)), dtype=np.float64) + region.left
    across = np.arange(round(region.height)) - region.height / 2 + 0.5
    map_y = region.y_at(x)[None, :] + across[:, None]
    map_x = np.broadcast_to(x[None, :], map_y.shape)
    pixels = cv2.remap(
        grey,
        map_x.astype(np.float32),
        map_y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    paper, ink = percentile(pixels, _PAPER), percentile(pixels, _INK)
    dark = pixels < paper - _DARK * (paper - ink)
    beside = dark | np.roll(dark, 1, axis=1) | np.roll(dark, -1, axis=1)
    dark[:, beside.mean(axis=0) > _RULE] = False
    shares = dark.mean(axis=1)
    return np.where(shares > _RULE, 0.0, shares)


def _is_same(part: TextRegion, other: TextRegion, usual: float) -> bool:
    """Whether a row is a piece of its own already."""
    left, right = max(part.left, other.left), min(part.right, other.right)
    if right - left < part.width / 2:
        return False
    middle = np.array([(left + right) / 2])
    return bool(abs(part.y_at(middle)[0] - other.y_at(middle)[0]) < _SAME * usual)
