"""How a stored PDF page maps to the upright page that a person would read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aktr.reading.page import Box


@dataclass(frozen=True, slots=True)
class PageFrame:
    """How a stored page maps to the upright page that a person would read."""

    turn: int
    """Degrees by which the text runs counter-clockwise in the stored page: 0, 90, 180 or 270."""
    left: float
    bottom: float
    right: float
    top: float
    """Edges of the visible part of the stored page, in points, y growing upwards."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)


def upright_box(frame: PageFrame, rectangle: Any) -> Box:  # noqa: ANN401
    """A PDFium rectangle of the stored page, as a box on the upright one."""
    return Box(*upright_edges(frame)(rectangle))


def upright_edges(frame: PageFrame) -> Callable[[Any], tuple[float, float, float, float]]:
    """A function from a PDFium rectangle to left, top, right, bottom on the upright page."""
    page_left, page_bottom, page_right, page_top = frame.left, frame.bottom, frame.right, frame.top
    by_turn: dict[int, Callable[[Any], tuple[float, float, float, float]]] = {
        0: lambda r: (
            r.left - page_left,
            page_top - r.top,
            r.right - page_left,
            page_top - r.bottom,
        ),
        90: lambda r: (
            r.bottom - page_bottom,
            r.left - page_left,
            r.top - page_bottom,
            r.right - page_left,
        ),
        180: lambda r: (
            page_right - r.right,
            r.bottom - page_bottom,
            page_right - r.left,
            r.top - page_bottom,
        ),
        270: lambda r: (
            page_top - r.top,
            page_right - r.right,
            page_top - r.bottom,
            page_right - r.left,
        ),
    }
    return by_turn[frame.turn]
