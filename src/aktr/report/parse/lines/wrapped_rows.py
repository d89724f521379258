"""Rows of a table whose labels and values are wrapped inside their cells, as one line each.

Where a cell holds more than fits its width, the lines of a page run across several cells, and what
is read line by line mixes neighbours. A label that goes on below itself gives such a row away. All
that stands at the height of its lines is then one row, and is read cell by cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import Final

from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.lines.wrapped_pieces import (
    CELL_GAP,
    Piece,
    is_aligned,
    is_beside,
    is_of_label,
    label_of,
    pieces_of_line,
)
from aktr.report.values.label_phrases import LABEL_WORDS, LENGTHS, PHRASES, folded

_NEXT_LINE: Final = 2.1
"""Distance between the middles of two lines of one cell, in line heights; boxes are tight."""
_LINES_OF_LABEL: Final = 4
"""Lines over which a label runs at most."""
_LINES_BETWEEN: Final = 3
"""Lines of other cells that may stand between two lines of a label."""
_FEWEST_LABELS: Final = 3
"""Labels of a row that heads a table, at least."""
_LOOSER: Final = 1.25
"""How much farther apart two rows stand than the lines of a cell."""
_WORDS_OF_ROW: Final = 12
"""Words on one line of a table at most, but for a row of labels; lines of a paragraph have more,
or end in one cell."""
_SAME_PITCH: Final = 1.15
"""How much wider than in a label the distance from line to line of a value may be."""
_CLOSE: Final = 0.4
"""How far a cell of a tight table reaches into the next one at most, in line heights."""
_MORE_LINES: Final = 2
"""Lines that a value may have above, and below, all that stands beside it."""


_NEXT: Final[dict[tuple[str, ...], set[str]]] = {}
"""The words that may follow on the first words of a label."""
for _phrase in PHRASES:
    for _length in range(1, len(_phrase)):
        _NEXT.setdefault(_phrase[:_length], set()).add(_phrase[_length])
_NONE: Final = frozenset[str]()


def unwrap_rows(lines: list[SheetLine]) -> list[SheetLine]:
    """Lines with those of one table row put together, where labels of the table are wrapped.

    Args:
        lines: The lines of a page, from top to bottom.

    Returns:
        The lines themselves where no label is wrapped, which is nearly everywhere.
    """
    table = _Table(lines)
    rows: list[range] = []
    for label in table.wrapped_labels():
        row = table.row_of(label)
        if row is not None and (not rows or row.start >= rows[-1].stop):
            rows.append(row)
    if not rows:
        return lines
    whole: list[SheetLine] = []
    reached = 0
    for row in rows:
        whole += lines[reached : row.start]
        whole.append(_in_one_line(lines, [piece for index in row for piece in table.pieces(index)]))
        reached = row.stop
    return whole + lines[reached:]


class _Table:
    """What stands where on a page that may hold a table.

    Args:
        lines: The lines of the page.
    """

    def __init__(self, lines: Sequence[SheetLine]) -> None:
        self._lines = lines
        self._parted: dict[int, list[Piece]] = {}
        self._folded: dict[int, frozenset[str]] = {}

    def pieces(self, index: int) -> list[Piece]:
        """The words of a line, parted where a gap is too wide for a blank."""
        if index not in self._parted:
            before = self._lines[index - 1].words if index else ()
            above = self.pieces(index - 1) if before and is_of_label(before) else ()
            edges = [piece.left for piece in above]
            self._parted[index] = pieces_of_line(index, self._lines[index], edges)
        return self._parted[index]

    def wrapped_labels(self) -> Iterator[list[Piece]]:
        """The lines of each label that goes on below itself, from top to bottom of the page."""
        for index, line in enumerate(self._lines):
            if not _may_hold_open_label(line):
                continue
            for piece in self.pieces(index):
                if piece.is_closed or not self._may_go_on(piece):
                    continue
                label = self._label_from(piece)
                if label is not None and self._is_one_cell(label):
                    yield label
                    break

    def _may_go_on(self, piece: Piece) -> bool:
        """Whether a word or colon that ends a label is anywhere on the next lines."""
        if not is_of_label(piece.words):
            return False
        following = _NEXT.get(tuple(folded(word.text) for word in piece.words), _NONE)
        below = range(piece.line + 1, min(piece.line + 1 + _LINES_BETWEEN, len(self._lines)))
        return any(
            "" in words or not words.isdisjoint(following) for words in map(self._folds, below)
        )

    def _folds(self, index: int) -> frozenset[str]:
        """The words of a line as the phrases are written; a colon alone is an empty one."""
        if index not in self._folded:
            words = self._lines[index].words
            self._folded[index] = frozenset([folded(word.text) for word in words])
        return self._folded[index]

    def _label_from(self, first: Piece) -> list[Piece] | None:
        """The longest label that begins with a piece and goes on below it."""
        parts, found = [first], None
        while len(parts) < _LINES_OF_LABEL:
            following = self._in_column(parts[-1], 1)
            if following is None:
                break
            parts.append(following)
            phrase, closed = label_of([word for part in parts for word in part.words])
            if phrase in PHRASES and (
                closed or self._is_unlike_labels(parts) or self._is_of_heading(parts)
            ):
                found = list(parts)
            if closed or not is_of_label(following.words):
                break
        return found

    def _is_unlike_labels(self, parts: Sequence[Piece]) -> bool:
        """Whether the parts of a label without a colon are no labels themselves.

        Of one word each they may be, if another cell has its line between them; "Test" above "Exam
        ID" are two labels all the same.
        """
        phrases = [label_of(part.words)[0] for part in parts]
        if any(phrase not in PHRASES for phrase in phrases):
            return True
        return self._is_divided(parts) and all(len(phrase) == 1 for phrase in phrases)

    def _is_of_heading(self, parts: Sequence[Piece]) -> bool:
        """Whether a row of labels goes on below itself, in some of its cells and nothing else."""
        heading, rest = self.pieces(parts[0].line), self.pieces(parts[-1].line)
        if not len(rest) < len(heading) >= _FEWEST_LABELS:
            return False
        above = [self._in_column(piece, -1) for piece in rest]
        return all(is_of_label(piece.words) for piece in heading) and all(
            before is not None and label_of([*before.words, *piece.words])[0] in PHRASES
            for before, piece in zip(above, rest, strict=True)
        )

    def _is_one_cell(self, parts: Sequence[Piece]) -> bool:
        """Whether the lines of a label stand closer than the rows of the table."""
        if self._is_divided(parts):
            return True
        pitch = _pitch(parts)
        above, below = self._in_column(parts[0], -1), self._in_column(parts[-1], 1)
        return (above is None or parts[0].middle - above.middle > _LOOSER * pitch) and (
            below is None or below.middle - parts[-1].middle > _LOOSER * pitch
        )

    def _is_divided(self, parts: Sequence[Piece]) -> bool:
        """Whether another cell has its line at half height between two lines of a label."""
        for before, after in pairwise(parts):
            margin = 0.25 * (after.middle - before.middle)
            for index in range(before.line, after.line + 1):
                for piece in self.pieces(index):
                    if before.middle + margin < piece.middle < after.middle - margin:
                        return True
        return False

    def _in_column(self, piece: Piece, step: int) -> Piece | None:
        """The piece right below another one (right above for a step of -1), in the same cell."""
        index = piece.line + step
        end = piece.line + step * (_LINES_BETWEEN + 1)
        while index != end and 0 <= index < len(self._lines):
            for other in self.pieces(index):
                if abs(other.middle - piece.middle) > _NEXT_LINE * max(piece.height, other.height):
                    continue
                if is_aligned(piece, other) and not is_beside(piece, other):
                    return other
            index += step
        return None

    def row_of(self, label: Sequence[Piece]) -> range | None:
        """The lines of the table row in which a wrapped label stands.

        Returns:
            Indexes of the lines; None if what stands there is no row of cells.
        """
        first, last = label[0].line, label[-1].line
        while first > 0 and self._is_at_height(first - 1, first, last):
            first -= 1
        while last + 1 < len(self._lines) and self._is_at_height(last + 1, first, last):
            last += 1
        pitch = _pitch(label)
        first -= self._rest_of_values(first, -1, pitch)
        last += self._rest_of_values(last, 1, pitch)
        row = range(first, last + 1)
        return row if self._is_row(row) else None

    def _is_at_height(self, index: int, first: int, last: int) -> bool:
        """Whether something on a line stands beside, and not below, what a row already holds."""
        return any(
            is_beside(piece, other)
            for piece in self.pieces(index)
            for line in range(first, last + 1)
            for other in self.pieces(line)
        )

    def _rest_of_values(self, index: int, step: int, pitch: float) -> int:
        """Lines on which nothing but values of a row goes on, beyond its first or last line."""
        count = 0
        while count < _MORE_LINES and 0 <= index + step < len(self._lines):
            following = self.pieces(index + step)
            goes_on = following and all(
                not is_of_label(piece.words[:1])
                and not any(word.text.endswith(":") for word in piece.words)
                and any(_goes_on(other, piece, pitch) for other in self.pieces(index))
                for piece in following
            )
            if not goes_on:
                break
            index += step
            count += 1
        return count

    def _is_row(self, row: range) -> bool:
        """Whether cells stand beside each other, and a label only where a cell begins."""
        cells = _cells(piece for index in row for piece in self.pieces(index))
        return (
            len(cells) > 1
            and not any(map(_holds_two_labels, cells))
            and all(
                colons == 0 or (colons == 1 and _is_label(cell, closed=True))
                for cell in cells
                for colons in [
                    sum(word.text.endswith(":") for piece in cell for word in piece.words)
                ]
            )
        )


def _may_hold_open_label(line: SheetLine) -> bool:
    """Whether a cell of a line may hold nothing but the first part of a label.

    Nearly every line of a form holds none, so this is asked before a line is parted.
    """
    if len(line.words) > _WORDS_OF_ROW and not is_of_label(line.words):
        return False
    gap = CELL_GAP * line.height
    is_label, right = False, -inf
    for word in line.words:
        if word.box[0] - right > gap:
            if is_label:
                return True
            is_label = folded(word.text) in LENGTHS
        elif is_label:
            is_label = folded(word.text) in LABEL_WORDS
        if word.text[-1] == ":":
            is_label = False
        right = word.box[2]
    return is_label


def _pitch(parts: Sequence[Piece]) -> float:
    """The widest distance from line to line within a cell."""
    return max(after.middle - before.middle for before, after in pairwise(parts))


def _goes_on(piece: Piece, other: Piece, pitch: float) -> bool:
    """Whether a line of a value is the next line of the same cell, above or below."""
    upper = piece if piece.top < other.top else other
    distance = abs(other.middle - piece.middle)
    return not upper.is_closed and is_aligned(piece, other) and distance < _SAME_PITCH * pitch


def _cells(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of a row cell by cell, each from top to bottom.

    Cells are parted by a strip that is blank on every line of the row. A wide blank may make one
    inside of a value, so a label has to stand right or left of it as well.
    """
    ordered = sorted(pieces, key=lambda piece: piece.left)
    gap = CELL_GAP * median(piece.height for piece in ordered)
    columns: list[list[Piece]] = []
    reached = -inf
    for piece in ordered:
        # In a tight table a wide line of one cell may come near to the next cell.
        column = columns[-1] if columns else ()
        is_beside = piece.left > reached - _CLOSE * piece.height and any(
            other.line == piece.line for other in column
        )
        if piece.left < reached + gap and not is_beside:
            columns[-1].append(piece)
        else:
            columns.append([piece])
        reached = max(reached, piece.right)
    columns = [sorted(column, key=_reading_order) for column in columns]
    colons = any(_is_label(column, closed=True) for column in columns)
    cells = columns[:1]
    for before, column in pairwise(columns):
        if _is_label(before, closed=colons) or _is_label(column, closed=colons):
            cells.append(column)
        else:
            cells[-1] = sorted(cells[-1] + column, key=_reading_order)
    return cells


