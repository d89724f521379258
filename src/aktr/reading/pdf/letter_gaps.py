"""Blanks of a text layer that nobody would see on the paper, in text with room between letters.

Files need not hold blanks, and PDFium puts one where two letters stand far from each other. How far
is far depends on how far apart the letters of that line stand in any case: in letter-spaced text,
and where a print driver gives letters less width than they take, words come out in pieces.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from aktr.reading.pdf.marks_apart import JOINED
from aktr.reading.pdf.page_frame import PageFrame, upright_edges

_LINE: Final = re.compile(r"[^\r\n]+")
_BLANK: Final = re.compile(r"(?<=\S) (?=\S)")
_SUSPICIOUS: Final = 0.24
"""Gap between words than which most printed blanks are wider, in line heights."""
_FEWEST: Final = 10
"""Letters of a line that tell how far apart its letters stand."""
_FIRST: Final = 12
"""Letters of a line that tell whether it is worth a look at all of them."""
_IN_ORDER: Final = 0.85
"""Share of the letters of a line that stand behind the one before in the file, if in any order."""
_KERNED: Final = 0.3
"""How far a letter may begin before the one before it ends, in line heights."""
_SPACED: Final = 0.05
"""Gap between letters from which text is letter-spaced, in line heights."""
_WIDEST: Final = 0.5
"""Gap between letters from which they are none of one word, in line heights."""
_WORD_GAP: Final = 0.16
"""What a gap between words has on top of a gap between letters, in line heights."""
_OFF_PITCH: Final = 0.06
"""How far a letter of a typewriter may stand from its place, in steps."""
_ON_PITCH: Final = 0.95
"""Share of the letters of a line that stand on their places where it is typewritten."""
_NEXT_LETTER: Final = 1.5
"""Steps of a typewriter from a letter to what is not the next letter of the word."""


class _Glyph(NamedTuple):
    place: int
    """Which of the characters of the page it is."""
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Of its box, which no glyph is without."""
        return max(self.bottom - self.top, 1e-6)

    def is_beside(self, before: "_Glyph") -> bool:
        """Whether it stands right of another, as high."""
        middle = (self.top + self.bottom) / 2
        return (
            self.left > before.left
            and before.top < middle < before.bottom
            and self.left - before.right > -_KERNED * before.height
        )


_Pair = tuple[_Glyph, _Glyph]
"""Two letters that stand beside each other."""


class _Spacing(NamedTuple):
    """How far apart the letters of a line stand."""

    gap: float
    """From the end of a letter to the next, in line heights."""
    step: float | None
    """From the beginning of a letter to that of the next, where all are as far apart."""

    @classmethod
    def of(cls, pairs: Sequence[_Pair]) -> "_Spacing":
        """Tell it from the neighbours on a line."""
        step = median(_step(pair) for pair in pairs)
        near = [_step(pair) for pair in pairs if _step(pair) < _NEXT_LETTER * step]
        on_place = sum(abs(each - step) < _OFF_PITCH * step for each in near)
        is_typewritten = len(near) >= _FEWEST and on_place >= _ON_PITCH * len(near)
        return cls(median(_gap(pair) for pair in pairs), step if is_typewritten else None)

    def is_within_word(self, pair: _Pair) -> bool:
        """Whether two letters stand no farther apart than those of one word."""
        if self.step is not None:
            return _step(pair) < _NEXT_LETTER * self.step
        is_spaced = _SPACED < self.gap < _WIDEST
        return is_spaced and _gap(pair) < self.gap + _WORD_GAP


class _Line(NamedTuple):
    blanks: Sequence[int]
    pairs: Sequence[_Pair]

    def blanks_within_words(self, of_page: _Spacing) -> Iterator[int]:
        """The blanks between letters that stand no farther apart than those of one word here.

        Args:
            of_page: How far apart letters stand on the page, for a line with few of them.
        """
        spacing = _Spacing.of(self.pairs) if len(self.pairs) >= _FEWEST else of_page
        beside = {after.place - 1: (before, after) for before, after in self.pairs}
        for blank in self.blanks:
            if blank in beside and spacing.is_within_word(beside[blank]):
                yield blank


def _step(pair: _Pair) -> float:
    return pair[1].left - pair[0].left


def _gap(pair: _Pair) -> float:
    return (pair[1].left - pair[0].right) / pair[0].height


def _may_be_spaced(first: Sequence[_Glyph]) -> bool:
    """Whether the letters with which a line begins do not stand close to each other."""
    return len(first) > 1 and median(map(_gap, pairwise(first))) > _SPACED / 2


def _lines_in_order(blanks: Sequence[int], glyphs: Sequence[_Glyph]) -> Iterator[_Line]:
    """The line of some letters, if the file holds them as they stand."""
    pairs = list(pairwise(glyphs))
    beside = [pair for pair in pairs if pair[1].is_beside(pair[0])]
    if len(beside) >= _IN_ORDER * len(pairs):
        yield _Line(blanks, beside)


def without_false_blanks(text_page: Any, text: str, frame: PageFrame) -> str:  # noqa: ANN401
    """The characters of a page, as many as there were, with no blank inside of a word.

    Args:
        text_page: Handle of the text of the page.
        text: Its characters.
        frame: How the page lies.
    """
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    get_box, edges = pdfium.FPDFText_GetLooseCharBox, upright_edges(frame)

    def glyph_at(index: int) -> _Glyph:
        get_box(text_page, index, reference)
        return _Glyph(index, *edges(rectangle))

    other = pdfium.FS_RECTF()
    other_reference = ctypes.byref(other)
    is_upright = frame.turn == 0

    def is_narrow(blank: int) -> bool:
        # Asked of every blank of a page: nothing is made of the boxes.
        get_box(text_page, blank - 1, reference)
        get_box(text_page, blank + 1, other_reference)
        if is_upright:
            gap, height = other.left - rectangle.right, rectangle.top - rectangle.bottom
        else:
            _, top, right, bottom = edges(rectangle)
            gap, height = edges(other)[0] - right, bottom - top
        return bool(-_KERNED * height < gap < _SUSPICIOUS * height)

    lines: list[_Line] = []
    for line in _LINE.finditer(text):
        blanks = [line.start() + blank.start() for blank in _BLANK.finditer(line[0])]
        if any(is_narrow(blank) for blank in blanks):
            within = [place for place in range(*line.span()) if text[place] not in (" ", JOINED)]
            if _may_be_spaced([glyph_at(place) for place in within[:_FIRST]]):
                lines += _lines_in_order(blanks, [glyph_at(place) for place in within])
    longest = max(lines, key=lambda line: len(line.pairs), default=None)
    if longest is None or len(longest.pairs) < _FEWEST:
        return text
    of_page = _Spacing.of(longest.pairs)
    false = [
        blank
        for line in lines
        for blank in line.blanks_within_words(of_page)
        if pdfium.FPDFText_IsGenerated(text_page, blank)
    ]
    if not false:
        return text
    letters = list(text)
    for blank in false:
        letters[blank] = JOINED
    return "".join(letters)
