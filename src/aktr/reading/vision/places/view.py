"""A part of a picture that is looked at by itself, and where that is on the page."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.page import Box, Word
from aktr.reading.vision.picture.decode import Grey, Picture
from aktr.reading.vision.picture.shrinking import shrunk
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.levelling import LevelFrame
from aktr.reading.vision.places.orientation import turned

_SMALL: Final = 0.85
"""Share of the picture's longer side below which the text is looked at again by itself."""
_AROUND: Final = 0.06
"""Paper kept around the text, as a share of its longer side."""
_AT_EDGE: Final = 0.5
"""Distance of text from an edge at which it may go on beyond it, in its heights."""
_FARTHER: Final = 0.2
"""How much farther that edge is moved then, as a share of the longer side."""
_LONGER_SIDE: Final = 1900
"""Pixels of text that are enough for the readers: a letter page at 170 dpi."""


class View(NamedTuple):
    """A part of an upright picture, at a size of its own."""

    grey: Grey
    left: float
    """In pixels of the whole upright picture at its useful size, as the others."""
    top: float
    scale: float
    """Pixels of the whole to one of the view."""
    frame: LevelFrame | None = None
    """How its lines were made level; None if they lie as in the picture."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in its own pixels."""
        return self.grey.shape[1], self.grey.shape[0]

    def rows_in_whole(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of the view as rows of the whole."""
        return y * self.scale + self.top

    def in_whole(self, word: Word) -> Word:
        """A word of the view where it is in the whole."""
        left, top, right, bottom = (edge * self.scale for edge in word.box)
        return word._replace(
            box=Box(left + self.left, top + self.top, right + self.left, bottom + self.top)
        )

    def points_on_picture(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where points of the view are on the whole as it was photographed, bends and all."""
        left, top = self.left, self.top
        if self.frame is not None:
            across, down = self.frame.corner
            left, top = left - across * self.scale, top - down * self.scale
            points = self.frame.before(points)
        return np.asarray(points * self.scale + (left, top), dtype=np.float64)


class Edges(NamedTuple):
    """A part of an upright picture, in its pixels at its useful size."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def longer_side(self) -> float:
        """Of its sides."""
        return max(self.right - self.left, self.bottom - self.top)


def edges_of_text(upright: Grey, regions: Sequence[TextRegion]) -> Edges | None:
    """The part of a picture that holds the text, where that is much smaller than the picture.

    Args:
        upright: An upright picture at its useful size.
        regions: The text on it.
    """
    if not regions:
        return None
    height, width = upright.shape
    edges = np.array(
        [
            (
                region.left,
                float(region.y_at(np.array([region.left]))[0]),
                region.right,
                float(region.y_at(np.array([region.right]))[0]),
            )
            for region in regions
        ]
    )
    text = Edges(
        edges[:, 0].min(), edges[:, [1, 3]].min(), edges[:, 2].max(), edges[:, [1, 3]].max()
    )
    around = _AROUND * text.longer_side + 2 * max(region.height for region in regions)
    kept = Edges(
        max(0, text.left - around),
        max(0, text.top - around),
        min(width, text.right + around),
        min(height, text.bottom + around),
    )
    return kept if kept.longer_side <= _SMALL * max(height, width) else None


def wider_edges(
    edges: Edges, view: View, regions: Sequence[TextRegion], upright: Grey
) -> Edges | None:
    """A larger part of a picture, where text goes on beyond the one that was looked at.

    Args:
        edges: That part.
        view: What was seen of it.
        regions: The text in it.
        upright: The upright picture at its useful size.

    Returns:
        None if no text reaches to an edge of the part, or only to that of the picture.
    """
    width, height = view.size
    ends = [
        (region, float(region.y_at(np.array([x]))[0]))
        for region in regions
        for x in (region.left, region.right)
    ]
    more = _FARTHER * edges.longer_side
    wider = Edges(
        edges.left - more * any(each.left <= _AT_EDGE * each.height for each in regions),
        edges.top - more * any(y <= each.height for each, y in ends),
        edges.right + more * any(each.right >= width - _AT_EDGE * each.height for each in regions),
        edges.bottom + more * any(y >= height - each.height for each, y in ends),
    )
    inside = Edges(
        max(0, wider.left),
        max(0, wider.top),
        min(upright.shape[1], wider.right),
        min(upright.shape[0], wider.bottom),
    )
    return inside if inside != edges else None


def closer_view(picture: Picture, turns: int, upright: Grey, edges: Edges) -> View:
    """A part of a picture by itself, as fine as it gets and helps.

    Args:
        picture: The picture as it came.
        turns: Quarter turns counter-clockwise that put it upright.
        upright: The same picture, turned.
        edges: The part.
    """
    full = upright
    if edges.longer_side < _LONGER_SIDE:
        full = turned(picture.in_full(), turns)
    finer = full.shape[0] / upright.shape[0]
    rows = slice(int(edges.top * finer), int(edges.bottom * finer))
    columns = slice(int(edges.left * finer), int(edges.right * finer))
    part = full[rows, columns]
    scale = 1 / finer
    shrink = _LONGER_SIDE / max(part.shape)
    if shrink < 0.75:
        part = shrunk(part, round(part.shape[1] * shrink), round(part.shape[0] * shrink))
        scale /= shrink
    return View(np.ascontiguousarray(part), columns.start / finer, rows.start / finer, scale)
