"""Labels that stand together and share a cell, as their values do: "Grade / Take   Pass / 1"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from aktr.report.parse.labels.finding import Label, are_joined
from aktr.report.parse.lines.sheet import SheetLine, Span

_STROKES: Final = frozenset("/|\\")
"""What parts the values; a picture of slanted print shows another stroke."""


class JoinedLabels:
    """Which labels of a sheet share a cell.

    Args:
        lines: The lines of the sheet.
        labels: Its labels in reading order.
    """

    def __init__(self, lines: Sequence[SheetLine], labels: Sequence[Label]) -> None:
        self._groups: dict[Label, tuple[Label, ...]] = {}
        for before, after in pairwise(labels):
            if before.line == after.line and are_joined(lines[before.line], before, after):
                group = (*self._groups.get(before, (before,)), after)
                self._groups.update(dict.fromkeys(group, group))

    def cell_label(self, label: Label) -> Label | None:
        """All labels of a cell as one, if a label shares its cell."""
        group = self._groups.get(label)
        if group is None:
            return None
        return group[0]._replace(end=group[-1].end, colon=group[-1].colon)

    def own_part(self, label: Label, span: Span) -> Span | None:
        """The value of a label among those that strokes part in its cell, one for each label."""
        parts: list[Span] = [Span(span.line, ())]
        for word in span.words:
            if word.text in _STROKES:
                parts.append(Span(span.line, ()))
            else:
                parts[-1] = Span(span.line, (*parts[-1].words, word))
        group = self._groups[label]
        if len(parts) != len(group) or not all(part.words for part in parts):
            return None
        return parts[group.index(label)]
