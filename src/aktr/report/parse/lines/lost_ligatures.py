"""Words of a text layer that lack the letters of a ligature: "Instruc:ng", "AFempt", "Aircra>".

Fonts draw "ti" or "ft" as one sign, and producers forget to say in the file which letters it
stands for, so that another sign is read in its place. The words of the form and of the titles of
tests tell which letters those are. A name is not known beforehand: what is read of it, or stands in
it without a meaning, is for a person to compare.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.reading.unknown_signs import UNKNOWN, lacks_letters
from aktr.report.repair.unknown_letters import SHOWN_FOR_NONE
from aktr.report.values.exam import official_titles
from aktr.report.values.label_phrases import LABEL_WORDS

_LIGATURES: Final = ("ti", "tt", "ft", "fi", "fl", "ff", "ffi", "ffl", "tti", "fft", "tf", "th")
_OTHER_WORDS: Final = "certification questions incorrectly representation additional applicable"
_MAY_BE: Final = re.compile(
    r"[^\W\d_][^\w\s.,/()'\u2019][^\W\d_]|[a-z][A-Z]|[A-Z]{2}[a-z]"
    r"|[^\w\s.,/()'\u2019:;!?\"\u201d%*#-]"
)
"""A sign inside of a word, a capital behind a small letter, or a sign that ends no word."""
_SIGN: Final = re.compile(r"[^\w\s.,/()'\u2019]|[A-Z]")
_AROUND: Final = ".,;:!?()[]\"'"
_NAMES_HOLD: Final = frozenset("-.,'\u2019/&")
_UNKNOWN: Final = 0.6
"""Confidence in a word that is not known and has lost letters."""
_SHORTEST: Final = 4


def with_ligatures(page: Page, catalogue: Catalogue) -> Page:
    """A page with the letters of ligatures put back in known words; unknown ones are in doubt.

    Args:
        page: A page; one that was read from a picture is returned as it is.
        catalogue: Which tests exist.
    """
    if page.read_by is not ReadBy.PDF_TEXT:
        return page
    suspects = {
        word.text for line in page.lines for word in line.words if _MAY_BE.search(word.text)
    }
    if not suspects:
        return page
    known = _known_words(catalogue)
    mended: dict[str, str] = {}
    signs: set[str] = set()
    for text in suspects:
        for sign, whole in _whole_words(text, known):
            mended[text] = whole
            signs.add(sign)
    signs -= _NAMES_HOLD
    lines = tuple(
        Line(tuple(_mended(word, mended, signs) for word in line.words)) for line in page.lines
    )
    return replace(page, lines=lines)


def _whole_words(text: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The known word that a text is with a ligature for one of its signs, with that sign."""
    bare = text.strip(_AROUND)
    if len(bare) < _SHORTEST or bare.lower() in known:
        return
    for sign in set(_SIGN.findall(bare)):
        for letters in _LIGATURES:
            whole = bare.replace(sign, letters)
            if whole.lower() in known:
                # A ligature that begins a word holds its capital.
                whole = whole.capitalize() if bare[0] == sign else whole
                yield sign, text.replace(bare, whole)
                return


def _mended(word: Word, mended: dict[str, str], signs: set[str]) -> Word:
    """A word with its letters put back, or in doubt where nobody knows which it lacks."""
    whole = mended.get(word.text)
    if whole is not None:
        return word._replace(text=whole)
    if lacks_letters(word.text):
        text = UNKNOWN.sub(SHOWN_FOR_NONE, word.text)
        return word._replace(text=text, confidence=min(word.confidence, _UNKNOWN))
    if UNKNOWN.search(word.text) or (signs and _may_hold(signs, word.text.strip(_AROUND))):
        return word._replace(confidence=min(word.confidence, _UNKNOWN))
    return word


def _may_hold(signs: set[str], text: str) -> bool:
    """Whether one of the signs that stand for letters here stands among those of a word."""
    inside = text[1:] if text[:1].isupper() else text
    return (
        len(text) > 1
        and not text.isupper()
        and not any(map(str.isdigit, text))
        and any(sign in inside for sign in signs)
    )


@lru_cache(maxsize=4)
def _known_words(catalogue: Catalogue) -> frozenset[str]:
    """Words of labels, titles and the statement that hold letters of which ligatures are made."""
    titles = (title for test in catalogue.tests().values() for title in official_titles(test))
    words = {
        word.strip("(),-\u2013").lower()
        for text in (*titles, " ".join(LABEL_WORDS), _OTHER_WORDS)
        for word in text.split()
    }
    return frozenset(
        word
        for word in words
        if len(word) > _SHORTEST - 1 and any(letters in word for letters in _LIGATURES)
    )
