"""Codes in a cell beside or below a label of codes, whatever stands in other cells of their lines.

A table with a row for each report has its codes in one of its columns. Where they wrap, the first
line of them stands behind the other values, and looks like a code that a text mentions.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import inf
from typing import Final

from aktr.reading.page import Word
from aktr.report.parse.codes.broken import FoundCode
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.cell_words import words_within
from aktr.report.parse.lines.sheet import SheetLine, words_between
from aktr.report.values.code_text import CodeMatch, explains_code, find_codes
from aktr.report.values.label_phrases import CODES

_NEXT_ROW: Final = 2.6
"""Distance from one line of a column to the next with something in it, in line heights."""
_SLACK: Final = 0.5
"""How far left of its label a column begins, in line heights."""
_SEPARATORS: Final = " ,;|/\u2022\u00b7&"


def codes_at_labels(
    lines: Sequence[SheetLine], labels: Sequence[Label], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """Codes in the cells of labels of codes which do not count yet.

    Args:
        lines: The lines of the sheet.
        labels: Its labels.
        found: The codes that stand as those of a list do.
    """
    taken = {(code.line_index, code.start) for code in found}
    for label in labels:
        if label.meaning != CODES or not label.begins_cell:
            continue
        right = _right_end(lines, labels, label)
        for index in _rows(lines, labels, label, right):
            row = lines[index]
            for match in _row_of_codes(row, _cell(lines, label, index, right)):
                if (index, match.start) not in taken:
                    taken.add((index, match.start))
                    words = words_between(row.words, match.start, match.end)
                    yield FoundCode.of(match, index, row, words)


def _right_end(lines: Sequence[SheetLine], labels: Sequence[Label], label: Label) -> float | None:
    """Where the column of the next label begins; None if a label is the last one of its line."""
    line = lines[label.line]
    after = [
        other.start for other in labels if other.line == label.line and other.start > label.start
    ]
    return line.words[min(after)].box[0] - 0.2 * line.height if after else None


def _rows(
    lines: Sequence[SheetLine], labels: Sequence[Label], label: Label, right: float | None
) -> Iterator[int]:
    """The line of a label and those below it that hold codes in its column."""
    yield label.line
    with_labels = {
        other.line
        for other in labels
        if other.line > label.line
        and lines[other.line].words[other.start].box[0] < (inf if right is None else right)
        and lines[other.line].words[other.end - 1].box[2]
        > lines[label.line].words[label.start].box[0]
    }
    before = lines[label.line]
    for index in range(label.line + 1, len(lines)):
        row = lines[index]
        is_near = 0 < row.top - before.top <= _NEXT_ROW * before.height
        if index in with_labels or row.page is not before.page or not is_near:
            return
        cell = _cell(lines, label, index, right)
        if cell and not _row_of_codes(row, cell):
            return
        if cell:
            before = row
            yield index


def _cell(
    lines: Sequence[SheetLine], label: Label, index: int, right: float | None
) -> Sequence[Word]:
    """The words of a line behind a label, or in its column with the codes that reach into it."""
    line, row = lines[label.line], lines[index]
    if index == label.line:
        behind = row.words[label.end :]
        return [word for word in behind if right is None or word.box[0] < right]
    words = words_within(row.words, line.words[label.start].box[0] - _SLACK * line.height, right)
    if not words:
        return words
    first = next(place for place, word in enumerate(row.words) if word is words[0])
    reaching = takewhile(lambda word: bool(find_codes(word.text)), reversed(row.words[:first]))
    return [*reversed(list(reaching)), *words]


def _row_of_codes(row: SheetLine, cell: Sequence[Word]) -> list[CodeMatch]:
    """The codes with which a cell begins, up to what is none."""
    if not cell:
        return []
    first = next(place for place, word in enumerate(row.words) if word is cell[0])
    end = sum(len(word.text) + 1 for word in row.words[:first])
    reached: list[CodeMatch] = []
    for match in find_codes(row.text):
        if match.start < end:
            continue
        if row.text[end : match.start].strip(_SEPARATORS):
            break
        reached.append(match)
        end = match.end
    return [] if explains_code(row.text[end:]) else reached
