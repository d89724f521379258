"""The ways in which a report may be laid out, one module each."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aktr.samples.fonts import COURIER, HELVETICA, TIMES, VERA, FontFamily
from aktr.samples.layouts import (
    bordered,
    classic,
    columns,
    dense,
    form,
    stacked,
    typewriter,
    webprint,
)
from aktr.samples.printed import PrintedReport
from aktr.samples.sheet import Sheet

_PROPORTIONAL: Final = (HELVETICA, TIMES, VERA)


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to lay a report out."""

    name: str
    draw: Callable[[Sheet, PrintedReport], None]
    """Writes a whole report on an empty sheet."""
    fonts: tuple[FontFamily, ...] = _PROPORTIONAL
    colons: tuple[str, ...] = (":", ":", ":", " :")
    """What may follow a label; "" only where the layout itself keeps label and value apart."""
    size: float = 10.0
    """Size of body text, in points."""
    has_fields: bool = False
    """Values are in form fields, which cannot be turned, spaced out or shuffled."""


LAYOUTS: Final = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            Layout("classic", classic.draw, (*_PROPORTIONAL, COURIER), colons=(":", ":", "")),
            Layout("typewriter", typewriter.draw, (COURIER,), size=9.5),
            Layout("stacked", stacked.draw, colons=("", ":")),
            Layout("columns", columns.draw, colons=("", ":")),
            Layout("bordered", bordered.draw, colons=("", ":")),
            Layout("dense", dense.draw),
            Layout("webprint", webprint.draw, (HELVETICA, VERA)),
            Layout("form", form.draw, (HELVETICA,), has_fields=True),
        )
    }
)
"""Every layout by its name."""


def lay_out(
    layout: Layout,
    report: PrintedReport,
    paper: tuple[float, float],
    fonts: FontFamily,
    letter_spacing: float = 0.0,
) -> Sheet:
    """Lay a report out in the largest type, up to the layout's own, in which nothing collides.

    Args:
        layout: The layout.
        report: What to print.
        paper: Width and height, in points.
        fonts: One of the layout's families.
        letter_spacing: As a share of the type size.

    Raises:
        ValueError: The report does not fit on the page in any type that can be read.
    """
    for percent in range(100, 65, -5):
        sheet = Sheet(paper, fonts, layout.size * percent / 100, letter_spacing)
        layout.draw(sheet, report)
        if not sheet.is_crowded:
            return sheet
    raise ValueError(f"The report does not fit on a page of layout {layout.name}.")
