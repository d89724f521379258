"""Accents that a font prints as signs of their own, over or under the letters they belong to.

Typesetters build letters that their fonts lack of two signs, and a text layer holds both: the
accent before its letter, behind it, or at the end of the line. Where they stand tells which letter
an accent belongs to; in the order of the file it may be any.
"""

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import pypdfium2.raw as pdfium

from aktr.reading.page import Box
from aktr.reading.pdf.letter_boxes import box_of_character
from aktr.reading.pdf.page_frame import PageFrame, upright_box

_COMBINING: Final = {
    "`": "\u0300",
    "\u02cb": "\u0300",
    "\u00b4": "\u0301",
    "\u02ca": "\u0301",
    "^": "\u0302",
    "\u02c6": "\u0302",
    "~": "\u0303",
    "\u02dc": "\u0303",
    "\u00af": "\u0304",
    "\u02c9": "\u0304",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
}
_BELOW: Final = frozenset("\u0323\u0327\u0328\u0331")
_MARK: Final = re.compile(f"[{re.escape(''.join(_COMBINING))}\u0300-\u0331]")
_SPACING: Final = re.compile("([\u00a8\u00af\u00b8\u02c6\u02c7\u02c9-\u02cb\u02d8-\u02dd])")
"""Accents that are signs of their own, and are no letters, quotes or operators besides."""
_UNPLACED: Final = re.compile(f"{_SPACING.pattern}|[\u0300-\u0331]")
_DOTLESS: Final = {"\u0131": "i", "\u0237": "j"}
JOINED: Final = "\u2060"
"""Stands where an accent was that is part of its letter now; it has no width and is not read."""
_FARTHEST: Final = 200
"""Characters between a letter and its accent in the order of the file."""
_OFF_CENTRE: Final = 0.35
"""Distance between the middles of an accent and of its letter, in widths of the letter."""
_OFF_LETTER: Final = 0.3
"""Distance of an accent from the box of its letter, in heights of that box."""
_NO_BLANK: Final = 0.12
"""Gap between the letters around an accent up to which they are of one word, in line heights."""


def with_marks_joined(text_page: Any, text: str, frame: PageFrame) -> str:  # noqa: ANN401
    """The characters of a page with each accent in its letter, as many as there were.

    Args:
        text_page: Handle of the text of the page.
        text: Its characters.
        frame: How the page lies.
    """
    if _MARK.search(text) is None:
        return text
    letters = list(text)

    @cache
    def box_of(index: int) -> Box:
        return box_of_character(text_page, index, frame)

    for match in _MARK.finditer(text):
        place = match.start()
        mark = _COMBINING.get(match[0], match[0])
        ink = _box_of_ink(text_page, place, frame)
        near = (index for index in _near(len(letters), place) if letters[index].isalpha())
        owner = next((index for index in near if _carries(box_of(index), ink, mark)), None)
        if owner is None:
            continue
        base = _DOTLESS.get(letters[owner], letters[owner])
        whole = unicodedata.normalize("NFC", base + mark)
        if len(whole) == 1:
            letters[owner], letters[place] = whole, JOINED
            _close(letters, place, box_of)
    return "".join(letters)


def has_lone_mark(text: str) -> bool:
    """Whether an accent stands in a word and nobody knows on which of its letters."""
    return len(text) > 1 and not text.isascii() and _UNPLACED.search(text) is not None


def composed(text: str) -> str:
    """Compatible forms of letters as plain ones; accents that stand by themselves stay as they are.

    Unicode takes those for a blank with an accent over it.
    """
    if _SPACING.search(text) is None:
        return unicodedata.normalize("NFKC", text)
    return "".join(
        part if _SPACING.fullmatch(part) else unicodedata.normalize("NFKC", part)
        for part in _SPACING.split(text)
    )


def _box_of_ink(text_page: Any, index: int, frame: PageFrame) -> Box:  # noqa: ANN401
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return upright_box(frame, pdfium.FS_RECTF(left.value, top.value, right.value, bottom.value))


def _near(count: int, place: int) -> Iterator[int]:
    """Characters around a place, nearest first."""
    for distance in range(1, _FARTHEST):
        if place >= distance:
            yield place - distance
        if place + distance < count:
            yield place + distance


def _carries(letter: Box, ink: Box, mark: str) -> bool:
    """Whether an accent stands over or under a letter, where such an accent has to stand."""
    off_centre = abs(letter.left + letter.right - ink.left - ink.right) / 2
    slack = _OFF_LETTER * letter.height
    if off_centre > _OFF_CENTRE * letter.width:
        return False
    if ink.bottom < letter.top - slack or ink.top > letter.bottom + slack:
        return False
    is_below = ink.top + ink.bottom > letter.top + letter.bottom
    return is_below == (mark in _BELOW)


def _close(letters: list[str], place: int, box_of: Callable[[int], Box]) -> None:
    """Take blanks away that stand beside an accent, and between two letters that touch."""
    for blank in (place - 1, place + 1):
        if not 0 < blank < len(letters) - 1 or letters[blank] != " ":
            continue
        before = _next_letter(letters, range(blank - 1, max(-1, blank - 4), -1))
        after = _next_letter(letters, range(blank + 1, min(len(letters), blank + 4)))
        if before is None or after is None:
            continue
        one, other = box_of(before), box_of(after)
        if abs(other.left - one.right) < _NO_BLANK * min(one.height, other.height):
            letters[blank] = JOINED


def _next_letter(letters: Sequence[str], places: range) -> int | None:
    return next((place for place in places if letters[place] not in (JOINED, " ")), None)
