"""Text of other papers beside a report: a pile below it, the page that lies next to it.

Nobody can read it where it is small, turned or cut off, and what a reader makes of it looks like
damaged codes. It took most of the time of such a photo.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from statistics import median
from typing import Final

import numpy as np

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.text.prose import count_form_words
from aktr.reading.vision.text.recognise import ReadPiece, mean_certainty

_ILLEGIBLE: Final = 0.6
"""Mean certainty of the quick reader below which a line is none that anybody could read."""
_CLEAR: Final = 0.9
"""The same from which a line with words of the form shows where the report is."""
_FEWEST_CLEAR: Final = 8
_FEWEST_BESIDE: Final = 8
"""Illegible lines beside a report from which another paper lies there, and not a pen or a stain."""
_NEIGHBOUR: Final = 3.0
"""Gap, in heights of a line, up to which a piece goes on with one of the report: it may be blurred
at its end."""
_SAME_ROW: Final = 0.8
"""Distance of two pieces of one row, across it, in heights of a line."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A strip on a page that lies level."""

    pieces: Sequence[ReadPiece]
    is_legible: bool
    left: float
    right: float
    first_y: float
    """Where it begins, from the top."""
    last_y: float
    """Where it ends."""
    height: float

    @property
    def top(self) -> float:
        """Where it is highest."""
        return min(self.first_y, self.last_y)

    def is_beside(self, other: "_Line") -> bool:
        """Whether it goes on with another line, or the other one with it."""
        height = max(self.height, other.height)
        before, after = (self, other) if self.left <= other.left else (other, self)
        is_level = abs(after.first_y - before.last_y) < _SAME_ROW * height
        return is_level and after.left - before.right < _NEIGHBOUR * height


def without_other_papers(strips: Sequence[Sequence[ReadPiece]]) -> list[ReadPiece]:
    """What was read, without the lines of papers beside the report that nobody can read.

    What is illegible but goes on with a line of the report is its own, and so is everything below
    it: the focus of a photo may be lost at the end of a list of codes.

    Args:
        strips: The pieces of each strip, read quickly.
    """
    everything = [piece for strip in strips for piece in strip]
    is_of_form = list(map(_is_clearly_of_form, strips))
    if sum(is_of_form) < _FEWEST_CLEAR:
        return everything
    slope = median(_slope(strip[0].piece.strip.region) for strip in compress(strips, is_of_form))
    lines = [_line(strip, slope) for strip in strips]
    around = _around(list(compress(lines, is_of_form)), lines)
    beside = [line for line in around if not line.is_legible]
    reached = [line for line in _without(lines, around) if line.is_legible]
    while reached and beside:
        reached = [line for line in beside if any(line.is_beside(other) for other in reached)]
        beside = _without(beside, reached)
    if len(beside) < _FEWEST_BESIDE:
        return everything
    return [piece for line in _without(lines, beside) for piece in line.pieces]


def _around(of_form: Sequence[_Line], lines: Sequence[_Line]) -> list[_Line]:
    """The lines to the left, to the right and above all that is clearly of the form."""
    left, right = min(line.left for line in of_form), max(line.right for line in of_form)
    top = min(line.top for line in of_form)
    return [line for line in lines if line.right < left or line.left > right or line.top < top]


def _without(lines: Sequence[_Line], others: Sequence[_Line]) -> list[_Line]:
    left_out = set(map(id, others))
    return [line for line in lines if id(line) not in left_out]


def _is_clearly_of_form(strip: Sequence[ReadPiece]) -> bool:
    return mean_certainty(strip) >= _CLEAR and any(count_form_words(piece.text) for piece in strip)


def _slope(region: TextRegion) -> float:
    """Pixels down for each pixel to the right, in the middle."""
    return float(region.slope_at(np.array([(region.left + region.right) / 2]))[0])


def _line(strip: Sequence[ReadPiece], slope: float) -> _Line:
    """A strip on the page turned back by the slope of its lines, so that margins are upright."""
    region = strip[0].piece.strip.region
    ends = np.array([region.left, region.right])
    heights = region.y_at(ends)
    (left, right), (first_y, last_y) = ends + slope * heights, heights - slope * ends
    return _Line(
        strip,
        mean_certainty(strip) >= _ILLEGIBLE,
        float(left),
        float(right),
        float(first_y),
        float(last_y),
        region.height,
    )
