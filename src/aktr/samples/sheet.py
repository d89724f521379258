"""A page before it is painted: what stands where, in points from the top left corner.

Layouts write on a sheet; how the runs of text get into the content stream (in order, shuffled, word
by word, turned) is decided afterwards, so that every layout can be had in every such form.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from aktr.samples.fonts import FontFamily, text_width

BLACK: Final = (0.0, 0.0, 0.0)
_EDGE: Final = 16.0
"""Print nearer than this to the right or lower edge of the paper is off the page, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """One string of text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    font: str
    size: float
    spacing: float = 0.0
    """Extra advance after each character, in points."""
    slope: float = 0.0
    """Degrees by which the run climbs; handwriting only."""
    colour: tuple[float, float, float] = BLACK

    @property
    def width(self) -> float:
        """Distance from the start of the first to the end of the last character."""
        gaps = self.spacing * (len(self.text) - 1)
        return text_width(self.text, self.font, self.size) + gaps

    def part(self, start: int, end: int) -> "TextRun":
        """The characters from ``start`` to ``end`` as a run of their own, where they stand."""
        before = text_width(self.text[:start], self.font, self.size) + self.spacing * start
        return replace(self, x=self.x + before, text=self.text[start:end])


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: tuple[float, float, float] = BLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """An AcroForm text field that holds a value."""

    name: str
    x: float
    top: float
    width: float
    height: float
    value: str
    multiline: bool = False


class Sheet:
    """A page being written.

    Args:
        paper: Width and height of the upright page, in points.
        fonts: The family all print is set in.
        size: Size of body text, in points.
        letter_spacing: Extra advance after each character, as a share of the type size.
    """

    def __init__(
        self, paper: tuple[float, float], fonts: FontFamily, size: float, letter_spacing: float = 0
    ) -> None:
        self.width, self.height = paper
        self.fonts = fonts
        self.size = size
        self.letter_spacing = letter_spacing
        self.runs: list[TextRun] = []
        self.strokes: list[Stroke] = []
        self.fields: list[FormField] = []

    @property
    def leading(self) -> float:
        """Distance between two base lines of body text."""
        return self.size * 1.25

    @property
    def is_crowded(self) -> bool:
        """Whether print runs off the page or into other print on the same line."""
        lines: dict[float, list[TextRun]] = {}
        for run in self.runs:
            if run.colour == BLACK:
                lines.setdefault(round(run.y, 2), []).append(run)
        return any(self._is_line_crowded(y, runs) for y, runs in lines.items())

    def measure(self, text: str, *, size: float | None = None, bold: bool = False) -> float:
        """Width that :meth:`text` would take, in points."""
        return self._run(0, 0, text, size, bold=bold).width

    def text(
        self, x: float, y: float, text: str, *, size: float | None = None, bold: bool = False
    ) -> float:
        """Write text from ``x`` on and return where it ends."""
        run = self._run(x, y, text, size, bold=bold)
        if text:
            self.runs.append(run)
        return x + run.width

    def centred(
        self, y: float, text: str, *, size: float | None = None, bold: bool = False
    ) -> None:
        """Write text in the middle between the edges of the page."""
        x = (self.width - self.measure(text, size=size, bold=bold)) / 2
        self.text(x, y, text, size=size, bold=bold)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5) -> None:
        """Draw a straight line."""
        self.strokes.append(Stroke(x1, y1, x2, y2, width))

    def rectangle(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw the outline of a rectangle."""
        self.line(left, top, right, top)
        self.line(left, bottom, right, bottom)
        self.line(left, top, left, bottom)
        self.line(right, top, right, bottom)

    def fill_lines(
        self, tokens: Iterable[str], width: float, *, gap: str = " ", size: float | None = None
    ) -> list[str]:
        """Break tokens into lines no wider than ``width``; a token is never broken."""
        lines: list[str] = []
        for token in tokens:
            longer = f"{lines[-1]}{gap}{token}" if lines else token
            if lines and self.measure(longer, size=size) <= width:
                lines[-1] = longer
            else:
                lines.append(token)
        return lines

    def _run(self, x: float, y: float, text: str, size: float | None, *, bold: bool) -> TextRun:
        size = size or self.size
        font = self.fonts.bold if bold else self.fonts.regular
        return TextRun(
            x=x, y=y, text=text, font=font, size=size, spacing=self.letter_spacing * size
        )

    def _is_line_crowded(self, y: float, runs: list[TextRun]) -> bool:
        from_left = sorted(runs, key=lambda run: run.x)
        last = from_left[-1]
        if y > self.height - _EDGE or last.x + last.width > self.width - _EDGE:
            return True
        return any(one.x + one.width >= other.x for one, other in pairwise(from_left))
