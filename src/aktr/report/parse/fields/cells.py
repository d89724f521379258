"""Finds the value that belongs to a label: beside it, or below it."""

from collections.abc import Iterator, Sequence
from math import inf
from operator import lt
from typing import Final

from aktr.reading.page import Word
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.labels.value_column import ValueColumn, may_be_beside
from aktr.report.parse.lines.cell_words import behind_signs, cells_of, until_wide_gap, words_within
from aktr.report.parse.lines.sheet import PARTING, SheetLine, Span

_ROWS_BELOW: Final = 3
"""Lines below a label in which its value is looked for."""
_LINES_ABOVE: Final = 2
"""Lines above a label in which its value is looked for."""
_FARTHEST_BELOW: Final = 2.6
"""Distance from a label to a value below it, in heights of the label's line."""
_NEARER: Final = 0.75
"""Distance of the line below a label, by that of the line above, from which the label heads it."""
_INDENTED: Final = 4.0
"""How far right of its label's end a value below it usually begins at most, in line heights."""
_OFF_THE_LINE: Final = 1.8
"""Twice the distance between the middles of a label and of a value beside it, in line heights."""
_SLIGHTLY_OFF: Final = 1.2
_LEANING: Final = 1.2
"""Distance of the middles of a label and of its value on a sheet that leans, in line heights."""
_BLANK: Final = 0.7
"""Gap up to which two words stand in one cell, in line heights."""
_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""
_BLOCK_LINES: Final = 3
"""Lines of a wrapped value beside the one found first."""
NEXT_LINE: Final = 1.6
"""Distance from line to line within one wrapped value, in line heights."""
_HALF_PITCH: Final = 1.2
"""Half the distance from one line to the next in a cell of two lines, in line heights."""
_ANY_LINE: Final = 2.1
"""Distance from one line of a form to the next, in line heights."""


