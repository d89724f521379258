"""Single letters and digits that the detector passes over, such as the 1 behind "TAKE".

The detector looks for words. What it leaves out is found as ink of the size of letters, standing in
a row with text that it did find.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.shrinking import shrunk
from aktr.reading.vision.places.detect import TextRegion, components
from aktr.reading.vision.places.flow import Flow

_LONGER_SIDE: Final = 1400
_NEIGHBOURHOOD: Final = 31
"""Pixels across of the paper with which ink is compared."""
_DARKER: Final = 14
"""Steps of grey by which ink is darker than the paper around it."""
_HEIGHTS: Final = (0.3, 0.8)
"""Height of a letter, in heights of a region, which has a margin."""
_WIDEST: Final = 2.5
_OFF_ROW: Final = 0.25
"""Distance of its middle from the row that it stands in."""
_MARGIN: Final = 0.3
_MOST: Final = 40
"""Letters by themselves on one page; more is a texture, such as a desk."""


def find_lone_letters(picture: Grey, regions: Sequence[TextRegion], flow: Flow) -> list[TextRegion]:
    """Find what stands in a row with text and was not found as text.

    Args:
        picture: An upright page.
        regions: The text that the detector found.
        flow: How the rows run.

    Returns:
        A region for each letter or group of letters, in no order.
    """
    if not regions:
        return []
    height = float(np.median([region.height for region in regions]))
    scale = min(1.0, _LONGER_SIDE / max(picture.shape))
    boxes = _ink_boxes(picture, regions, scale, height) / scale
    middles_x, middles_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    levels = flow.levels(middles_x, middles_y)
    rows_x = np.array([(region.left + region.right) / 2 for region in regions])
    rows_y = np.array(
        [float(region.y_at(rows_x[i : i + 1])[0]) for i, region in enumerate(regions)]
    )
    rows = flow.levels(rows_x, rows_y)
    found = []
    for box, middle, level in zip(boxes, middles_y, levels, strict=True):
        distances = np.abs(rows - level)
        nearest = regions[int(distances.argmin())]
        if distances.min() > _OFF_ROW * nearest.height:
            continue
        margin = _MARGIN * nearest.height
        left, right = float(box[0] - margin), float(box[2] + margin)
        tilt = flow.skew * (right - left) / 2
        found.append(TextRegion(left, right, np.array([tilt, middle]), nearest.height))
    return found if len(found) <= _MOST else []


def _ink_boxes(
    picture: Grey, regions: Sequence[TextRegion], scale: float, height: float
) -> NDArray[np.float64]:
    """Left, top, right and bottom of each piece of ink of the size of letters, in small pixels."""
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    small = shrunk(picture, *size)
    ink = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEIGHBOURHOOD, _DARKER
    )
    for region in regions:
        x = np.linspace(region.left, region.right, 8)
        y = region.y_at(x)
        outline = np.concatenate(
            [
                np.stack([x, y - region.height / 2], axis=1),
                np.stack([x, y + region.height / 2], axis=1)[::-1],
            ]
        )
        cv2.fillPoly(ink, [np.round(outline * scale).astype(np.int32)], 0)
    unit = height * scale
    lowest, highest = _HEIGHTS
    joined = cv2.morphologyEx(
        _without_rules(np.asarray(ink, dtype=np.uint8), highest * unit),
        cv2.MORPH_CLOSE,
        np.ones((1, max(1, round(0.3 * unit))), dtype=np.uint8),
    )
    _, _, stats = components(np.asarray(joined, dtype=np.uint8))
    left, top, width, tall, area = stats[1:].T.astype(np.float64)
    kept = (
        (tall > lowest * unit)
        & (tall < highest * unit)
        & (width < _WIDEST * unit)
        & (area > 0.15 * width * tall)
        & (left > 1)
        & (left + width < size[0] - 1)
    )
    boxes: NDArray[np.float64] = np.stack([left, top, left + width, top + tall], axis=1)[kept]
    return boxes


def _without_rules(ink: Grey, highest: float) -> Grey:
    """Ink without what is higher than letters: the edges of a cell would join what stands in it."""
    _, labels, stats = components(ink)
    kept = ink.copy()
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_HEIGHT] >= highest):
        left, top, width, height = stats[label, :4]
        window = slice(top, top + height), slice(left, left + width)
        kept[window][labels[window] == label] = 0
    return kept
