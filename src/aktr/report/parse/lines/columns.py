"""Tells a sheet set in two columns, each with rows of its own, from a table with rows across.

Where labels and values stand at the side of a list of codes, the rows of both columns have nothing
to do with each other, and a line across the sheet would put a date between two rows of codes.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations
from statistics import median
from typing import Final, NamedTuple

from aktr.reading.lines import gather_lines
from aktr.reading.page import Line, Word
from aktr.reading.statement import opens_statement
from aktr.report.parse.lines.heading import LETTERHEAD, is_heading
from aktr.report.values.code_text import find_codes
from aktr.report.values.label_phrases import LABEL_WORDS, begins_label, folded

_FEWEST_ROWS: Final = 3
"""Rows that either column has at least."""
_FEWEST_LABELS: Final = 3
"""Words of a row of labels, at least."""
_FEWEST_LINES: Final = 12
"""Lines of a sheet that has values and a list, at least."""
_SAME_EDGE: Final = 0.4
"""How far left edges of words in one column lie apart, in heights of a line."""
_GUTTER: Final = 0.6
"""Blank to the left of a column, at least, in heights of a line."""
_SAME_ROW: Final = 0.25
"""Distance of the middles of two rows side by side that are one, at most, in heights of a line."""
_ALIGNED: Final = 0.6
"""Share of the rows of the shorter column that are rows of the other as well, from which the two
are one table. Rows of different heights meet by chance in a third of all places."""

_SIGNED: Final = re.compile(r"\b(?:SIGNATURE|CERT)\b")
"""What every instructor's block has a line for."""
_WORDS_OF_PROSE: Final = 5
"""Words in a line of prose, at least; values have fewer."""
_ROWS_OF_LIST: Final = 3
"""Lines of prose, or with codes, that the list has at least."""


class _Block(NamedTuple):
    """Two columns side by side."""

    first: int
    """Index of their first line across the sheet."""
    last: int
    """The index after their last one."""
    left: tuple[Line, ...]
    right: tuple[Line, ...]

    @property
    def rows(self) -> int:
        """Rows of the shorter column."""
        return min(len(self.left), len(self.right))


