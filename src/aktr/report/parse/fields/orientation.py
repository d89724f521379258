"""On which side of its label a form puts a value: beside, below or above it, or on a leaning row.

A form is set in one way throughout. The fields whose values have a form of their own tell which,
and that settles it for the others. Where a row of headings stands over a list of labels with
colons, the headings are set in one way and the list in another.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Final

from aktr.report.parse.fields.cells import Cells
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.labels.joined import JoinedLabels
from aktr.report.parse.lines.cell_words import until_wide_gap
from aktr.report.parse.lines.sheet import SheetLine, Span
from aktr.report.values.cell_reading import is_blank
from aktr.report.values.readers import (
    FREE_TEXT,
    NAMES,
    READERS,
    may_be_name,
    read_name,
)

_OFF_SIDE: Final = 0.98
"""Confidence in a value that does not stand beside its label: it could be a neighbour's."""


class Side(Enum):
    """Where a value stands, seen from its label."""

    BESIDE = "beside"
    BELOW = "below"
    ABOVE = "above"
    RISEN = "beside, on the line above"
    SUNKEN = "beside, on the line below"
    LEFT = "left of it"


_LEANING: Final = (Side.RISEN, Side.SUNKEN)
_FEWEST_LEANING: Final = 3
"""Values with a form of their own that tell that a sheet leans, at least."""
_FEWEST_ALIKE: Final = 2
"""Values with a form of their own that tell how labels with colons are set, or those without."""
_LEANING_NAME: Final = 0.7
"""Confidence in a name on such a sheet, which nothing but its place tells from other words."""


class SpansOfLabels:
    """The words that may be the value of a label, the most likely first.

    Args:
        lines: The lines of the sheet.
        cells: Its cells.
        labels: Its labels.
    """

    def __init__(self, lines: Sequence[SheetLine], cells: Cells, labels: Sequence[Label]) -> None:
        self._cells = cells
        self._joined = JoinedLabels(lines, labels)
        self._at: dict[Side, Callable[[Label], Span | None]] = {
            Side.BESIDE: cells.beside,
            Side.BELOW: cells.below,
            Side.ABOVE: cells.above,
            Side.LEFT: cells.left_of,
            Side.RISEN: lambda label: cells.on_a_leaning_row(label, -1),
            Side.SUNKEN: lambda label: cells.on_a_leaning_row(label, 1),
        }
        known = [label for label in labels if label.meaning in READERS]
        formed = [label for label in known if label.meaning not in FREE_TEXT]
        self.side = self._usual_side(formed)
        self._sides = {
            colon: self._side_of([label for label in formed if label.colon == colon])
            for colon in (False, True)
        }
        self.colons = 2 * sum(label.colon for label in known) > len(known)
        """Whether the labels of this form end in colons."""

    def of(self, label: Label) -> Iterator[tuple[float, Span]]:
        """Candidates for the value of a label, with how sure each place is."""
        whole = self._joined.cell_label(label)
        if whole is not None:
            for certainty, span in self._of_cell(whole):
                part = self._joined.own_part(label, span)
                if part is not None:
                    yield certainty, part
        yield from self._of_cell(label)

    def _of_cell(self, label: Label) -> Iterator[tuple[float, Span]]:
        """The same for a label, or labels, with a cell of their own."""
        side = self._sides[label.colon]
        if side is Side.BESIDE:
            yield from self._of_label_on_the_left(label)
            return
        beside = self._cells.beside(label)
        if (
            beside is not None
            and label.meaning in NAMES
            and not (label.colon or self._cells.is_apart(label, beside))
            and side is not Side.LEFT
        ):
            return  # a heading or a sentence that begins with the word
        usual = self._at[side](label)
        if usual is not None:
            is_unsure = side in _LEANING and label.meaning in NAMES
            yield _LEANING_NAME if is_unsure else 1.0, usual
        if side is Side.LEFT:
            return
        if beside is not None and (usual is None or label.meaning not in FREE_TEXT):
            yield _OFF_SIDE, beside

    def _of_label_on_the_left(self, label: Label) -> Iterator[tuple[float, Span]]:
        beside = self._cells.beside(label)
        if beside is None:
            yield from self._of_label_with_nothing_beside(label)
            return
        if label.meaning in NAMES and not self._may_be_its_name(label, beside):
            return
        yield 1.0, beside
        if label.meaning not in FREE_TEXT or is_blank(beside.text):
            yield from _off_side(self._cells.below(label))
            if not label.colon and label.begins_cell:
                yield from _off_side(self._cells.above(label))
        elif label.meaning in NAMES and label.colon and read_name(beside.text) is None:
            yield from _off_side(self._cells.beside_off_the_line(label))

    def _of_label_with_nothing_beside(self, label: Label) -> Iterator[tuple[float, Span]]:
        free = label.meaning in FREE_TEXT
        if not label.colon and not self._cells.is_row_of_labels(label):
            yield from _off_side(self._cells.beside_off_the_line(label))
        # Under a row of nothing but labels, each value stands in the column of its own.
        if not free and not self._cells.is_row_of_labels(label):
            yield from _off_side(self._cells.at_next_line(label))
        yield from _off_side(self._cells.below(label))
        if not free and not label.colon:
            yield from _off_side(self._cells.above(label))
        if label.meaning == "exam_site":
            yield from _off_side(self._cells.at_next_line(label))
            # A centre with its name and town is wrapped; its label stands at half height.
            for side in _LEANING:
                yield from _off_side(self._at[side](label))

    def _may_be_its_name(self, label: Label, beside: Span) -> bool:
        """Whether a name follows, and not the rest of a heading or sentence."""
        return label.colon or (
            label.begins_cell
            and (self._cells.is_apart(label, beside) or may_be_name(until_wide_gap(beside).text))
        )

    def _usual_side(self, formed: Sequence[Label]) -> Side:
        """The side on which most labels of values with a form of their own have them."""
        beside = sum(self._fits(label, Side.BESIDE) for label in formed)
        if 2 * beside >= len(formed):
            return Side.BESIDE
        fits = {Side.BESIDE: beside}
        for side in Side:
            if side not in fits:
                fits[side] = sum(self._fits(label, side) for label in formed)
        # Of sides that fit as well as each other, the first is the likeliest.
        return max(
            (side for side in Side if side not in _LEANING or fits[side] >= _FEWEST_LEANING),
            key=lambda side: fits[side],
        )

    def _side_of(self, alike: Sequence[Label]) -> Side:
        """The side of labels that are printed alike, or that of all where they do not tell."""
        side = self._usual_side(alike)
        fitting = sum(self._fits(label, side) for label in alike)
        return side if fitting >= _FEWEST_ALIKE else self.side

    def _fits(self, label: Label, side: Side) -> bool:
        span = self._at[side](label)
        reading = READERS[label.meaning](span.text) if span is not None else None
        return reading is not None and reading.sure


def _off_side(span: Span | None) -> Iterator[tuple[float, Span]]:
    if span is not None:
        yield _OFF_SIDE, span
