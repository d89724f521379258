"""Words of one line that belong together: parted at gaps, or taken from a column."""

from collections.abc import Sequence
from typing import Final

from aktr.reading.page import ReadBy, Word
from aktr.report.parse.lines.sheet import PARTING, SheetLine, Span, begins_cell
from aktr.report.values.code_text import find_codes
from aktr.report.values.label_phrases import begins_label

_END_OF_TEXT: Final = 2.6
"""Gap that ends a name or a title, in line heights."""
_BEFORE_VALUE: Final = frozenset((":", "-", "\u2013", "\u2014", "=", "|", ">"))
_LIKE_EDGES: Final = frozenset("1Il|!it.,:;-\u2013\u2014_")
"""What the edge of a cell, or the dots that lead to a value, are read as on a picture."""
_LEADS_TO: Final = frozenset(("exam_site", "exam_id", "ftn", "applicant_id", "name"))
"""Fields whose values do not begin with such a sign by itself."""


def behind_signs(line: SheetLine, words: tuple[Word, ...], meaning: str) -> tuple[Word, ...]:
    """The words beside a label without what leads from it to its value.

    Args:
        line: The line of the label.
        words: Those beside it.
        meaning: Its field.
    """
    is_take = meaning == "take" and len(words) == 1 and words[0].text == "|"
    if words and words[0].text in _BEFORE_VALUE and not is_take:
        words = words[1:]
    if line.page.read_by is ReadBy.OCR and meaning in _LEADS_TO:
        first = next((index for index, word in enumerate(words) if word.text not in _LIKE_EDGES), 0)
        is_apart = first and words[first].box[0] - words[first - 1].box[2] > line.height
        words = words[first:] if is_apart else words
    return words


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
