"""A page turned and straightened until its lines are level.

The detector was trained on lines that are nearly level. Where they climb more than a few degrees,
because the phone was held askew or the sheet bends, it tears words and passes over short labels;
along the level lines of the same page it finds them.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.flow import Flow

Points = NDArray[np.float64]

_STEEP: Final = 0.08
"""Slope of a line from which the detector tears it: four and a half degrees."""
_STEEPEST: Final = 0.6
"""Slope beyond which the lines were not found but guessed; the page stays as it is."""
_GRID: Final = 32
"""Positions are worked out for every 32nd pixel and interpolated between."""
_STEPS: Final = 12
_AROUND: Final = 3.0
"""Paper kept around the text, in heights of a line."""


class LevelFrame(NamedTuple):
    """What of a page is made level, in its pixels from its middle once that is turned."""

    lines: "_TurnedLines"
    columns: Points
    """Of a grid of points, from left to right."""
    rows: Points

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the part, in pixels."""
        return (len(self.columns) - 1) * _GRID, (len(self.rows) - 1) * _GRID

    @property
    def corner(self) -> tuple[float, float]:
        """Left and top of the part, in pixels of the page as if it had been turned in place."""
        middle = self.lines.middle
        return float(self.columns[0]) + middle[0], float(self.rows[0]) + middle[1]

    def before(self, points: Points) -> Points:
        """Where points of the part were on the page before it was made level.

        Args:
            points: Pairs of x and y, in pixels of the part.
        """
        along, level = points[:, 0] + self.columns[0], points[:, 1] + self.rows[0]
        across = self.lines.followed(np.zeros_like(along), level, along)
        return np.stack(self.lines.back(along, across), axis=-1)


def level_frame(
    size: tuple[int, ...], regions: Sequence[TextRegion], flow: Flow
) -> LevelFrame | None:
    """What of a page is made level.

    Args:
        size: Width and height of an upright page.
        regions: The text found on it.
        flow: How its lines run.

    Returns:
        None if no line is steep.
    """
    if not regions:
        return None
    ends = np.array(
        [
            (side, float(region.y_at(np.array([side]))[0]))
            for region in regions
            for side in (region.left, region.right)
        ]
    )
    steepest = float(np.abs(flow.slopes(ends[:, 0], ends[:, 1])).max())
    if not _STEEP <= steepest <= _STEEPEST:
        return None
    lines = _TurnedLines(size, flow)
    along, across = lines.turned(ends[:, 0], ends[:, 1])
    level = lines.followed(along, across, np.zeros_like(along))
    margin = _AROUND * float(np.median([region.height for region in regions]))
    left, right = float(along.min() - margin), float(along.max() + margin)
    top, bottom = float(level.min() - margin), float(level.max() + margin)
    columns = np.arange(left, right + _GRID, _GRID)
    return LevelFrame(lines, columns, np.arange(top, bottom + _GRID, _GRID))


def level_pixels(picture: Grey, frame: LevelFrame, pixels: slice) -> Grey:
    """Some rows of pixels of the level part of a page.

    Args:
        picture: The page.
        frame: What of it is made level.
        pixels: Which rows of that, within it.
    """
    first, last = pixels.start // _GRID, -(-pixels.stop // _GRID)
    grid_along, grid_level = np.meshgrid(frame.columns, frame.rows[first : last + 1])
    lines = frame.lines
    grid_across = lines.followed(np.zeros_like(grid_along), grid_level, grid_along)
    x, y = map(_fine, lines.back(grid_along, grid_across))
    grey = cv2.remap(picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    start = first * _GRID
    return np.asarray(grey[pixels.start - start : pixels.stop - start], dtype=np.uint8)


class _TurnedLines:
    """The lines of a page that was turned around its middle, so that most of them are level."""

    def __init__(self, size: tuple[int, ...], flow: Flow) -> None:
        self._flow = flow
        self._angle = float(np.arctan(flow.skew))
        self.middle = size[0] / 2, size[1] / 2

    def turned(self, x: Points, y: Points) -> tuple[Points, Points]:
        """Where points of the page come to lie, from its middle."""
        x, y = x - self.middle[0], y - self.middle[1]
        cosine, sine = np.cos(self._angle), np.sin(self._angle)
        return cosine * x + sine * y, cosine * y - sine * x

    def back(self, along: Points, across: Points) -> tuple[Points, Points]:
        """The points of the page that have come to lie somewhere."""
        cosine, sine = np.cos(self._angle), np.sin(self._angle)
        x, y = cosine * along - sine * across, sine * along + cosine * across
        return x + self.middle[0], y + self.middle[1]

    def followed(self, along: Points, across: Points, end: Points) -> Points:
        """How far across the page the lines through some points are at other points along it."""
        step = (end - along) / _STEPS
        for _ in range(_STEPS):
            slope = self._slopes(along, across)
            across = across + step * self._slopes(along + step / 2, across + step / 2 * slope)
            along = along + step
        return across

    def _slopes(self, along: Points, across: Points) -> Points:
        x, y = self.back(along, across)
        return np.asarray(np.tan(np.arctan(self._flow.slopes(x, y)) - self._angle))


def _fine(coarse: Points) -> NDArray[np.float32]:
    """Positions of every pixel, from those of the pixels of a grid."""
    rows, columns = ((side - 1) * _GRID for side in coarse.shape)
    fine = cv2.warpAffine(
        coarse.astype(np.float32),
        np.array([[1 / _GRID, 0, 0], [0, 1 / _GRID, 0]]),
        (columns, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(fine, dtype=np.float32)
