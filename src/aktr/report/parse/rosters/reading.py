"""Parts a roster, a table with a heading of labels and one row for each report, into its rows.

Nothing but its place tells to which row and column of a table a word belongs, and a cell may wrap.
So a table is read only if every word of it has its place beyond doubt: its rows and its columns can
be told apart in one way, and each cell holds what its label says. Any other table is left as it is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

from aktr.reading.page import Page, ReadBy
from aktr.report.parse.labels.finding import find_labels
from aktr.report.parse.lines.cell_words import cells_of
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.lines.statement import find_statement
from aktr.report.parse.rosters.columns import Column, columns_of
from aktr.report.parse.rosters.forms import PERSON, form_of
from aktr.report.parse.rosters.rows import (
    ANY_EXAM_ID,
    Parting,
    level_lines,
    may_be_next_line,
    partings_of_table,
    tells,
)
from aktr.report.parse.rosters.wraps import are_wrapped
from aktr.report.values.label_phrases import HEADING_WORDS, folded

_FEWEST_WORDS: Final = 5
"""Words of labels in the main line of a heading, at least."""
_WORDS_OF_LABELS: Final = 2 / 3
"""Share of the words in it that are words of labels, at least."""
_LINES_ABOVE: Final = 2
"""Lines of a heading above its main line, at most."""
_CELLS_OF_ROW: Final = 3
"""Cells that a line of an unread row has, at least."""
_NUMBERS: Final = re.compile(r"\d+")
_FEWEST_IDS: Final = 2
_LONG_NUMBER: Final = 6
"""Digits of an exam ID that stand together where it is broken over two lines, at least."""


class _Part(NamedTuple):
    """A part of a table, from its heading or the top of a page to the next one or its end."""

    above: tuple[SheetLine, ...]
    """What stands above its heading."""
    headings: tuple[tuple[SheetLine, ...], ...]
    """Lines that may be its heading; none if it goes on from the page before."""
    lines: tuple[SheetLine, ...]

    def continues(self, other: "_Part") -> bool:
        """Whether it belongs to the same table as a part before it."""
        return not self.headings or _edges(self.headings[0]) == _edges(other.headings[0])


def may_hold_rosters(pages: Sequence[Page]) -> bool:
    """Whether a file has numbers enough for the exam IDs of a roster, which most files have not."""
    long_numbers = (
        word
        for page in pages
        if page.read_by is ReadBy.PDF_TEXT
        for line in page.lines
        for word in line.words
        if len(word.text) >= _LONG_NUMBER and word.text.isdigit()
    )
    return len(tuple(islice(long_numbers, _FEWEST_IDS))) == _FEWEST_IDS


def rows_of_rosters(sheets: Sequence[list[SheetLine]]) -> list[list[SheetLine]]:
    """The rows of a file that holds rosters, each as the lines of a form: "Name: DOE, JANE".

    Args:
        sheets: The lines of each page.

    Returns:
        Nothing if the file is none, or holds more that may belong to a report.
    """
    ids = {
        number for lines in sheets for line in lines for number in ANY_EXAM_ID.findall(line.text)
    }
    if len(ids) < _FEWEST_IDS or any(
        line.page.read_by is not ReadBy.PDF_TEXT for lines in sheets for line in lines
    ):
        return []
    reports: list[list[SheetLine]] = []
    for table in _tables([level_lines(lines) for lines in sheets]):
        rows = _reports_of(table)
        if not rows:
            return []
        reports += rows
    return reports if len(reports) > 1 else []


def _tables(sheets: Sequence[Sequence[SheetLine]]) -> list[list[_Part]]:
    """The parts of each table of a file; none if something else may belong to a report."""
    tables: list[list[_Part]] = []
    for lines in sheets:
        for part in _parts(lines):
            if any(map(tells, part.above)):
                return []
            if tables and part.continues(tables[-1][-1]):
                before = tables[-1][-1]
                tables[-1].append(part._replace(headings=part.headings or before.headings))
            elif part.headings:
                tables.append([part])
            elif any(map(tells, part.lines)):
                return []
    return tables


def _parts(lines: Sequence[SheetLine]) -> Iterator[_Part]:
    """The parts of tables on a page."""
    mains = _main_lines_of_headings(lines)
    if not mains:
        yield _Part((), (), tuple(lines))
        return
    for index, end in pairwise((*mains, len(lines))):
        first = mains[0] == index
        start = index
        while (
            start > 0
            and index - start < _LINES_ABOVE
            and may_be_next_line(lines[start], lines[start - 1])
        ):
            start -= 1
        below = index + 1
        while (
            below < end
            and may_be_next_line(lines[below], lines[below - 1])
            and _may_head(lines[below])
        ):
            below += 1
        yield _Part(
            tuple(lines[:index]) if first else (),
            tuple(tuple(lines[above:below]) for above in range(index, start - 1, -1)),
            tuple(lines[below:end]),
        )


def _main_lines_of_headings(lines: Sequence[SheetLine]) -> list[int]:
    """Indexes of the lines with the most labels above the first of some exam IDs."""
    mains: list[int] = []
    best = -1
    for index, line in enumerate(lines):
        if ANY_EXAM_ID.search(line.text):
            mains += [best] if best >= 0 else []
            best = -1
        elif _is_main(line) and (best < 0 or len(line.words) > len(lines[best].words)):
            best = index
    return mains


def _is_main(line: SheetLine) -> bool:
    known = sum(folded(word.text) in HEADING_WORDS for word in line.words)
    return known >= max(_FEWEST_WORDS, _WORDS_OF_LABELS * len(line.words)) and not tells(line)


def _may_head(line: SheetLine) -> bool:
    return all(word.text == "/" or folded(word.text) in HEADING_WORDS for word in line.words)


def _edges(heading: Sequence[SheetLine]) -> list[tuple[str, int]]:
    return [(word.text, round(word.box.left)) for line in heading for word in line.words]


def _reports_of(table: Sequence[_Part]) -> list[list[SheetLine]]:
    """The rows of a table as forms; none if they cannot be told apart in one way."""
    running = {_without_numbers(line) for part in table for line in part.above}
    bodies = [part.lines if part.above else _body(part, running) for part in table]
    found = [forms for parting in partings_of_table(bodies) if (forms := _forms_of(table, parting))]
    return found[0] if len(found) == 1 else []


def _forms_of(table: Sequence[_Part], parting: Parting) -> list[list[SheetLine]]:
    """The rows of a table as forms; none if one of them cannot be one."""
    rows = [row.cells for part in parting.parts for row in part.rows]
    columns = _columns(table[0], rows)
    is_sure = not parting.by_place or (
        bool(columns) and are_wrapped(rows, columns, in_middle=parting.in_middle)
    )
    if not (columns and is_sure):
        return []
    forms: list[list[SheetLine]] = []
    person: list[SheetLine] = []
    for part, (own, rest) in zip(table, parting.parts, strict=True):
        if any(tells(line) or _cells_in(line, columns) >= _CELLS_OF_ROW for line in rest):
            return []
        if rest and own and may_be_next_line(rest[0], own[-1].last) and _cells_in(rest[0], columns):
            return []
        person = _person_above(part.above) or person
        for row in own:
            form = form_of(row, columns, person)
            if form is None:
                return []
            forms.append(form)
    return forms


def _columns(part: _Part, rows: Sequence[Sequence[SheetLine]]) -> list[Column]:
    """The columns by the lines above the rows that are likeliest the heading; none if none are."""
    found = [
        (choice[0], len(heading), choice[1])
        for heading in part.headings
        if (choice := columns_of(heading, rows)) is not None
    ]
    return min(found, key=lambda each: each[:2])[2] if found else []


def _without_numbers(line: SheetLine) -> str:
    return _NUMBERS.sub("", line.text)


def _body(part: _Part, running: Collection[str]) -> tuple[SheetLine, ...]:
    """The lines of a table that goes on, without what stands above it on each page."""
    lines = part.lines
    while lines and not tells(lines[0]) and _without_numbers(lines[0]) in running:
        lines = lines[1:]
    return lines


def _person_above(lines: Sequence[SheetLine]) -> list[SheetLine]:
    """The lines above a table that tell whose results it holds."""
    labels = find_labels(lines, find_statement(lines))
    telling = {label.line for label in labels if label.meaning in PERSON and label.colon}
    others = {label.line for label in labels if label.meaning not in PERSON}
    return [lines[index] for index in sorted(telling - others)]


def _cells_in(line: SheetLine, columns: Sequence[Column]) -> int:
    """How many cells a line has that all stand in the columns of a table; none if one does not."""
    cells = cells_of(line)
    are_inside = all(
        any(
            column.left <= cell[0].box.left and cell[-1].box.right <= column.right
            for column in columns
        )
        for cell in cells
    )
    return len(cells) if are_inside else 0
