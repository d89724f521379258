"""What stands in one cell on one line of a table, and how such pieces lie to each other."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.label_phrases import LABEL_WORDS, folded

CELL_GAP: Final = 1.25
"""Gap from which two words stand in different cells, in line heights."""
_LABEL_GAP: Final = 0.8
"""The same among labels alone, whose words are known."""
_SAME_EDGE: Final = 0.1
"""Distance of the left edges of two lines of one label, in line heights."""
_ALIGNED: Final = 0.6
"""Distance between the edges of two lines of one cell, in line heights."""
_BESIDE: Final = 0.2
"""Share of its height by which a cell has to stand at the height of another to be in its row."""


class Piece(NamedTuple):
    """The words of one line that stand in one cell."""

    line: int
    words: tuple[Word, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """In units of the page."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def is_closed(self) -> bool:
        """Whether a label ends here: nothing below belongs to it."""
        return self.words[-1].text.endswith(":")


def pieces_of_line(index: int, line: SheetLine, above: Sequence[float] = ()) -> list[Piece]:
    """The words of a line, parted where a gap is too wide for a blank.

    Args:
        index: The number of the line.
        line: The line.
        above: Where the cells of the line above begin, if it holds nothing but labels. Labels that
            go on below stand at the same edge, however narrow the gap is.
    """
    words = line.words
    is_heading = is_of_label(words)
    gap = _LABEL_GAP if is_heading else CELL_GAP
    edge = _SAME_EDGE * line.height
    cuts = [
        position
        for position in range(1, len(words))
        if words[position].box[0] - words[position - 1].box[2] > gap * line.height
        or (is_heading and any(abs(words[position].box[0] - left) < edge for left in above))
    ]
    return [
        _piece(index, words[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)
    ]


def _piece(index: int, words: tuple[Word, ...]) -> Piece:
    boxes = [word.box for word in words]
    return Piece(
        index,
        words,
        boxes[0].left,
        min(box.top for box in boxes),
        boxes[-1].right,
        max(box.bottom for box in boxes),
    )


def is_of_label(words: Sequence[Word]) -> bool:
    """Whether each of some words is one of a label."""
    return all(folded(word.text) in LABEL_WORDS or word.text == "#" for word in words)


def label_of(words: Sequence[Word]) -> tuple[tuple[str, ...], bool]:
    """The words of a label as the phrases are written, and whether a colon ends it."""
    for position, word in enumerate(words):
        if word.text.endswith(":"):
            return tuple(filter(None, (folded(word.text) for word in words[: position + 1]))), True
    return tuple(folded(word.text) for word in words), False


def is_aligned(one: Piece, other: Piece) -> bool:
    """Whether two pieces begin, end, or have their middle one under the other."""
    most = _ALIGNED * max(one.height, other.height)
    return (
        abs(one.left - other.left) < most
        or abs(one.right - other.right) < most
        or abs(one.left + one.right - other.left - other.right) < 2 * most
    )


def is_beside(one: Piece, other: Piece) -> bool:
    """Whether two pieces share some of their height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _BESIDE * min(one.height, other.height)
