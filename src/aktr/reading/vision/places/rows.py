"""The text of some rows of a page, looked for by themselves."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aktr.reading.page import Rows
from aktr.reading.vision.networks.models import Network
from aktr.reading.vision.places.detect import TextRegion, detect_text
from aktr.reading.vision.places.flow import Flow
from aktr.reading.vision.places.view import View


def text_in_rows(
    rows: Sequence[Rows],
    height: int,
    view: View,
    regions: Sequence[TextRegion],
    flow: Flow,
    detector: Network,
) -> list[TextRegion]:
    """Find the text of some rows with a detector that would take long for the whole page.

    Args:
        rows: Of the page, none of which overlap.
        height: Of the whole picture, in its pixels.
        view: The part of it that is looked at.
        regions: The text that is known to be there, which tells where the rows are: on a bent
            sheet they are bent as well.
        flow: How the lines run.
        detector: The one that looks for text.

    Returns:
        The text in the rows, in no order; nothing where no text was known to be.
    """
    found: list[TextRegion] = []
    for band in rows:
        pixels = pixels_of_rows([band], height, view, regions, flow)
        if pixels is not None:
            found += _in_band(band, height, view, detect_text(view.grey, detector, pixels), flow)
    return found


def pixels_of_rows(
    rows: Sequence[Rows], height: int, view: View, regions: Sequence[TextRegion], flow: Flow
) -> slice | None:
    """The rows of pixels of a view that hold some rows of the page and what is around them.

    Args:
        rows: Of the page.
        height: Of the whole picture, in its pixels.
        view: The part of it that is looked at.
        regions: The text that is known to be there.
        flow: How the lines run.

    Returns:
        None if no text is known to be there.
    """
    known = [region for band in rows for region in _in_band(band, height, view, regions, flow)]
    return _pixels_of(known, view) if known else None


def _in_band(
    band: Rows, height: int, view: View, regions: Sequence[TextRegion], flow: Flow
) -> list[TextRegion]:
    """Those regions whose line has its middle in a band."""
    if not regions:
        return []
    middles = np.array([_middle(region) for region in regions])
    levels = view.rows_in_whole(flow.levels(middles[:, 0], middles[:, 1])) / height
    return [
        region
        for region, level in zip(regions, levels.tolist(), strict=True)
        if band.top <= level <= band.bottom
    ]


def _middle(region: TextRegion) -> NDArray[np.float64]:
    x = np.array([(region.left + region.right) / 2])
    return np.concatenate([x, region.y_at(x)])


def _pixels_of(regions: Sequence[TextRegion], view: View) -> slice:
    """The rows of pixels that hold some text and what is around it."""
    _, height = view.size
    edges = []
    for region in regions:
        y = region.y_at(np.linspace(region.left, region.right, 8))
        edges += [float(y.min()) - 2 * region.height, float(y.max()) + 2 * region.height]
    return slice(max(0, round(min(edges))), min(height, round(max(edges))))
