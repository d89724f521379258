"""Reports that somebody printed as the data which a program exchanges: JSON, one object for each.

"examId": "90000020260214001",
"exam": "Private Pilot Airplane (PAR)",
"codes": ["PA.I.B.K1a", "PA.I.C.K2"]
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.label_phrases import PHRASES, folded
from aktr.report.values.readers import read_exam_id

_TOKEN: Final = re.compile(r'"([^"]*)"|([{}\[\]:])|(-?\d[\d.]*|true|false|null)')
_KEY: Final = re.compile(r'"[A-Za-z][\w -]*"\s*:')
_BETWEEN: Final = re.compile(r"[{}\[\]:,\s]*(?:(?:-?\d[\d.]*|true|false|null)[{}\[\]:,\s]*)*")
"""What stands between the strings of data."""
_FEWEST_KEYS: Final = 6
"""Names of values on the pages of data, at least."""
_ESCAPED: Final = re.compile(r"\\u([\da-fA-F]{4})")
"""A letter as programs write it that know English ones alone."""
_PARTS_OF_KEY: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])|[_\s-]+")


class _Place(NamedTuple):
    """Where a character of the data was printed."""

    line: int
    word: int
    offset: int
    """Its index in the word."""


@dataclass(slots=True)
class _Object:
    """An object of the data, or a list of objects or values."""

    is_list: bool
    entries: "list[tuple[_Text | None, _Text | _Object]]" = field(default_factory=list)
    """Each value with its name, if it has one."""


class _Text(NamedTuple):
    """A name or a value."""

    text: str
    start: int
    """Its first character in the data."""


def records_of_data(pages: Sequence[Page]) -> tuple[list[list[SheetLine]], frozenset[int]]:
    """The objects of printed data that are reports, each as the lines of a form.

    Args:
        pages: The pages of a file; an object may go on from one to the next.

    Returns:
        The forms, and the numbers of the pages of data; both empty if there are none.
    """
    rows = [
        (page, line)
        for page in pages
        if page.read_by is ReadBy.PDF_TEXT and any('"' in line.text for line in page.lines)
        for line in page.lines
    ]
    if sum(len(_KEY.findall(line.text)) for _, line in rows) < _FEWEST_KEYS:
        return [], frozenset()
    rows = _rows_of_data(rows)
    text, places = _as_one_text([line for _, line in rows])
    records = [_as_form(each, rows, places) for each in _records(_parsed(text))]
    return records, frozenset(page.number for page, _ in rows) if records else frozenset()


def _rows_of_data(rows: Sequence[tuple[Page, Line]]) -> list[tuple[Page, Line]]:
    """The lines without those that are no data, such as the address at the foot of a page."""
    kept = []
    is_open = False
    for page, line in rows:
        parts = line.text.split('"')
        between = parts[1::2] if is_open else parts[::2]
        if all(_BETWEEN.fullmatch(part) for part in between):
            kept.append((page, line))
            is_open = is_open == (len(parts) % 2 == 1)
    return kept


def _as_one_text(lines: Sequence[Line]) -> tuple[str, list[_Place]]:
    text, places = "", list[_Place]()
    for index, line in enumerate(lines):
        for number, word in enumerate(line.words):
            text += f"{word.text} "
            places += [_Place(index, number, offset) for offset in range(len(word.text) + 1)]
    return text, places


def _parsed(text: str) -> _Object:
    """The data as a list of objects; what is cut off does no harm to the rest."""
    root = _Object(is_list=True)
    open_objects = [root]
    name: _Text | None = None
    last: _Text | None = None
    for match in _TOKEN.finditer(text):
        sign = match[2]
        current = open_objects[-1]
        if sign == ":":
            if last is not None and current.entries and current.entries[-1][1] is last:
                current.entries.pop()
            name = last
        elif sign in {"{", "["}:
            inner = _Object(is_list=sign == "[")
            current.entries.append((name, inner))
            open_objects.append(inner)
            name = None
        elif sign is not None:
            if len(open_objects) > 1:
                open_objects.pop()
            name = None
        else:
            group = 1 if match[1] is not None else 3
            last = _Text(match[group], match.start(group))
            if last.text != "null":
                current.entries.append((name, last))
            name = None
    return root


def _records(node: _Object) -> Iterator[_Object]:
    """The objects that hold an exam ID, by themselves or in an object of their own."""
    inner = [value for _, value in node.entries if isinstance(value, _Object)]
    own = [value for value in inner if not value.is_list]
    if not node.is_list and any(_has_exam_id(each) for each in (node, *own)):
        yield node
        inner = [value for value in inner if value.is_list]
    for each in inner:
        yield from _records(each)


def _has_exam_id(node: _Object) -> bool:
    readings = (
        (value.text, read_exam_id(value.text))
        for _, value in node.entries
        if isinstance(value, _Text)
    )
    return any(
        reading is not None and reading.sure and reading[1:3] == (0, len(text))
        for text, reading in readings
    )


def _as_form(
    record: _Object, rows: Sequence[tuple[Page, Line]], places: Sequence[_Place]
) -> list[SheetLine]:
    """A line for each value, with its name as a label in front of it."""
    form: list[SheetLine] = []
    for name, whose, values in _named(record, None):
        label = _label(name, whose, rows, places)
        lines: dict[int, list[Word]] = {}
        for value in values:
            for line, word in _words(value, rows, places):
                lines.setdefault(line, []).append(word)
        for number, (line, words) in enumerate(lines.items()):
            whole = (*label, *words) if number == 0 else tuple(words)
            form.append(_sheet_line(rows[line][0], whole))
    return form


def _named(node: _Object, whose: _Text | None) -> Iterator[tuple[_Text, _Text | None, list[_Text]]]:
    """Each name with that of its object, and its values."""
    for name, value in node.entries:
        if isinstance(value, _Text):
            if name is not None:
                yield name, whose, [value]
        elif not value.is_list:
            yield from _named(value, name)
        elif name is not None and not any(_records(value)):
            yield name, whose, list(_values(value))


def _values(node: _Object) -> Iterator[_Text]:
    for _, value in node.entries:
        if isinstance(value, _Text):
            yield value
        else:
            yield from _values(value)


def _label(
    name: _Text, whose: _Text | None, rows: Sequence[tuple[Page, Line]], places: Sequence[_Place]
) -> tuple[Word, ...]:
    """A name as the words of a label with a colon: "exam id:" for "examId"."""
    parts = [part for part in _PARTS_OF_KEY.split(name.text) if part]
    if whose is not None:
        longer = [*(part for part in _PARTS_OF_KEY.split(whose.text) if part), *parts]
        if tuple(map(folded, longer)) in PHRASES:
            parts = longer
    at = places[name.start]
    printed = rows[at.line][1].words[at.word]
    left, _, right, _ = printed.box
    step = (right - left) / max(1, len(parts))
    parts[-1] += ":"
    return tuple(
        Word(
            part,
            printed.box._replace(left=left + step * number, right=left + step * (number + 0.8)),
            printed.confidence,
        )
        for number, part in enumerate(parts)
    )


def _words(
    value: _Text, rows: Sequence[tuple[Page, Line]], places: Sequence[_Place]
) -> Iterator[tuple[int, Word]]:
    """The words of a value without its quotation marks, and the lines on which they stand."""
    position = value.start
    for part in value.text.split():
        position = value.start + value.text.index(part, position - value.start)
        line, number, _ = places[position]
        word = rows[line][1].words[number]
        yield line, word._replace(text=_ESCAPED.sub(_letter, part))
        position += len(part)


def _letter(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


def _sheet_line(page: Page, words: tuple[Word, ...]) -> SheetLine:
    text = " ".join(word.text for word in words)
    top, bottom = min(word.box.top for word in words), max(word.box.bottom for word in words)
    return SheetLine(words, text, page, words[0].box.left, top, words[-1].box.right, bottom)
