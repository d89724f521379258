"""Parts a roster, a table with a heading of labels and one row for each report, into its rows.

Nothing but its place tells to which row and column of a table a word belongs, and a cell may wrap.
So a table is read only if every word of it has its place beyond doubt: each line of a cell begins
right under its label, the first line of each row holds an exam ID, and the lines of a row stand
closer than the rows. Any other table is left as it is.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, ReadBy, Word
from aktr.report.label_phrases import HEADING_WORDS, OTHER, PHRASES, folded
from aktr.report.parse.cell_words import cells_of
from aktr.report.parse.code_text import find_codes
from aktr.report.parse.labels import find_labels
from aktr.report.parse.sheet import SheetLine

_EXAM_ID: Final = re.compile(r"\d{17}")
_ANY_EXAM_ID: Final = re.compile(r"(?<!\d)\d{17}(?!\d)")
_NEEDED: Final = (frozenset({"exam_id"}), frozenset({"name", "ftn"}), frozenset({"score", "grade"}))
"""Of each of these one or more columns tell."""
_FEWEST_COLUMNS: Final = 5
_LINES_OF_HEADING: Final = 3
"""Lines over which the labels of a table run, at most."""
_AT_EDGE: Final = 0.35
"""Distance of the left edges of a cell and of its label, at most, in line heights."""
_CLOSER: Final = 0.8
"""Distance from line to line of a row, by that to the next row, at most."""
_NEXT_LINE: Final = 2.1
"""Distance from line to line of a row, at most, in line heights; boxes are tight."""
_CELLS_OF_ROW: Final = 3
"""Cells that a line of an unread row has, at least."""
_APART: Final = 4.0
"""Distance between the lines that are made of cells, in line heights."""


class _Column(NamedTuple):
    """One column of a table."""

    meaning: str
    label: tuple[Word, ...]
    left: float


class _Row(NamedTuple):
    """One line of a table, by its columns."""

    line: SheetLine
    cells: dict[int, tuple[Word, ...]]
    """The words of each column that has any."""


def rows_of_rosters(sheets: Sequence[list[SheetLine]]) -> list[list[SheetLine]]:
    """The rows of a file that holds rosters, each as the lines of a form: "Name: DOE, JANE".

    Args:
        sheets: The lines of each sheet.

    Returns:
        Nothing if the file is none, or holds more that may belong to a report.
    """
    ids = {
        number for lines in sheets for line in lines for number in _ANY_EXAM_ID.findall(line.text)
    }
    if len(ids) < 2 or any(
        line.page.read_by is not ReadBy.PDF_TEXT for lines in sheets for line in lines
    ):
        return []
    columns: list[_Column] = []
    reports: list[list[SheetLine]] = []
    for lines in sheets:
        head, columns = _heading(lines, columns)
        rows = _rows(lines[head:], columns) if columns else []
        if rows:
            reports += [_as_form(row, columns) for row in rows]
        elif any(map(_tells, lines)):
            return []
    return reports if len(reports) > 1 else []


def _heading(lines: Sequence[SheetLine], before: list[_Column]) -> tuple[int, list[_Column]]:
    """Where the rows of a sheet begin, and its columns: its own, or those of the sheet before."""
    for index, line in enumerate(lines):
        if _tells(line):
            break
        if len(line.words) < _FEWEST_COLUMNS or not all(
            folded(word.text) in HEADING_WORDS for word in line.words
        ):
            continue
        labels = find_labels([line], frozenset())
        meanings = [label.meaning for label in labels if label.meaning != OTHER]
        is_full = sum(label.end - label.start for label in labels) == len(line.words)
        is_heading = len(set(meanings)) == len(meanings) >= _FEWEST_COLUMNS
        if is_full and is_heading and all(needed.intersection(meanings) for needed in _NEEDED):
            columns = [
                _Column(
                    label.meaning,
                    line.words[label.start : label.end],
                    line.words[label.start].box[0],
                )
                for label in labels
            ]
            return index + 1, columns
    first = next((index for index, line in enumerate(lines) if _tells(line)), 0)
    wrapped = _wrapped_heading(lines, first)
    return (first, wrapped) if wrapped else (0, before)


def _wrapped_heading(lines: Sequence[SheetLine], first: int) -> list[_Column]:
    """The columns of a heading that takes several lines above the first row, told by its cells.

    Args:
        lines: The lines of the sheet.
        first: Index of the first line of the first row.
    """
    start = first
    while start > 0 and first - start < _LINES_OF_HEADING and _may_head(lines[start - 1]):
        start -= 1
    if start == first:
        return []
    # A row may lack the value of a column.
    rows = [line for line in lines[first:] if _ANY_EXAM_ID.search(line.text)]
    row = max(rows, key=lambda line: len(cells_of(line)), default=lines[first])
    edges = [cell[0].box[0] for cell in cells_of(row)]
    labels: list[list[Word]] = [[] for _ in edges]
    slack = _AT_EDGE * row.height
    heading = [word for line in lines[start:first] for word in line.words]
    for word in heading:
        before = sum(edge <= word.box[0] + slack for edge in edges)
        if before == 0:
            return []
        labels[before - 1].append(word)
    if not all(labels) or any(
        abs(min(word.box[0] for word in label) - edge) > slack
        for label, edge in zip(labels, edges, strict=True)
    ):
        return []
    # Lines of it may have been taken for one, with labels whose parts stand beside each other.
    labels = [
        [word for line in gather_lines(label, in_pieces=False) for word in line.words]
        for label in labels
    ]
    meanings = [_meaning(label) for label in labels]
    known = [meaning for meaning in meanings if meaning is not None]
    is_heading = len(set(known)) == len(meanings) >= _FEWEST_COLUMNS
    if not is_heading or not all(needed.intersection(known) for needed in _NEEDED):
        return []
    return [
        _Column(meaning, tuple(label), edge)
        for meaning, label, edge in zip(known, labels, edges, strict=True)
    ]


def _meaning(label: Sequence[Word]) -> str | None:
    """What a label names; the first one of two for which a column has room."""
    texts = [word.text for word in label]
    first = texts[: texts.index("/")] if "/" in texts else texts
    return PHRASES.get(tuple(map(folded, first)))


def _may_head(line: SheetLine) -> bool:
    return all(word.text == "/" or folded(word.text) in HEADING_WORDS for word in line.words)


def _tells(line: SheetLine) -> bool:
    """Whether a line may belong to a report."""
    return bool(_ANY_EXAM_ID.search(line.text) or find_codes(line.text))


def _rows(lines: Sequence[SheetLine], columns: Sequence[_Column]) -> list[list[_Row]]:
    """The rows below a heading; none if any word has no place in them."""
    rows: list[list[_Row]] = []
    id_column = next(i for i, column in enumerate(columns) if column.meaning == "exam_id")
    left: Sequence[SheetLine] = ()
    for index, line in enumerate(lines):
        row = _in_columns(line, columns)
        number = row.cells.get(id_column, ()) if row else ()
        if row and len(number) == 1 and _EXAM_ID.fullmatch(number[0].text):
            rows.append([row])
        elif rows and line.top - rows[-1][-1].line.top <= _NEXT_LINE * line.height:
            if row is None:
                return []
            rows[-1].append(row)
        else:
            left = lines[index:]
            break
    return rows if _are_parted(rows) and not any(_is_of_row(line, columns) for line in left) else []


def _in_columns(line: SheetLine, columns: Sequence[_Column]) -> _Row | None:
    """A line by its columns, in each of which it begins at the left edge; None if it does not."""
    cells: dict[int, tuple[Word, ...]] = {}
    slack = _AT_EDGE * line.height
    for word in line.words:
        before = [
            index for index, column in enumerate(columns) if column.left <= word.box[0] + slack
        ]
        if not before:
            return None
        cells[before[-1]] = (*cells.get(before[-1], ()), word)
    if any(abs(words[0].box[0] - columns[index].left) > slack for index, words in cells.items()):
        return None
    return _Row(line, cells)


def _is_of_row(line: SheetLine, columns: Sequence[_Column]) -> bool:
    """Whether a line below the rows that were read may be of another one."""
    row = _in_columns(line, columns)
    return _tells(line) or (row is not None and len(row.cells) >= _CELLS_OF_ROW)


def _are_parted(rows: Sequence[Sequence[_Row]]) -> bool:
    """Whether the lines of each row stand closer than it does to the next one.

    The last row, below which may stand anything, is measured by the closest of the others.
    """
    gaps = [after[0].line.top - row[-1].line.top for row, after in pairwise(rows)]
    if not gaps:
        return len(rows) == 1 == len(rows[0])
    return all(
        after.line.top - before.line.top <= _CLOSER * gap
        for row, gap in zip(rows, [*gaps, min(gaps)], strict=True)
        for before, after in pairwise(row)
    )


def _as_form(row: Sequence[_Row], columns: Sequence[_Column]) -> list[SheetLine]:
    """A row as a form that has one line for each cell, with its label in front of it."""
    form: list[SheetLine] = []
    first = row[0].line
    for index, column in enumerate(columns):
        words = [word for part in row for word in part.cells.get(index, ())]
        if not words or column.meaning == OTHER:
            continue
        label = _label_at(column, words[0])
        whole = (*label, *words)
        top = first.top + len(form) * _APART * first.height
        form.append(
            SheetLine(
                whole,
                " ".join([word.text for word in whole]),
                first.page,
                label[0].box[0],
                top,
                max(word.box[2] for word in words),
                top + first.height,
            )
        )
    return form


def _label_at(column: _Column, value: Word) -> list[Word]:
    """The label of a column as if it stood in front of a value, with a colon."""
    height = value.box[3] - value.box[1]
    count = len(column.label)
    texts = [word.text for word in column.label]
    texts[-1] = texts[-1].rstrip(":") + ":"
    return [
        word._replace(
            text=text,
            box=Box(
                value.box[0] - (count - place) * height,
                value.box[1],
                value.box[0] - (count - place - 0.7) * height,
                value.box[3],
            ),
        )
        for place, (word, text) in enumerate(zip(column.label, texts, strict=True))
    ]