class Cells:
    """The cells of a sheet.

    Args:
        lines: The lines of the sheet.
        labels: Its labels in reading order.
    """

    def __init__(self, lines: Sequence[SheetLine], labels: Sequence[Label]) -> None:
        self._lines = lines
        self._labels_of_line: dict[int, list[Label]] = {}
        for label in labels:
            self._labels_of_line.setdefault(label.line, []).append(label)

    def words_of(self, label: Label) -> Sequence[Word]:
        """The words of a label itself."""
        return self._lines[label.line].words[label.start : label.end]

    def beside(self, label: Label) -> Span | None:
        """The words from a label to the next one on its line."""
        line = self._lines[label.line]
        following = self._next_on_line(label)
        cell = line.words[label.end : following.start if following else len(line.words)]
        words = behind_signs(line, cell, label.meaning)
        if not words and label.colon:
            return self.beside_off_the_line(label)
        return Span(line, words) if words else None

    def left_of(self, label: Label) -> Span | None:
        """The words from the label before to a label, where labels stand behind their values."""
        line = self._lines[label.line]
        before = [
            other.end for other in self._labels_of_line[label.line] if other.end <= label.start
        ]
        words = line.words[max(before, default=0) : label.start]
        words = tuple(word for word in words if word.text not in PARTING)
        return Span(line, words) if words else None

    def beside_off_the_line(self, label: Label) -> Span | None:
        """The value right of a label whose own line it misses by less than a line.

        A label on two lines has its value at half height between them. Without a colon it must be
        nearer, or it may be that of the next label.
        """
        farthest = _OFF_THE_LINE if label.colon else _SLIGHTLY_OFF
        line = self._lines[label.line]
        following = self._next_on_line(label)
        edge = line.words[label.end - 1].box[2]
        limit = line.words[following.start].box[0] - line.height if following else inf
        for index in (label.line - 1, label.line + 1):
            if not 0 <= index < len(self._lines) or self._lines[index].page is not line.page:
                continue
            row = self._lines[index]
            if abs((row.top + row.bottom) - (line.top + line.bottom)) > farthest * line.height:
                continue
            stop = min([limit, *(left for left in self._label_edges(index) if left > edge)])
            words = tuple(word for word in row.words if edge < word.box[0] < stop)
            if words:
                return Span(row, words)
        return None

    def at_next_line(self, label: Label) -> Span | None:
        """The words that begin the next line, where a label ends its own: text that runs on."""
        line = self._lines[label.line]
        if label.end < len(line.words):
            return None
        for index, row in self._rows_after(label.line, 1):
            if row.top - line.top > NEXT_LINE * line.height:
                return None
            labels = self._labels_of(index)
            words = row.words[: labels[0].start] if labels else row.words
            return Span(row, words) if words else None
        return None

    def is_row_of_labels(self, label: Label) -> bool:
        """Whether several labels and nothing else stand on the line of a label."""
        return len(self._labels_of_line[label.line]) > 1 and self._is_full_of_labels(label.line)

    def _is_full_of_labels(self, index: int) -> bool:
        """Whether nothing but labels stands on a line."""
        covered = sum(other.end - other.start for other in self._labels_of(index))
        return covered == len(self._lines[index].words)

    def is_apart(self, label: Label, beside: Span) -> bool:
        """Whether a gap tells the words beside a label without a colon from the label."""
        edge = self._lines[label.line].words[label.end - 1].box[2]
        return beside.words[0].box[0] - edge > _APART * beside.line.height

    def below(self, label: Label) -> Span | None:
        """The words under a label, where it heads a column or stands above its value."""
        line = self._lines[label.line]
        far = None
        edge = line.words[label.end - 1].box[2] + _INDENTED * line.height
        for index, row in self._rows_after(label.line, _ROWS_BELOW):
            if row.top - line.bottom > _FARTHEST_BELOW * line.height:
                break
            words = self._at_column(label, index)
            if not words:
                continue
            is_label, is_apart = self._is_label(index, row, words[0]), words[0].box[0] > edge
            if is_label and (is_apart or row.top < line.bottom):
                continue  # in a column beside it, rows need not be level with those here
            if is_label:
                break
            span = Span(row, self._up_to_label(index, words))
            if not is_apart:
                return span
            far = far or span
        return far

    def above(self, label: Label) -> Span | None:
        """The words right above a label, where labels stand under their values."""
        line = self._lines[label.line]
        # What is told in large print beside others stands on a line before theirs.
        near = range(label.line - 1, max(-1, label.line - 1 - _LINES_ABOVE), -1)
        at_column = ((index, self._at_column(label, index)) for index in near)
        above, words = next((found for found in at_column if found[1]), (None, []))
        if above is None:
            return None
        row = self._lines[above]
        # A note beside a label may be higher than it.
        boxes = [word.box for word in self.words_of(label)]
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        gap = top - row.bottom
        if row.page is not line.page or gap > max(line.height, row.height):
            return None
        for index, after in self._rows_after(label.line, 1):
            is_of_others = self._labels_of(index) and not any(
                word.box[0] < boxes[-1][2] and word.box[2] > boxes[0][0] for word in after.words
            )
            if after.top - bottom < _NEARER * gap and not is_of_others:
                return None
        if self._is_beside_label(above, words[0], boxes[0][0]):
            return None
        return Span(row, self._up_to_label(above, words))

    def _is_beside_label(self, index: int, first: Word, column: float) -> bool:
        """Whether what stands behind a label may be its value, and not stand in another column."""
        row = self._lines[index]
        before = [label for label in self._labels_of(index) if row.words[label.start] is not first]
        ends = [row.words[label.end - 1].box.right for label in before]
        return may_be_beside(ends, first.box.left, column, row.height)

    def on_a_leaning_row(self, label: Label, step: int) -> Span | None:
        """The words right of a label on the line above or below its own, of which none is a label.

        On a sheet that leans, a value far from its label comes to stand on another line.

        Args:
            label: One with nothing beside it.
            step: -1 for the line above, 1 for the one below.
        """
        index = label.line + step
        if not 0 <= index < len(self._lines) or self._labels_of(index):
            return None
        line, row = self._lines[label.line], self._lines[index]
        if row.page is not line.page or label.end != len(line.words):
            return None
        edge = line.words[label.end - 1].box
        words = tuple(word for word in row.words if word.box[0] > edge[2])
        if not words:
            return None
        off = abs(words[0].box[1] + words[0].box[3] - edge[1] - edge[3]) / 2
        return Span(row, words) if off <= _LEANING * line.height else None

    def _at_column(self, label: Label, index: int) -> list[Word]:
        """The words of another line that belong to a label as one of a row, or stand at it."""
        return self._in_order(label, index) or self._in_column(label, self._lines[index])

    def _in_order(self, label: Label, index: int) -> list[Word]:
        """The value of a label in a row of labels, if the other line has as many cells.

        Labels centred under a line on which the value is set from the left need not stand under it.
        """
        labels, row = self._labels_of_line[label.line], self._lines[index]
        is_caption = index < label.line
        if not (len(labels) > 1 or is_caption) or self._labels_of(index):
            return []
        if label not in labels or not self._is_full_of_labels(label.line):
            return []
        cells = cells_of(row)
        if len(cells) != len(labels):
            return []
        edges = [self.words_of(other)[0].box[0] for other in labels]
        lefts = [cell[0].box[0] for cell in cells]
        in_order = all(map(lt, edges, lefts[1:])) and all(map(lt, lefts, edges[1:]))
        return list(cells[labels.index(label)]) if in_order else []

    def _in_column(self, label: Label, row: SheetLine) -> list[Word]:
        """The words of another line that stand above or below a label.

        A value that is wider than the label it is centred on begins to the left of it; what stands
        under the label before is that one's.
        """
        line = self._lines[label.line]
        left = line.words[label.start].box[0] - 0.5 * line.height
        following = self._next_on_line(label)
        right = line.words[following.start].box[0] - 0.2 * line.height if following else None
        words = words_within(row.words, left, right)
        if not words:
            return words
        before = [other for other in self._labels_of_line[label.line] if other.end <= label.start]
        edge = line.words[before[-1].end - 1].box[2] if before else -inf
        first = next(index for index, word in enumerate(row.words) if word is words[0])
        while first > 0:
            word = row.words[first - 1]
            gap = row.words[first].box[0] - word.box[2]
            if gap > _BLANK * row.height or (word.box[0] + word.box[2]) / 2 <= edge:
                break
            words = [word, *words]
            first -= 1
        return words

    def rest_of_block(
        self, label: Label, span: Span, *, may_stand_apart: bool = False
    ) -> list[Span]:
        """The other lines of a value that is wrapped inside its column, from top to bottom.

        The value may begin above the line of its label, where that stands at half height.

        Args:
            label: That of the value.
            span: What stands beside or below it.
            may_stand_apart: Whether the lines may stand as far apart as those of other values: for
                one that tells by itself where it ends.
        """
        start = next((i for i, line in enumerate(self._lines) if line is span.line), None)
        if start is None:
            return []
        height = span.line.height
        # A cell that holds label and value wraps to where the label begins.
        label_edge = self._lines[label.line].words[label.start].box[0]
        left = min(span.words[0].box[0], label_edge) - 0.5 * height
        right = self._right_limit(start, span.words[-1].box[2])
        label_line = self._lines[label.line]
        pitch = _ANY_LINE if may_stand_apart else NEXT_LINE
        column = ValueColumn(left, right, span.words[0].box[0] if may_stand_apart else None)
        above, below = (
            self._block_rows(span, start, step, column, label_line, pitch) for step in (-1, 1)
        )
        return [*reversed(above), *below]

    def _block_rows(
        self,
        value: Span,
        start: int,
        step: int,
        column: ValueColumn,
        label_line: SheetLine,
        pitch: float,
    ) -> list[Span]:
        rows: list[Span] = []
        before = self._lines[start]
        for index in range(start + step, start + step * (_BLOCK_LINES + 1), step):
            if not 0 <= index < len(self._lines):
                break
            row = self._lines[index]
            if row.page is not before.page or abs(row.top - before.top) > (
                pitch * min(row.height, before.height) + 1
            ):
                break
            words = words_within(row.words, column.left, column.right)
            labels = self._labels_of(index)
            if words and column.is_apart_from(labels, row, words[0]):
                labels = [other for other in labels if row.words[other.start].box[0] > column.left]
            label_edges = [row.words[other.start].box[0] for other in labels]
            words = [word for word in words if all(word.box[0] < edge for edge in label_edges)]
            if not words and (
                row is label_line
                or not any(column.left < edge < value.words[-1].box[2] for edge in label_edges)
            ):
                continue  # the line of another cell of the same row
            if not words or any(edge < words[0].box[0] for edge in label_edges):
                break
            rows.append(until_wide_gap(Span(row, tuple(words))))
            before = row
        return rows

    def rest_of_sentence(self, span: Span) -> Span | None:
        """The beginning of the next line, where a value reaches the end of its own."""
        start = next((i for i, line in enumerate(self._lines) if line is span.line), None)
        if start is None or span.words[-1] is not span.line.words[-1]:
            return None
        for index, row in self._rows_after(start, 1):
            labels = self._labels_of(index)
            if row.top - span.line.top > NEXT_LINE * span.line.height or not labels:
                return None
            words = row.words[: labels[0].start]
            return Span(row, words) if words else None
        return None

    def fills_its_cell(self, label: Label, span: Span) -> bool:
        """Whether a value reaches so far to the right that it may go on below."""
        following = self._next_on_line(label)
        line = span.line
        limit = (
            line.words[following.start].box[0]
            if following and line is self._lines[label.line]
            else max(other.right for other in self._lines if other.page is line.page)
        )
        limit = min(limit, self.start_of_cell_beside(span))
        start = span.words[0].box[0]
        return span.words[-1].box[2] - start > 0.5 * (limit - start)

    def start_of_cell_beside(self, span: Span) -> float:
        """Where the next cell begins, if it stands half a line lower, beside two lines of a value.

        Infinity if there is no such cell.
        """
        start = next((i for i, line in enumerate(self._lines) if line is span.line), None)
        for index, row in self._rows_after(start, 1) if start is not None else ():
            left = row.words[0].box[0]
            is_near = row.top - span.line.top < _HALF_PITCH * span.line.height
            if is_near and self._labels_of(index) and left > span.words[-1].box[2]:
                return left
        return inf

    def _right_limit(self, index: int, after: float) -> float | None:
        for label in self._labels_of(index):
            left = self._lines[index].words[label.start].box[0]
            if left > after:
                return left - 0.2 * self._lines[index].height
        return None

    def _up_to_label(self, index: int, words: Sequence[Word]) -> tuple[Word, ...]:
        """Words of a line up to the first label behind the first of them."""
        left = words[0].box[0]
        stop = min((edge for edge in self._label_edges(index) if edge > left), default=inf)
        return tuple(word for word in words if word.box[0] < stop)

    def _label_edges(self, index: int) -> list[float]:
        """Where the labels of a line begin."""
        words = self._lines[index].words
        return [words[label.start].box[0] for label in self._labels_of(index)]

    def _labels_of(self, index: int) -> Sequence[Label]:
        return self._labels_of_line.get(index, ())

    def _next_on_line(self, label: Label) -> Label | None:
        for other in self._labels_of_line[label.line]:
            if other.start >= label.end:
                return other
        return None

    def _rows_after(self, index: int, count: int) -> Iterator[tuple[int, SheetLine]]:
        for after in range(index + 1, min(index + 1 + count, len(self._lines))):
            is_below = self._lines[after].bottom > self._lines[index].top
            if self._lines[after].page is not self._lines[index].page or not is_below:
                return
            yield after, self._lines[after]

    def _is_label(self, index: int, row: SheetLine, word: Word) -> bool:
        place = row.words.index(word)
        return any(label.start <= place < label.end for label in self._labels_of(index))
