"""Parts a roster, a table with a heading of labels and one row for each report, into its rows.

Nothing but its place tells to which row and column of a table a word belongs, and a cell may wrap.
So a table is read only if every word of it has its place beyond doubt: its rows and its columns can
be told apart in one way, and each cell holds what its label says. Any other table is left as it is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.reading.page import Box, ReadBy, Word
from aktr.report.label_phrases import HEADING_WORDS, OTHER, folded
from aktr.report.parse.cell_words import cells_of
from aktr.report.parse.labels import find_labels
from aktr.report.parse.roster_columns import Column, columns_of
from aktr.report.parse.roster_rows import (
    ANY_EXAM_ID,
    RosterRow,
    goes_on_below,
    rows_of_table,
    tells,
)
from aktr.report.parse.sheet import SheetLine
from aktr.report.parse.statement import find_statement
from aktr.report.parse.values import NAMES, READERS

_PERSON: Final = NAMES | {"ftn", "applicant_id"}
_NEEDED: Final = (frozenset({"exam_id"}), _PERSON, frozenset({"score", "grade"}))
"""Of each of these one or more columns tell; whose results they are may be told above them."""
_TYPED: Final = frozenset(
    {"ftn", "applicant_id", "exam_id", "exam_date", "expiration_date", "score", "grade", "take"}
)
"""Fields whose values have a form of their own."""
_NUMBERS_OF_PERSON: Final = ("ftn", "applicant_id")
_FEWEST_WORDS: Final = 5
"""Words of labels in the main line of a heading, at least."""
_WORDS_OF_LABELS: Final = 2 / 3
"""Share of the words in it that are words of labels, at least."""
_LINES_ABOVE: Final = 2
"""Lines of a heading above its main line, at most."""
_NEXT_LINE: Final = 2.1
"""Distance from line to line of a heading, at most, in line heights; boxes are tight."""
_CELLS_OF_ROW: Final = 3
"""Cells that a line of an unread row has, at least."""
_APART: Final = 4.0
"""Distance between the lines that are made of cells, in line heights."""
_NUMBERS: Final = re.compile(r"\d+")


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
    if len(ids) < 2 or any(
        line.page.read_by is not ReadBy.PDF_TEXT for lines in sheets for line in lines
    ):
        return []
    reports: list[list[SheetLine]] = []
    for table in _tables(sheets):
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
        while start > 0 and index - start < _LINES_ABOVE and _are_near(lines, start - 1):
            start -= 1
        below = index + 1
        while below < end and _are_near(lines, below - 1) and _may_head(lines[below]):
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


def _are_near(lines: Sequence[SheetLine], index: int) -> bool:
    """Whether a line and the next one may be of one heading."""
    line, following = lines[index], lines[index + 1]
    return following.top - line.top <= _NEXT_LINE * max(line.height, following.height)


def _edges(heading: Sequence[SheetLine]) -> list[tuple[str, int]]:
    return [(word.text, round(word.box.left)) for line in heading for word in line.words]


def _reports_of(table: Sequence[_Part]) -> list[list[SheetLine]]:
    """The rows of a table as forms; none if they cannot be told apart."""
    running = {_without_numbers(line) for part in table for line in part.above}
    bodies = [part.lines if part.above else _body(part, running) for part in table]
    parted = rows_of_table(bodies)
    columns = _columns(table[0], [row.cells for own, _ in parted or () for row in own])
    if parted is None or not columns:
        return []
    forms: list[list[SheetLine]] = []
    person: list[SheetLine] = []
    for part, (own, rest) in zip(table, parted, strict=True):
        if any(tells(line) or _is_of_row(line, columns) for line in rest):
            return []
        person = _person_above(part.above) or person
        for row in own:
            form = _form_of(row, columns, person)
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
    telling = {label.line for label in labels if label.meaning in _PERSON and label.colon}
    others = {label.line for label in labels if label.meaning not in _PERSON}
    return [lines[index] for index in sorted(telling - others)]


def _is_of_row(line: SheetLine, columns: Sequence[Column]) -> bool:
    """Whether a line below the rows that were read may be of another one."""
    cells = cells_of(line)
    return len(cells) >= _CELLS_OF_ROW and all(
        any(
            column.left <= cell[0].box.left and cell[-1].box.right <= column.right
            for column in columns
        )
        for cell in cells
    )


def _form_of(
    row: RosterRow, columns: Sequence[Column], person: Sequence[SheetLine]
) -> list[SheetLine] | None:
    """A row as a form that has one line for each cell, with its label in front of it.

    Args:
        row: The row.
        columns: Those of its table.
        person: What stands above the table of whose results it holds.

    Returns:
        None if a cell holds something else than its label says.
    """
    first = row.cells[0]
    cells: list[tuple[Word, ...]] = []
    meanings: list[str] = []
    for column in columns:
        parts = [part for line in row.cells if (part := column.part_of(line))]
        if not parts or column.meaning == OTHER:
            continue
        words = _whole(parts, column.meaning)
        if not _may_be(" ".join(word.text for word in words), column.meaning):
            return None
        meanings.append(column.meaning)
        cells.append((*_label_at(column, words[0]), *words))
    for lines in row.across:
        label = find_labels(lines[:1], frozenset())[0]
        if label.meaning in meanings or not goes_on_below(lines):
            return None
        meanings.append(label.meaning)
        cells.append(tuple(word for line in lines for word in line.words))
    form = [] if _PERSON.intersection(meanings) else list(person)
    known = {*meanings, *(label.meaning for label in find_labels(form, frozenset()))}
    if not all(known & needed for needed in _NEEDED):
        return None
    return [*form, *(_line_at(place, words, first) for place, words in enumerate(cells))]


def _whole(parts: Sequence[Sequence[Word]], meaning: str) -> tuple[Word, ...]:
    """The words of a cell, those of a number in one that is broken over its lines."""
    words = tuple(word for part in parts for word in part)
    whole = "".join(word.text for word in words)
    if len(parts) > 1 and meaning in _TYPED and _is_read(whole, meaning):
        return (_joined(words),)
    if meaning not in NAMES:
        return words
    joined = list(parts[0])
    for part in parts[1:]:
        if len(joined[-1].text) > 1 and joined[-1].text[-1] == "-":
            joined[-1:] = [_joined((joined[-1], part[0])), *part[1:]]
        else:
            joined += part
    return tuple(joined)


def _joined(words: Sequence[Word]) -> Word:
    """Words of several lines as one on the first of them."""
    return words[0]._replace(
        text="".join(word.text for word in words),
        confidence=min(word.confidence for word in words),
    )


def _may_be(text: str, meaning: str) -> bool:
    """Whether a cell holds nothing else than a value that its label may have."""
    return meaning not in _TYPED or not any(map(str.isdigit, text)) or _is_read(text, meaning)


def _is_read(text: str, meaning: str) -> bool:
    # Older reports have an applicant ID in place of an FTN.
    meanings = _NUMBERS_OF_PERSON if meaning in _NUMBERS_OF_PERSON else (meaning,)
    readings = [READERS[each](text) for each in meanings]
    return any(
        reading is not None and reading.sure and reading[1:3] == (0, len(text))
        for reading in readings
    )


def _line_at(place: int, words: tuple[Word, ...], first: SheetLine) -> SheetLine:
    """One of the lines of a form, apart from the others."""
    top = first.top + place * _APART * first.height
    return SheetLine(
        words,
        " ".join([word.text for word in words]),
        first.page,
        words[0].box[0],
        top,
        max(word.box[2] for word in words),
        top + first.height,
    )


def _label_at(column: Column, value: Word) -> list[Word]:
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
