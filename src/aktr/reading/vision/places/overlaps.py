"""Pieces of text that reach into each other, parted where they meet.

The detector marks a text thinner than it is, and what it marks is grown again: a label then ends
in the first stroke of its value, which a reader takes for a 1.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from aktr.reading.vision.places.detect import TextRegion

_SAME_ROW: Final = 0.3
"""Distance of two pieces of one row where they meet, in heights of a region."""
_MOST: Final = 1.0
"""Overlap of two pieces that only the growth has made, in heights of a region."""


def with_ends_apart(regions: Sequence[TextRegion]) -> list[TextRegion]:
    """Regions of which no two on one row share a part: each ends in the middle of what they shared.

    Args:
        regions: The pieces of text of a page, in any order.
    """
    parted = list(regions)
    lefts = np.array([region.left for region in regions])
    rights = np.array([region.right for region in regions])
    heights = np.array([region.height for region in regions])
    # How far the region of a row reaches into that of a column, which begins and ends behind it.
    shared = rights[:, None] - lefts[None, :]
    is_next = (lefts[:, None] < lefts[None, :]) & (rights[:, None] < rights[None, :])
    lowest = np.minimum(heights[:, None], heights[None, :])
    for before, after in np.argwhere(is_next & (shared > 0) & (shared < _MOST * lowest)).tolist():
        meeting = np.array([(lefts[after] + rights[before]) / 2])
        distance = abs(float((regions[before].y_at(meeting) - regions[after].y_at(meeting))[0]))
        if distance < _SAME_ROW * lowest[before, after]:
            parted[before] = _between(parted[before], parted[before].left, float(meeting[0]))
            parted[after] = _between(parted[after], float(meeting[0]), parted[after].right)
    return parted


def _between(region: TextRegion, left: float, right: float) -> TextRegion:
    """A region with other ends, on the same line."""
    if right <= left:
        return region
    degree = len(region.mid_line) - 1
    steps = np.linspace(-1.0, 1.0, degree + 1)
    heights = region.y_at(left + (steps + 1) * (right - left) / 2)
    return replace(region, left=left, right=right, mid_line=np.polyfit(steps, heights, degree))
