"""Words of one line that belong together: parted at gaps, or taken from a column."""

from collections.abc import Sequence
from typing import Final

from aktr.reading.page import ReadBy, Word
from aktr.report.label_phrases import begins_label
from aktr.report.parse.code_text import find_codes
from aktr.report.parse.sheet import PARTING, SheetLine, Span, begins_cell

_END_OF_TEXT: Final = 2.6
"""Gap that ends a name or a title, in line heights."""


def until_wide_gap(span: Span) -> Span:
    """The part of a cell before a gap, a bullet or a code, which no name or title has inside."""
    height = span.line.height
    for index in range(1, len(span.words)):
        word = span.words[index]
        if word.text in PARTING and _parts_cells(span.line, word):
            return Span(span.line, span.words[:index])
        gap = word.box[0] - span.words[index - 1].box[2]
        if gap > _END_OF_TEXT * height or (word.text.count(".") > 2 and find_codes(word.text)):
            return Span(span.line, span.words[:index])
    return span


def _parts_cells(line: SheetLine, sign: Word) -> bool:
    """Whether a sign that may part two cells does.

    On a picture the edge of a box, or an I, may look like a stroke; there a label has to follow.
    """
    if sign.text != "|" or line.page.read_by is not ReadBy.OCR:
        return True
    places = (index for index, word in enumerate(line.words) if word is sign)
    place = next(places, len(line.words))
    return begins_label([word.text for word in line.words[place + 1 :]])


def cells_of(row: SheetLine, words: Sequence[Word] | None = None) -> list[tuple[Word, ...]]:
    """The words of a line, or some that follow on each other there, parted where a cell begins."""
    cells: list[tuple[Word, ...]] = []
    chosen = row.words if words is None else words
    first = next(index for index, word in enumerate(row.words) if word is chosen[0])
    for index, word in enumerate(chosen, first):
        if not cells or begins_cell(row, index):
            cells.append(())
        cells[-1] = (*cells[-1], word)
    return cells


def words_within(words: Sequence[Word], left: float, right: float | None) -> list[Word]:
    """The words of a line whose middles are in a column; no end of it is None."""
    return [
        word
        for word in words
        if (word.box[0] + word.box[2]) / 2 > left
        and (right is None or word.box[0] < right)
        and word.box[0] > left - (word.box[2] - word.box[0])
    ]
