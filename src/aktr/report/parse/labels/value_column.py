"""Where on a form the lines of a value stand that is wrapped."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.sheet import SheetLine

_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""
_ALIGNED: Final = 0.5
"""Distance between the left edges of the lines of one value, in line heights."""
_OTHER_COLUMN: Final = 4.0
"""Gap behind a label from which what stands there may be of another column, in line heights."""


class ValueColumn(NamedTuple):
    """Where the lines of a wrapped value stand."""

    left: float
    right: float | None
    edge: float | None
    """Where its first line begins, if it tells by itself where it ends."""

    def is_apart_from(self, labels: Sequence[Label], row: SheetLine, first: Word) -> bool:
        """Whether a line of it begins where the first one does, far from the labels before it."""
        before = [row.words[label.end - 1].box[2] for label in labels]
        return (
            self.edge is not None
            and abs(first.box[0] - self.edge) < _ALIGNED * row.height
            and all(
                first.box[0] - right > _APART * row.height
                for right in before
                if right < first.box[0]
            )
        )


def may_be_beside(labels: Sequence[float], left: float, column: float, height: float) -> bool:
    """Whether what stands behind labels may be the value of the last, and not of another column.

    Args:
        labels: Where each of them ends.
        left: Where the words behind them begin.
        column: Where another column begins.
        height: Of the line.
    """
    ends = [end for end in labels if end <= left]
    is_in_column = abs(left - column) < _ALIGNED * height
    return bool(ends) and not (is_in_column and left - max(ends) > _OTHER_COLUMN * height)
