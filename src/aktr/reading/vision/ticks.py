"""Codes without bullets, and without the ticks that an instructor made in front of them."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from aktr.acs.code import LEARNING_STATEMENT_PATTERN, LEARNING_STATEMENT_PREFIXES
from aktr.reading.vision.code_words import is_like_code
from aktr.reading.vision.words import StripWord

_STROKES: Final = "/\\\u221a\u2022*\u00b7"
"""What a tick is read as, and bullets: no code has one of them."""
_STATEMENT: Final = re.compile(rf"(?:{'|'.join(LEARNING_STATEMENT_PREFIXES)})\w{{3}}")
"""A learning statement code, of which a tick may have made a digit a letter."""
_TICKED_STATEMENT: Final = re.compile(rf"[^\W\d_]{LEARNING_STATEMENT_PATTERN}[,;.]?")
"""A learning statement code behind a tick that was read as a letter."""


def without_ticks(word: StripWord) -> Iterator[StripWord]:
    """A word, or the codes in it that nothing but ticks part.

    How sure the reader is of a tick says nothing about the code behind it.

    Args:
        word: As read.

    Yields:
        The word itself where its parts are no codes, such as a date.
    """
    text = word.text
    if _TICKED_STATEMENT.fullmatch(text):
        yield _part(word, 1, len(text))
        return
    parts = [
        list(group)
        for is_stroke, group in groupby(range(len(text)), lambda index: text[index] in _STROKES)
        if not is_stroke
    ]
    texts = [text[part[0] : part[-1] + 1] for part in parts]
    if sum(map(len, texts)) == len(text) or not texts or not all(map(_may_be_code, texts)):
        yield word
        return
    for part in parts:
        yield _part(word, part[0], part[-1] + 1)


def _may_be_code(text: str) -> bool:
    return is_like_code(text) or _STATEMENT.match(text) is not None


def _part(word: StripWord, start: int, end: int) -> StripWord:
    """Some characters of a word, and the columns to half way to those beside them."""
    characters = word.characters
    left, right = word.left, word.right
    if start > 0:
        left = round((characters[start - 1].column + characters[start].column) / 2)
    if end < len(characters):
        right = round((characters[end - 1].column + characters[end].column) / 2)
    return StripWord(word.strip, characters[start:end], left, max(left + 1, right))