def column_by_column(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a sheet, those of two columns that are no table one column after the other.

    Args:
        lines: From top to bottom, each across the sheet.

    Returns:
        The same lines, or those above the columns, those of the left one, those of the right one,
        and those below.
    """
    if len(lines) < _FEWEST_LINES:
        return tuple(lines)
    height = median([word.box.height for line in lines for word in line.words])
    stretches = [_stretches(line, height) for line in lines]
    blocks = (
        block
        for edge in _edges_of_columns(lines, height)
        if (block := _block_at(edge - _GUTTER * height, lines, stretches)) is not None
    )
    block = max(blocks, key=lambda each: each.rows, default=None)
    if block is None:
        return tuple(lines)
    left, below = _without_statement_below(block)
    return (*lines[: block.first], *left, *block.right, *below, *lines[block.last :])


def _without_statement_below(block: _Block) -> tuple[Sequence[Line], Sequence[Line]]:
    """The left column, and what of the instructor's block stands under both columns."""
    # A scrawl below the list is no part of it.
    last = next((line for line in reversed(block.right) if len(line.words) > 1), block.right[-1])
    bottom = max(word.box.bottom for word in last.words)
    for index, line in enumerate(block.left):
        if min(word.box.top for word in line.words) > bottom and opens_statement(line.text.upper()):
            return block.left[:index], block.left[index:]
    return block.left, ()


def _edges_of_columns(lines: Sequence[Line], height: float) -> Iterator[float]:
    """Left edges of the words of several lines, each behind a gap or at the start of its line."""
    edges = sorted(
        word.box.left
        for line in lines
        for before, word in zip((None, *line.words), line.words, strict=False)
        if before is None or word.box.left - before.box.right > height
    )
    start = 0
    for index in range(1, len(edges) + 1):
        if index < len(edges) and edges[index] - edges[index - 1] <= _SAME_EDGE * height:
            continue
        if index - start >= _FEWEST_ROWS:
            yield edges[start]
        start = index


def _stretches(line: Line, height: float) -> list[tuple[float, float]]:
    """From where to where the text of a line goes on without a gap, from left to right."""
    first = line.words[0].box
    stretches = [(first.left, first.right)]
    for word in line.words[1:]:
        left, _, right, _ = word.box
        begin, end = stretches[-1]
        if left - end < height:
            stretches[-1] = (begin, max(end, right))
        else:
            stretches.append((left, right))
    return stretches


def _block_at(
    gutter: float, lines: Sequence[Line], stretches: Sequence[Sequence[tuple[float, float]]]
) -> _Block | None:
    """The two columns that a blank strip parts, if they are no table.

    Args:
        gutter: Where the strip is.
        lines: From top to bottom, each across the sheet.
        stretches: Where the text of each line is.
    """
    crossing = [
        index
        for index, line in enumerate(stretches)
        if any(left < gutter < right for left, right in line)
    ]
    best: _Block | None = None
    for before, after in pairwise((-1, *crossing, len(lines))):
        first = before + 2 if before >= 0 and _heads_next(lines[before]) else before + 1
        if after - first < 2:
            continue  # one line holds no rows
        inside = [word for line in lines[first:after] for word in line.words]
        left = [word for word in inside if word.box.right <= gutter]
        right = [word for word in inside if word.box.right > gutter]
        if min(len(left), len(right)) < _FEWEST_ROWS:
            continue
        columns = _side_by_side(left, right)
        if columns is not None:
            block = _Block(first, after, *columns)
            best = block if best is None or block.rows > best.rows else best
    return best


def _heads_next(line: Line) -> bool:
    """Whether a line across the sheet holds labels alone: their values stand on the next line."""
    return len(line.words) >= _FEWEST_LABELS and all(
        folded(word.text) in LABEL_WORDS for word in line.words
    )


def _side_by_side(
    left: Sequence[Word], right: Sequence[Word]
) -> tuple[tuple[Line, ...], tuple[Line, ...]] | None:
    """The lines of two columns, if their rows are not those of a table."""
    top = max(min(map(_middle, left)), min(map(_middle, right)))
    bottom = min(max(map(_middle, left)), max(map(_middle, right)))
    # The first and the last row are rows of both columns, too, and never quite level.
    slack = _SAME_ROW * median(word.box.height for word in (*left, *right))
    top, bottom = top - slack, bottom + slack
    columns = gather_lines(left, in_pieces=False), gather_lines(right, in_pieces=False)
    if any(_is_statement(one) and _is_form(other) for one, other in permutations(columns)):
        return columns
    shorter, longer = sorted(
        ([line for line in column if top <= _level(line) <= bottom] for column in columns), key=len
    )
    if len(shorter) < _FEWEST_ROWS:
        return None
    rows = [_row(line) for line in longer]
    aligned = sum(any(_are_one_row(row, other) for other in rows) for row in map(_row, shorter))
    is_table = aligned >= _ALIGNED * len(shorter)
    # A list in columns is never torn: a code must not come to stand among other text.
    if is_table or all(any(find_codes(line.text) for line in column) for column in columns):
        return None
    # Cells that wrap, and stand half way up beside others, are no rows across either.
    if _is_list(columns[0]) != _is_list(columns[1]):
        beside = columns[_is_list(columns[0])]
        # Labels without values are the first column of a table that a bent sheet put out of level.
        return None if _has_labels(beside) and not _is_form(beside) else columns
    left_head, right_head = (_has_letterhead(column, top, bottom) for column in columns)
    head, form = columns if left_head else reversed(columns)
    is_beside_form = left_head != right_head and _is_form(form) and not _has_labels(head)
    return columns if is_beside_form else None


def _has_letterhead(column: Sequence[Line], top: float, bottom: float) -> bool:
    """Whether the words above the form stand in a column, beside the rows of the other one."""
    beside = [line.text for line in column if top <= _level(line) <= bottom]
    return LETTERHEAD.search(" ".join(beside)) is not None


def _is_form(column: Sequence[Line]) -> bool:
    """Whether a column holds labels with their values, so that none is torn from its own."""
    values = sum(any(map(str.isdigit, line.text)) for line in column)
    return _has_labels(column) and values >= _FEWEST_ROWS


def _has_labels(column: Sequence[Line]) -> bool:
    """Whether a column holds labels."""
    labels = sum(begins_label([word.text for word in line.words]) for line in column)
    return labels >= _FEWEST_ROWS


def _is_statement(column: Sequence[Line]) -> bool:
    """Whether a column holds the instructor's block and nothing that was read of the test."""
    text = " ".join(line.text for line in column).upper()
    return (
        opens_statement(text)
        and _SIGNED.search(text) is not None
        and not any(find_codes(line.text) for line in column)
    )


def _is_list(column: Sequence[Line]) -> bool:
    """Whether a column holds the list of codes with what is said of it, and not labels."""
    rows = sum(_is_prose(line) or bool(find_codes(line.text)) for line in column)
    return rows >= _ROWS_OF_LIST


def _is_prose(line: Line) -> bool:
    """Whether a line is part of a sentence, and neither letterhead nor labels with values."""
    return (
        len(line.words) >= _WORDS_OF_PROSE
        and not any(word.text.endswith(":") for word in line.words)
        and not LETTERHEAD.search(line.text)
        and not is_heading(line.text)
    )


class _Row(NamedTuple):
    """How high the words of a line stand."""

    height: float
    """Of the highest one."""
    middles: list[float]
    """From top to bottom."""


def _row(line: Line) -> _Row:
    return _Row(max(word.box.height for word in line.words), sorted(map(_middle, line.words)))


def _are_one_row(row: _Row, other: _Row) -> bool:
    """Whether two lines are level, or a cell of one with a cell of the other."""
    slack = _SAME_ROW * max(row.height, other.height)
    if row.middles[0] - slack > other.middles[-1] or other.middles[0] - slack > row.middles[-1]:
        return False
    return any(abs(middle - beside) <= slack for middle in row.middles for beside in other.middles)


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _level(line: Line) -> float:
    return median(map(_middle, line.words))
