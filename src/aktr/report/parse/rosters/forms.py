"""Makes a form of a row of a roster, each cell with its label in front of it."""

import re
from collections.abc import Sequence
from typing import Final

from aktr.reading.page import Box, Word
from aktr.report.parse.labels.finding import find_labels
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.rosters.columns import Column
from aktr.report.parse.rosters.rows import RosterRow, goes_on_below
from aktr.report.values.label_phrases import OTHER
from aktr.report.values.readers import NAMES, READERS

PERSON: Final = NAMES | {"ftn", "applicant_id"}
"""Labels of what tells whose results they are."""
_NEEDED: Final = (frozenset({"exam_id"}), PERSON, frozenset({"score", "grade"}))
"""Of each of these one or more columns tell; whose results they are may be told above them."""
_DATES: Final = frozenset({"exam_date", "expiration_date"})
_TYPED: Final = _DATES | {"ftn", "applicant_id", "exam_id", "score", "grade", "take"}
"""Fields whose values have a form of their own."""
_NUMBERS_OF_PERSON: Final = ("ftn", "applicant_id")
_TIME: Final = re.compile(r"\s+(?:at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?$")
_APART: Final = 4.0
"""Distance between the lines that are made of cells, in line heights."""


def form_of(
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
        # A name of two lines with two commas may be two names, of which one has no report.
        is_one = len(parts) == 1 and column.meaning in NAMES
        if not is_one and not _may_be(" ".join(word.text for word in words), column.meaning):
            return None
        meanings.append(column.meaning)
        cells.append((*_label_at(column, words[0]), *words))
    for lines in row.across:
        label = find_labels(lines[:1], frozenset())[0]
        if label.meaning in meanings or not goes_on_below(lines):
            return None
        meanings.append(label.meaning)
        cells.append(tuple(word for line in lines for word in line.words))
    form = [] if PERSON.intersection(meanings) else list(person)
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
    if meaning in NAMES:
        return text.count(",") < 2
    if meaning not in _TYPED:
        return True
    if meaning in _DATES:
        text = _TIME.sub("", text)
    return _is_read(text, meaning) or not any(map(str.isdigit, text))


def _is_read(text: str, meaning: str) -> bool:
    """Whether a text is a value of a field, and nothing else."""
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
