"""Finds the pieces of text on an upright page, bent as they may be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.networks.models import Network, Tensor
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.picture.shrinking import shrunk_for_detector

_LONGER_SIDE: Final = 832
_LONGEST_SIDE: Final = 1600
_LOW: Final = 11.5
"""Height of the lines in the small picture, in pixels, below which neighbours run together."""
_WELL_APART: Final = 15.0
"""The height at which they do not."""
_STEP: Final = 32
"""The network wants sides that are multiples of this."""
_INSIDE: Final = 0.3
_LIKELY: Final = 0.5
_GROWTH: Final = 1.5
"""The network marks a text thinner than it is, by this ratio of area to outline."""
_FEWEST_PIXELS: Final = 6
_TAIL: Final = 0.45
"""Share of its thickness below which the end of a mark is no text."""


@dataclass(frozen=True, slots=True)
class TextRegion:
    """A piece of text on one line, in pixels of the picture."""

    left: float
    right: float
    mid_line: NDArray[np.float64]
    """Coefficients of y over x (highest power first), x from -1 at the left to 1 at the right."""
    height: float
    """Across the line, with a margin."""

    def y_at(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The middle of the line at some x."""
        return _polynomial(self.mid_line, self._scaled(x))

    def slope_at(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The slope of the line at some x: pixels down for each pixel to the right."""
        steepness = self.mid_line[:-1] * np.arange(len(self.mid_line) - 1, 0, -1)
        return _polynomial(steepness, self._scaled(x)) * 2 / (self.right - self.left)

    def _scaled(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip(2 * (x - self.left) / (self.right - self.left) - 1, -1.0, 1.0)

    @property
    def width(self) -> float:
        """From the left to the right edge."""
        return self.right - self.left

    def lower_by(self, rows: int) -> "TextRegion":
        """The same piece so many pixels farther down."""
        mid_line = self.mid_line.copy()
        mid_line[-1] += rows
        return replace(self, mid_line=mid_line)


def _polynomial(coefficients: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Its values; ``np.polyval`` looks at what it was given for longer than this takes."""
    y = np.zeros_like(x)
    for coefficient in coefficients:
        y = y * x + coefficient
    return y


def detect_text(picture: Grey, network: Network, rows: slice | None = None) -> list[TextRegion]:
    """Find every piece of text.

    A page is looked at small first, which is quick and makes blurred letters whole again; if its
    lines turn out to be too low to be told apart, it is looked at once more, larger.

    Args:
        picture: An upright page.
        network: The detector.
        rows: Which of its rows are looked at, as large as all of them would be; None for all.

    Returns:
        The pieces, in no order.
    """
    return tell_lines_apart(picture, network, glance_at_text(picture, network, rows), rows)


def glance_at_text(picture: Grey, network: Network, rows: slice | None = None) -> list[TextRegion]:
    """Find where there is text, small as it may be: of low lines some run together.

    Args:
        picture: An upright page.
        network: The detector.
        rows: Which of its rows are looked at; None for all.
    """
    return _detect_in_rows(picture, network, _LONGER_SIDE, rows)


def tell_lines_apart(
    picture: Grey, network: Network, glance: list[TextRegion], rows: slice | None = None
) -> list[TextRegion]:
    """The pieces of text that a glance has found, looked for once more if its lines are low.

    Args:
        picture: An upright page.
        network: The detector.
        glance: What :func:`glance_at_text` found on it.
        rows: Which of its rows were looked at; None for all.
    """
    side = _side_to_tell_lines(picture, glance)
    return glance if side is None else _detect_in_rows(picture, network, side, rows)


def _side_to_tell_lines(picture: Grey, regions: Sequence[TextRegion]) -> float | None:
    """The longer side at which lines are told apart that a small look found too low."""
    longer = max(picture.shape)
    if not regions or longer <= _LONGER_SIDE:
        return None
    height = float(np.median([region.height for region in regions])) * _LONGER_SIDE / longer
    if height >= _LOW:
        return None
    return float(min(longer, _LONGEST_SIDE, round(_LONGER_SIDE * _WELL_APART / height)))


def detect_small_text(picture: Grey, network: Network) -> list[TextRegion]:
    """Find the text of a page that is so small in its picture that hardly any was found.

    Args:
        picture: An upright page.
        network: The detector.
    """
    return _detect(picture, network, _LONGEST_SIDE)


def _detect_in_rows(
    picture: Grey, network: Network, longer_side: float, rows: slice | None
) -> list[TextRegion]:
    """Find text in some rows of a picture, as large as in the whole of it."""
    if rows is None:
        return _detect(picture, network, longer_side)
    part = picture[rows]
    share = max(part.shape) / max(picture.shape)
    return [region.lower_by(rows.start) for region in _detect(part, network, share * longer_side)]


def _detect(picture: Grey, network: Network, longer_side: float) -> list[TextRegion]:
    """Find text in a picture made smaller, so that its letters are 8 to 30 pixels high."""
    height, width = picture.shape
    scale = min(1.0, longer_side / max(height, width))
    small_height, small_width = (
        max(_STEP, round(side * scale / _STEP) * _STEP) for side in (height, width)
    )
    small = shrunk_for_detector(picture, small_width, small_height)
    likelihood = network(_tensor(small))[0, 0]
    return _regions(likelihood, width / small_width, height / small_height)


def _tensor(small: Grey) -> Tensor:
    grey: Tensor = small.astype(np.float32)
    return np.asarray((grey / 255 - 0.5) / 0.5, dtype=np.float32)[None, None]


def _regions(likelihood: Tensor, x_scale: float, y_scale: float) -> list[TextRegion]:
    inside = (likelihood > _INSIDE).astype(np.uint8)
    count, labels, boxes = components(inside)
    regions = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in boxes[label])
        if area < _FEWEST_PIXELS:
            continue
        window = slice(top, top + height), slice(left, left + width)
        mask = labels[window] == label
        if float(likelihood[window][mask].mean()) < _LIKELY:
            continue
        regions.append(_region(mask, (left, top), (x_scale, y_scale)))
    return regions