def _reading_order(piece: Piece) -> tuple[int, float]:
    return piece.line, piece.left


def _is_label(cell: Sequence[Piece], *, closed: bool) -> bool:
    """Whether a cell begins with a label, with a colon behind it or without one."""
    phrase, has_colon = label_of([word for piece in cell for word in piece.words])
    return phrase in PHRASES and has_colon is closed


def _holds_two_labels(cell: Sequence[Piece]) -> bool:
    """Whether one label stands below another one, as in rows of their own."""
    labels = [piece for piece in cell if label_of(piece.words)[0] in PHRASES]
    return any(
        is_aligned(before, after)
        and label_of([*before.words, *after.words])[0] not in PHRASES
        and before.line != after.line
        for before, after in pairwise(labels)
    )


def _in_one_line(lines: Sequence[SheetLine], pieces: Sequence[Piece]) -> SheetLine:
    """A row as a line, as high as one of its lines and where the middle of the row is."""
    words = tuple(word for cell in _cells(pieces) for piece in cell for word in piece.words)
    middle = (min(piece.top for piece in pieces) + max(piece.bottom for piece in pieces)) / 2
    # Of two lines the lower one: under a heading stand its values.
    central = min(pieces, key=lambda piece: (abs(piece.middle - middle), -piece.top))
    return SheetLine(
        words,
        " ".join([word.text for word in words]),
        lines[central.line].page,
        min(piece.left for piece in pieces),
        central.top,
        max(piece.right for piece in pieces),
        central.bottom,
    )
