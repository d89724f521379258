"""Where the text of a page is: the part of the picture to look at, its lines, and its pieces."""

from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from aktr.reading.page import Rows
from aktr.reading.vision.networks.models import Models, Network
from aktr.reading.vision.picture.decode import Grey, Picture
from aktr.reading.vision.picture.even_light import evened
from aktr.reading.vision.picture.grain import without_grain
from aktr.reading.vision.places.detect import (
    TextRegion,
    detect_small_text,
    detect_text,
    glance_at_text,
    tell_lines_apart,
)
from aktr.reading.vision.places.flow import Flow
from aktr.reading.vision.places.levelling import LevelFrame, level_frame, level_pixels
from aktr.reading.vision.places.orientation import turned
from aktr.reading.vision.places.rings import without_rings
from aktr.reading.vision.places.rows import pixels_of_rows, text_in_rows
from aktr.reading.vision.places.view import Edges, View, closer_view, edges_of_text, wider_edges

_BLANK: Final = 255
_MOST_LOOKS: Final = 3
"""Looks at the text of a page, each at a larger part of the picture."""
_FEW_PIECES: Final = 15
"""Pieces of text that are fewer than any report has: it is hardly to be seen. A picture without any
is blank, and a larger look at it would only take time."""


class FoundText(NamedTuple):
    """Where text was found on an upright page."""

    edges: Edges | None
    """The part that was looked at closer; None for the whole page."""
    regions: tuple[TextRegion, ...]
    """The pieces of text on that part as it lies."""
    level: tuple[TextRegion, ...] | None
    """Those on the same part with its lines made level; None if none was steep."""


class TextPlaces(NamedTuple):
    """The pieces of text on what is looked at of a page."""

    view: View
    regions: list[TextRegion]
    flow: Flow
    found: FoundText


def find_text(picture: Picture, turns: int, models: Models) -> TextPlaces:
    """Find the text of a page.

    Args:
        picture: As it came.
        turns: Quarter turns counter-clockwise that put it upright.
        models: The networks.
    """
    edges, view, regions = _view_of_text(picture, turns, models)
    view, flow, is_level = _on_level_lines(view, regions)
    found = FoundText(edges, tuple(regions), None)
    if is_level:
        regions = detect_text(view.grey, models.detector)
        flow = Flow(regions, view.size)
        found = found._replace(level=tuple(regions))
    return TextPlaces(view, regions, flow, found)


def find_text_otherwise(
    picture: Picture, turns: int, models: Models, detector: Network
) -> TextPlaces:
    """Find the text of a page with another detector, and without rings around its words.

    Where the text is and how its lines run, the usual detector tells as well as a slower one.

    Args:
        picture: As it came.
        turns: Quarter turns counter-clockwise that put it upright.
        models: The networks.
        detector: Looks for the pieces.
    """
    edges, view, regions = _view_of_text(picture, turns, models)
    found = FoundText(edges, tuple(regions), None)
    view, _, _ = _on_level_lines(view, regions)
    view = view._replace(grey=_without_rings(view.grey, regions))
    regions = detect_text(view.grey, detector)
    return TextPlaces(view, regions, Flow(regions, view.size), found)


def find_text_in_rows(
    picture: Picture, turns: int, found: FoundText, rows: Sequence[Rows], detector: Network
) -> TextPlaces:
    """Find the text of some rows in even light, with another detector, and without rings.

    Args:
        picture: As it came.
        turns: Quarter turns counter-clockwise that put it upright.
        found: Where text was found before; to find all of it once more would take longer than
            all the rest of the rows.
        rows: Of the page, none of which overlap.
        detector: Looks for the pieces.
    """
    upright = turned(picture.grey, turns)
    view = _view(picture, turns, upright, found.edges)
    page, known = view.grey, found.regions
    flow = Flow(known, view.size)
    frame = level_frame(view.size, known, flow) if found.level is not None else None
    # The rest stays blank: whatever stands there is read already.
    if frame is None:
        view = view._replace(grey=_blank(*view.size))
    else:
        view, known = _framed(view, frame, _blank(*frame.size)), found.level or ()
        flow = Flow(known, view.size)
    pixels = pixels_of_rows(rows, upright.shape[0], view, known, flow)
    if pixels is None:
        return TextPlaces(view, [], flow, found)
    band = page[pixels] if frame is None else level_pixels(page, frame, pixels)
    view.grey[pixels] = _without_rings(without_grain(evened(band)), known)
    regions = text_in_rows(rows, upright.shape[0], view, known, flow, detector)
    return TextPlaces(view, regions, flow, found)


def _blank(width: int, height: int) -> Grey:
    return np.full((height, width), _BLANK, dtype=np.uint8)


def _view_of_text(
    picture: Picture, turns: int, models: Models
) -> tuple[Edges | None, View, list[TextRegion]]:
    """A view in which text is large enough, and the text in it."""
    upright = turned(picture.grey, turns)
    regions = glance_at_text(upright, models.detector)
    # Of a page that will be looked at closer, a glance tells where its text is, however low.
    if len(regions) >= _FEW_PIECES and (edges := edges_of_text(upright, regions)):
        return _seen_closer(picture, turns, upright, edges, models)
    regions = tell_lines_apart(upright, models.detector, regions)
    found = _seen(picture, turns, upright, regions, models)
    if 0 < len(found[2]) < _FEW_PIECES:
        small = detect_small_text(upright, models.detector)
        again = _seen(picture, turns, upright, small, models)
        return max(found, again, key=lambda each: len(each[2]))
    return found


def _seen(
    picture: Picture, turns: int, upright: Grey, regions: list[TextRegion], models: Models
) -> tuple[Edges | None, View, list[TextRegion]]:
    """The text of a page, looked at closer if it is not as large as it gets."""
    edges = edges_of_text(upright, regions)
    if edges is None:
        return None, _view(picture, turns, upright, None), regions
    return _seen_closer(picture, turns, upright, edges, models)


def _seen_closer(
    picture: Picture, turns: int, upright: Grey, edges: Edges, models: Models
) -> tuple[Edges, View, list[TextRegion]]:
    for _ in range(_MOST_LOOKS):
        view = closer_view(picture, turns, upright, edges)
        regions = detect_text(view.grey, models.detector)
        # A glance may pass over small print, and with it over the end of a line.
        wider = wider_edges(edges, view, regions, upright)
        if wider is None:
            break
        edges = wider
    return edges, view, regions


def _view(picture: Picture, turns: int, upright: Grey, edges: Edges | None) -> View:
    if edges is None:
        return View(upright, 0.0, 0.0, 1.0)
    return closer_view(picture, turns, upright, edges)


def _on_level_lines(view: View, regions: Sequence[TextRegion]) -> tuple[View, Flow, bool]:
    """A view with its lines made level where one is steep, how they ran, and whether one was."""
    flow = Flow(regions, view.size)
    frame = level_frame(view.size, regions, flow)
    if frame is None:
        return view, flow, False
    level = level_pixels(view.grey, frame, slice(0, frame.size[1]))
    return _framed(view, frame, level), flow, True


def _framed(view: View, frame: LevelFrame, level: Grey) -> View:
    """The view of what is made level."""
    left, top = frame.corner
    return View(
        level, view.left + left * view.scale, view.top + top * view.scale, view.scale, frame
    )


def _without_rings(grey: Grey, regions: Sequence[TextRegion]) -> Grey:
    """A picture without rings around its words.

    Only for another reading: where a ring crosses letters, they are damaged with it.
    """
    if not regions:
        return grey
    bare = without_rings(grey, median(region.height for region in regions))
    return grey if bare is None else bare
