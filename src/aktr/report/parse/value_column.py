"""Where on a form the lines of a value stand that is wrapped."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.parse.labels import Label
from aktr.report.parse.sheet import SheetLine

_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""
_ALIGNED: Final = 0.5
"""Distance between the left edges of the lines of one value, in line heights."""


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
