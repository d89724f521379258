"""Letters that a PDF does not name, read from the picture of their page.

The rest of such a page is exact, and tells which words of the picture are meant.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from aktr.reading.page import Box, Line, Page, ReadBy, Word
from aktr.reading.unknown_signs import UNKNOWN, lacks_letters, letter_of_number

_LETTERS: Final = r"([^\W\d_]{1,3}|['\u2019])"
"""What one sign may stand for: an apostrophe, or letters, of which ligatures have up to three."""
_CLEAR_MARKS: Final = frozenset("\u0300\u0301\u0308\u0327")
"""Accents that a picture does not take for others. Of tilde, breve and caron it shows a wave."""
_CLEAR_LETTERS: Final = frozenset("ØøÆæŒœßŁł")
_IN_DOUBT: Final = 0.6


def with_letters_of(page: Page, seen: Page) -> Page:
    """A page with the letters that it lacks as its picture shows them.

    Args:
        page: What its text layer gave, with words that lack letters.
        seen: The same page, read from its picture; or as it was if that was not legible.

    Returns:
        The page; words whose letters the picture does not show for certain are as they were.
    """
    if seen.read_by is not ReadBy.OCR or seen.rotation != page.rotation:
        return page
    across, down = page.width / seen.width, page.height / seen.height
    shown = [
        word._replace(box=_scaled(word.box, across, down))
        for line in seen.lines
        for word in line.words
    ]
    known = {letter for line in page.lines for letter in line.text if letter.isascii()}
    lines = tuple(
        Line(
            tuple(
                _with_letters(word, shown, known) if lacks_letters(word.text) else word
                for word in line.words
            )
        )
        for line in page.lines
    )
    return replace(page, lines=lines)


def _with_letters(word: Word, shown: Sequence[Word], known: set[str]) -> Word:
    """A word with what the picture shows in place of the letters that it lacks.

    Args:
        word: One that lacks letters.
        shown: The words of the picture.
        known: Plain letters that the file does name. A sign without a name is none of them: where
            the picture seems to show one, an accent was overlooked.
    """
    pattern = re.compile(
        "".join(_LETTERS if UNKNOWN.match(letter) else re.escape(letter) for letter in word.text)
    )
    for text, confidence in _at(word.box, shown):
        match = pattern.search(text)
        if match and not any(len(letters) == 1 and letters in known for letters in match.groups()):
            signs = UNKNOWN.findall(word.text)
            is_clear = all(map(_is_clear, match.groups(), map(letter_of_number, signs)))
            sure = confidence if is_clear else min(confidence, _IN_DOUBT)
            return word._replace(text=match[0], confidence=min(word.confidence, sure))
    return word


def _is_clear(letters: str, numbered: str) -> bool:
    """Whether a picture shows letters in such a way that they cannot be others.

    Args:
        letters: As the picture shows them.
        numbered: The letter whose number their sign has in the file, which may mean nothing.
    """
    if len(letters) > 1 or letters in _CLEAR_LETTERS or letters == numbered:
        return True
    marks = unicodedata.normalize("NFD", letters)[1:]
    return bool(marks) and _CLEAR_MARKS.issuperset(marks)


def _at(box: Box, shown: Sequence[Word]) -> Iterator[tuple[str, float]]:
    """What the picture shows at a place: each word by itself, and all of them together."""
    words = [
        word
        for word in shown
        if box.top < (word.box.top + word.box.bottom) / 2 < box.bottom
        and min(word.box.right, box.right) > max(word.box.left, box.left)
    ]
    for word in words:
        yield word.text, word.confidence
    if len(words) > 1:
        words.sort(key=lambda word: word.box.left)
        yield "".join(word.text for word in words), min(word.confidence for word in words)


def _scaled(box: Box, across: float, down: float) -> Box:
    return Box(box.left * across, box.top * down, box.right * across, box.bottom * down)