def components(marked: Grey) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    """The pieces of touching pixels other than 0, and as number 0 what is around them.

    Returns:
        How many there are, the number of the one that each pixel belongs to, and for each one its
        left, top, width, height and pixels.
    """
    # The library's usual way counts pixels one by one; this one is twice as fast.
    count, labels, boxes, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        marked, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    return count, np.asarray(labels, dtype=np.int32), np.asarray(boxes, dtype=np.int32)


def _region(
    mask: NDArray[np.bool_], corner: tuple[int, int], scale: tuple[float, float]
) -> TextRegion:
    left, top = corner
    x_scale, y_scale = scale
    thickness = mask.sum(axis=0)
    thick = percentile(thickness, 70)
    # A mark may have a thin tail that reaches to its neighbour.
    full = np.flatnonzero(thickness >= _TAIL * thick)
    left, mask, thickness = (
        left + int(full[0]),
        mask[:, full[0] : full[-1] + 1],
        thickness[full[0] : full[-1] + 1],
    )
    _, width = mask.shape
    rows = np.arange(mask.shape[0])[:, None]
    middles = (mask * rows).sum(axis=0) / np.maximum(thickness, 1) + 0.5
    growth = _GROWTH * width * thick / (2 * (width + thick))
    # The round ends of a mark bend its mid-line.
    end = min(width // 4, max(1, round(thick / 2)))
    columns = np.arange(end, width - end) if width - 2 * end >= 4 else np.arange(width)
    degree = (
        0 if width < 1.5 * thick else 1 if width < 8 * thick else 2 if width < 20 * thick else 3
    )
    scaled = 2 * (columns + 0.5 + growth) / (width + 2 * growth) - 1
    powers = np.vander(scaled, min(degree, len(columns) - 1) + 1)
    # The places lie between -1 and 1, where this is as exact as the library's slower way.
    coefficients = np.linalg.solve(
        powers.T @ powers, powers.T @ ((top + middles[columns]) * y_scale)
    )
    return TextRegion(
        left=(left - growth) * x_scale,
        right=(left + width + growth) * x_scale,
        mid_line=coefficients,
        height=(thick + 2 * growth) * y_scale,
    )
