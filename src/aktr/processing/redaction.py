"""Painting over what of a social security number may not be shown on pictures of pages.

Of an applicant ID, and of what else has that shape, only the last four characters are shown.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.page import Box
from aktr.reading.vision.picture.decode import Grey
from aktr.report.discretion import MASK, discreet_report
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport, Place

Corners = Callable[[Box], NDArray[np.float64]]
"""Where a place on the upright page is on its picture: its corners, as shares of the sides."""

_AROUND: Final = 0.35
"""Paper painted over above, below and before a value, in heights of the value: places are
measured along the middle of a line, and letters stand out from it."""
_NARROWEST: Final = 0.3
"""Width of a character, in heights of the value, below which it stands on more than one line."""
_INK: Final = 0


class HiddenPart(NamedTuple):
    """A part of a page that is not shown."""

    page: int
    """From 1."""
    edges: Box
    """As shares of the upright page."""


def hidden_parts(report: KnowledgeTestReport) -> list[HiddenPart]:
    """What of the pages of a report is not shown, as far as its place is known.

    Args:
        report: The report, as it was read or as it is stored.
    """
    stored = discreet_report(report)
    parts = [
        part
        for name in FIELD_NAMES
        if (value := getattr(stored, name)).place is not None
        for part in _parts_of(value.raw or "", value.place)
    ]
    identifier = stored.applicant_id
    if identifier.place is not None and not identifier.raw:
        parts.append(_part(identifier.place, 0, 1))
    return parts


def _parts_of(raw: str, place: Place) -> Iterator[HiddenPart]:
    """The part of a value from its beginning to the last character that is hidden."""
    end = raw.rfind(MASK) + 1
    if end:
        first = len(raw) - len(raw[raw.index(MASK) :])
        yield _part(place, first / len(raw), end / len(raw), characters=len(raw))


def _part(place: Place, first: float, last: float, characters: int = 1) -> HiddenPart:
    width, height = place.right - place.left, place.bottom - place.top
    if width < _NARROWEST * height * characters:
        first, last = 0.0, 1.0
    around = _AROUND * height
    return HiddenPart(
        place.page,
        Box(
            place.left + first * width - (0 if first else around),
            place.top - around,
            place.left + last * width,
            place.bottom + around,
        ),
    )


def painted_over(picture: Grey, parts: Sequence[HiddenPart], page: int, corners: Corners) -> Grey:
    """The picture of a page without what is hidden.

    Args:
        picture: The upright page.
        parts: What is hidden, on this page and on others.
        page: Which page it is, from 1.
        corners: Where places are on the picture.
    """
    polygons = [corners(part.edges) for part in parts if part.page == page]
    if not polygons:
        return picture
    height, width = picture.shape
    painted = picture.copy()
    for polygon in polygons:
        points = np.rint(polygon * (width, height)).astype(np.int32)
        cv2.fillConvexPoly(painted, points, _INK)
    return painted
