"""Rings that somebody drew around a word with a pen, taken out of the picture.

Instructors circle the score and the codes they have gone through. The detector takes a ring for a
part of its line, so that the print in it comes out small, and a ring that touches letters becomes a
part of them.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile

_SHRINK: Final = 2
"""How much smaller the picture is in which rings are looked for."""
_DARKER: Final = 14
"""Grey values by which ink is darker than the mean of what is around it."""
_AROUND: Final = 3.0
"""Side of the square that mean is taken from, in heights of a line."""
_HEIGHTS: Final = (0.9, 4.0)
"""Height of a ring, in heights of a line."""
_WIDTHS: Final = (1.5, 25.0)
"""Width of a ring, in the same."""
_WIDER: Final = 1.2
"""Width of a ring in its heights, at least: what it goes around is a word, and seals are round."""
_FILLED: Final = 0.5
"""Share of its box that is ink, at most; half for a small ring of a thick pen."""
_CLOSED: Final = 0.93
"""Share of its way around that a ring is ink, at least."""
_CORNER: Final = 0.08
"""Part of the width and height of its box that is a corner, where the edge of a cell has ink."""
_INSIDE: Final = 0.25
"""Height of print inside a ring, in heights of a line, at least."""
_DIRECTIONS: Final = 240
"""In which a ring is looked for from its middle."""
_PLACES: Final = np.linspace(0.4, 1.02, 56)
"""Where it is looked for in each, in half the size of its box."""
_BEND: Final = 4
"""Places by which a ring comes nearer or goes farther from one direction to the next, at most."""
_AMID: Final = 0.1
"""How much better it is to be a pixel farther inside the line, in what ink is better than paper."""
_DEEPEST: Final = 4.0
_OUTSIDE: Final = 0.3
"""How much better the edge of the box is than its middle: a tall letter may be a short cut."""
_PAPER: Final = 65
"""Percentile of the grey values in and around a ring that is paper."""

Mask = NDArray[np.bool_]


def without_rings(grey: Grey, line_height: float) -> Grey | None:
    """A picture without the rings drawn around words, or None if there are none.

    Args:
        grey: The picture.
        line_height: That of a usual line, in its pixels.
    """
    small = cv2.resize(grey, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    height = line_height / _SHRINK
    side = max(3, round(_AROUND * height) | 1)
    ink = cv2.adaptiveThreshold(
        cv2.blur(small, (3, 3)),
        1,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        side,
        _DARKER,
    )
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink)
    painted = grey.copy()
    found = False
    for left, top, mask in _rings(np.asarray(labels), np.asarray(boxes), height):
        ring = _ring_in(mask)
        if ring is not None:
            points, thickness = ring
            _paint_over(painted, (points + np.array([left, top])) * _SHRINK, thickness * _SHRINK)
            found = True
    return painted if found else None


def _rings(
    labels: NDArray[np.int32], boxes: NDArray[np.int32], height: float
) -> Iterator[tuple[int, int, Mask]]:
    """Left and top edge of each ring, and its ink."""
    left, top, wide, high, area = boxes.T[:5]
    may_be = (
        (high >= _HEIGHTS[0] * height)
        & (high <= _HEIGHTS[1] * height)
        & (wide >= _WIDTHS[0] * height)
        & (wide <= _WIDTHS[1] * height)
        & (wide >= _WIDER * high)
        & (area <= _FILLED * wide * high)
    )
    is_print = high >= _INSIDE * height
    for index in np.flatnonzero(may_be).tolist():
        if index == 0:
            continue
        x, y, w, h = (int(value) for value in boxes[index][:4])
        mask = labels[y : y + h, x : x + w] == index
        is_inside = (left > x) & (top > y) & (left + wide < x + w) & (top + high < y + h) & is_print
        if is_inside.any() and not _has_corners(mask):
            yield x, y, mask


def _has_corners(mask: Mask) -> bool:
    """Whether what goes around is the edge of a cell."""
    rows, columns = mask.shape
    high, wide = max(1, round(_CORNER * rows)), max(1, round(_CORNER * columns))
    corners = (mask[:high, :wide], mask[:high, -wide:], mask[-high:, :wide], mask[-high:, -wide:])
    return sum(bool(corner.any()) for corner in corners) > 1


def _ring_in(mask: Mask) -> tuple[NDArray[np.float64], float] | None:
    """The middle of the line of a ring and its thickness, without the letters that touch it.

    Letters touch it from inside and outside, and nothing but the ring goes all around.

    Args:
        mask: The ink.

    Returns:
        x and y of points on the line, shape (points, 2), and the thickness; None if nothing goes
        all around.
    """
    rows, columns = mask.shape
    angles = np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS)
    x = (columns - 1) / 2 * (1 + np.cos(angles)[:, None] * _PLACES)
    y = (rows - 1) / 2 * (1 + np.sin(angles)[:, None] * _PLACES)
    deep = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    depth = cv2.remap(deep, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
    is_ink = depth >= 0.5
    worth = is_ink + _AMID * np.minimum(depth, _DEEPEST) + _OUTSIDE * _PLACES
    way = _way_around(worth.astype(np.float64))
    directions = np.arange(_DIRECTIONS)
    if is_ink[directions, way].mean() < _CLOSED:
        return None
    thickness = 2 * float(np.median(depth[directions, way])) - 1
    return np.stack([x[directions, way], y[directions, way]], axis=1), thickness


def _way_around(worth: NDArray[np.float64]) -> NDArray[np.intp]:
    """The place in each direction on the way of greatest worth around, which has no jumps.

    Args:
        worth: Of each place in each direction, shape (directions, places).
    """
    # Twice around, so that in the middle the way has found to itself.
    count, places = worth.shape
    turns = np.concatenate([worth, worth])
    steps = np.zeros(turns.shape, dtype=np.int64)
    total = turns[0].copy()
    for index in range(1, len(turns)):
        padded = np.pad(total, _BEND, constant_values=-np.inf)
        before = np.stack([padded[shift : shift + places] for shift in range(2 * _BEND + 1)])
        best = before.argmax(axis=0)
        steps[index] = best - _BEND
        total = before[best, np.arange(places)] + turns[index]
    place = int(total.argmax())
    way = np.empty(2 * count, dtype=np.intp)
    for index in range(2 * count - 1, -1, -1):
        way[index] = place
        place += int(steps[index, place])
    half = count // 2
    return np.roll(way[half : half + count], half)


def _paint_over(grey: Grey, points: NDArray[np.float64], thickness: float) -> None:
    """Put paper where a line goes through some points of a picture."""
    reach = round(thickness) + 2
    left, top = np.maximum(0, points.min(axis=0).astype(int) - reach).tolist()
    right, bottom = (points.max(axis=0).astype(int) + reach + 1).tolist()
    around = grey[top:bottom, left:right]
    line = np.zeros(around.shape, dtype=np.uint8)
    way = (points - (left, top)).round().astype(np.int32)
    cv2.polylines(line, [way], isClosed=True, color=1, thickness=max(2, round(thickness) + 2))
    around[line > 0] = percentile(around, _PAPER)
