"""Rows of labels above their values of which a label wraps to the line of the values.

SCORE   GRADE   TAKE   EXPIRATION
 92%    Pass     1        DATE
                       01/31/2028
"""

from collections.abc import Sequence
from typing import Final

from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.lines.wrapped_pieces import (
    Piece,
    is_aligned,
    is_of_label,
    label_of,
    pieces_of_line,
)
from aktr.report.values.label_phrases import PHRASES

_FEWEST_LABELS: Final = 3
"""Labels of a row, at least."""
_CLOSE: Final = 1.0
"""Distance from a line to the one on which its label goes on, at most, in line heights."""


def with_whole_headings(lines: list[SheetLine]) -> list[SheetLine]:
    """Lines with each label whole that goes on where the values of all labels beside it stand.

    Were its first line all of it, its value would stand there as well.

    Args:
        lines: The lines of a page, from top to bottom.

    Returns:
        The lines themselves where no label does, which is nearly everywhere.
    """
    for index in range(len(lines) - 2):
        heading, row = lines[index], lines[index + 1]
        if row.top - heading.bottom > _CLOSE * heading.height or not is_of_label(heading.words):
            continue
        place = _wrapped(pieces_of_line(index, heading), pieces_of_line(index + 1, row))
        if place is not None:
            label, rest = place
            end = heading.words.index(label.words[-1]) + 1
            whole = (*heading.words[:end], *rest.words, *heading.words[end:])
            lines = list(lines)
            lines[index] = heading.with_words(whole)
            lines[index + 1] = row.with_words(
                tuple(word for word in row.words if word not in rest.words)
            )
    return lines


def _wrapped(heading: Sequence[Piece], row: Sequence[Piece]) -> tuple[Piece, Piece] | None:
    """The label of a row that goes on among the values of the others, with its rest."""
    if not len(heading) == len(row) >= _FEWEST_LABELS or not all(map(is_aligned, heading, row)):
        return None
    parted = [
        (label, below)
        for label, below in zip(heading, row, strict=True)
        if not (label.is_closed or below.words[0].text.startswith("("))
        and is_of_label(below.words)
        and label_of([*label.words, *below.words])[0] in PHRASES
    ]
    labels = [label_of(piece.words)[0] for piece in heading]
    if len(parted) != 1 or any(
        label not in PHRASES
        for label, piece in zip(labels, heading, strict=True)
        if piece is not parted[0][0]
    ):
        return None
    return parted[0]
