"""Parts a page on which reports stand beside each other, for a comparison or to save paper.

Each exam ID has a column of its own then, either with labels of its own or with those that stand in
front of all columns:

    Name          DOE, JANE ANN        ROE, RICHARD
    Exam ID       90000020260214001    90000020260301002
    Score         93 %                 77 %
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import Final, NamedTuple

from aktr.reading.lines import gather_lines
from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.report.parse.sheets.continuation import Sheet
from aktr.report.values.cell_reading import DASHES_OF_NUMBERS
from aktr.report.values.code_text import find_codes
from aktr.report.values.label_phrases import begins_label, folded
from aktr.report.values.readers import EXAM_ID_DIGITS

_OF_NUMBER: Final = re.compile(rf"\d[\d{DASHES_OF_NUMBERS}]*")
_PIECES_OF_ID: Final = 3
"""Words in which an exam ID may be printed, at most."""
_NARROWEST: Final = 0.5
"""Blank strip between two columns, at least, in line heights."""
_FEWEST_LINES: Final = 6
"""Lines of columns that hold reports, at least."""


class _Gutter(NamedTuple):
    """The blank strip between two columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        return (self.left + self.right) / 2

    def beside(self, words: Sequence[Word]) -> "_Gutter":
        """The widest strip of it that is blank on one more line, too."""
        reached, widest = self.left, _Gutter(self.left, self.left)
        for word in words:
            if word.box.right > self.left and word.box.left < self.right:
                widest = max(widest, _Gutter(reached, word.box.left), key=_width)
                reached = max(reached, word.box.right)
        return max(widest, _Gutter(reached, self.right), key=_width)


def _width(gutter: _Gutter) -> float:
    return gutter.right - gutter.left


class _Columns(NamedTuple):
    """How a page is parted."""

    gutters: tuple[_Gutter, ...]
    have_shared_labels: bool
    """Whether what stands left of the first gutter belongs to each report."""


def reports_beside_each_other(page: Page) -> tuple[Page, ...]:
    """Part a page into one for each of the reports that stand beside each other on it.

    Args:
        page: A page with its lines across all columns.

    Returns:
        Nothing if none do. What stands above and below the columns is on each of the pages.
    """
    if page.read_by is not ReadBy.PDF_TEXT:
        return ()
    for index, line in enumerate(page.lines):
        columns = _columns_at(line)
        if columns is None:
            continue
        first, last, columns = _reach(page.lines, index, columns)
        around = (*page.lines[:first], *page.lines[last:])
        if last - first < _FEWEST_LINES or any(find_codes(other.text) for other in around):
            return ()
        inside = [word for other in page.lines[first:last] for word in other.words]
        return tuple(
            replace(
                page,
                lines=(
                    *page.lines[:first],
                    *gather_lines(words, in_pieces=False),
                    *page.lines[last:],
                ),
            )
            for words in _words_of_reports(inside, columns)
        )
    return ()


def are_whole(sheets: Sequence[Sheet]) -> bool:
    """Whether the columns of a page are reports, each of a test of its own."""
    values = [sheet.fields.values.get("exam_id") for sheet in sheets]
    ids = {value.value for value in values if value is not None and value.value is not None}
    return len(sheets) > 1 and all(each.is_report for each in sheets) and len(ids) == len(sheets)


def _columns_at(line: Line) -> _Columns | None:
    """The columns in which the exam IDs on a line stand, if there are several."""
    ids = list(_exam_ids(line.words))
    numbers = {_digits(line.words[start:end]) for start, end in ids}
    if len(ids) < 2 or len(numbers) < len(ids):
        return None
    words = line.words
    ends = [0, *(end for _, end in ids)]
    labels = [words[end:start] for end, (start, _) in zip(ends, ids, strict=False)]
    if not labels[0] or not begins_label([word.text for word in labels[0]]):
        return None
    between = [
        _Gutter(words[end - 1].box.right, words[end].box.left) for _, end in ids if end < len(words)
    ]
    if not any(labels[1:]):
        shared = _Gutter(labels[0][-1].box.right, words[ids[0][0]].box.left)
        return _Columns((shared, *between[: len(ids) - 1]), have_shared_labels=True)
    texts = {tuple(folded(word.text) for word in label) for label in labels}
    if len(texts) == 1:
        return _Columns(tuple(between[: len(ids) - 1]), have_shared_labels=False)
    return None


def _exam_ids(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The words of each exam ID on a line: the first, and the one behind the last."""
    start = 0
    while start < len(words):
        for end in range(start + 1, min(start + _PIECES_OF_ID, len(words)) + 1):
            if not _OF_NUMBER.fullmatch(words[end - 1].text):
                break
            if len(_digits(words[start:end])) == EXAM_ID_DIGITS:
                yield start, end
                start = end - 1
                break
        start += 1


def _digits(words: Sequence[Word]) -> str:
    return "".join(letter for word in words for letter in word.text if letter.isdigit())


def _reach(lines: Sequence[Line], index: int, columns: _Columns) -> tuple[int, int, _Columns]:
    """The lines around one that have the same columns, and these as all of them leave them."""
    first, last = index, index + 1
    gutters = columns.gutters
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines):
            narrower = tuple(gutter.beside(lines[at].words) for gutter in gutters)
            height = max(word.box.height for word in lines[at].words)
            if any(_width(each) < _NARROWEST * height for each in narrower):
                break
            gutters = narrower
            first, last = min(first, at), max(last, at + 1)
            at += step
    return first, last, columns._replace(gutters=gutters)


def _words_of_reports(words: Sequence[Word], columns: _Columns) -> Iterator[list[Word]]:
    """The words of each report, those that belong to all of them among them."""
    middles = [gutter.middle for gutter in columns.gutters]
    shared = middles[0] if columns.have_shared_labels else -inf
    starts = middles if columns.have_shared_labels else [-inf, *middles]
    for left, right in pairwise([*starts, inf]):
        yield [word for word in words if word.box.left < shared or left <= word.box.left < right]
