"""Codes without bullets, and without the ticks that an instructor made beside them."""

import re
from collections.abc import Iterator
from typing import Final

from aktr.acs.code import LEARNING_STATEMENT_PATTERN, LEARNING_STATEMENT_PREFIXES
from aktr.reading.vision.text.code_words import is_like_code
from aktr.reading.vision.text.recognise import in_doubt
from aktr.reading.vision.words.words import StripWord

_STATEMENT: Final = re.compile(rf"(?:{'|'.join(LEARNING_STATEMENT_PREFIXES)})\w{{3}}")
"""A learning statement code, of which a tick may have made a digit a letter."""
_BEGINS: Final = r"[A-Z]{2}[.,][IVXLl1|]{1,5}[.,]"
"""How a code of the standards begins."""
_ENDS: Final = r"(?:(?<=[KRS]\d)|(?<=[KRS]\d\d)|(?<=\d[a-mIl|]))"
_TICK: Final = re.compile(
    r"[/\\\u221a\u2022*\u00b7]+"
    rf"|^[.,:;'\-\u2013\u2014]+(?={_BEGINS}|{LEARNING_STATEMENT_PATTERN})"
    rf"|(?:^|(?<=\d\d\d))[^\W\d_](?={LEARNING_STATEMENT_PATTERN})"
    rf"|(?:^[.,:;-]?|{_ENDS})[VvJYy](?={_BEGINS})|(?<=\d)[VvYy]$|(?<=\d[a-m])[VvJYy]$"
)
"""What a tick is read as, and bullets: strokes that no code has, dots in front of one, and letters
in front of it, between two, or behind the last."""
_MAY_BE_SUFFIX: Final = "Jj"
"""Such a letter that may be the one with which the code before it ends."""


def without_ticks(word: StripWord) -> Iterator[StripWord]:
    """A word, or the codes in it that nothing but ticks part.

    How sure the reader is of a tick says nothing about the code behind it.

    Args:
        word: As read.

    Yields:
        The word itself where its parts are no codes, such as a date.
    """
    text = word.text
    edges = [0, *(edge for match in _TICK.finditer(text) for edge in match.span()), len(text)]
    spans = [span for span in zip(edges[::2], edges[1::2], strict=True) if span[0] < span[1]]
    is_list = all(_may_be_code(text[start:end]) for start, end in spans)
    if not (_TICK.search(text) and spans and is_list):
        yield word
        return
    for start, end in spans:
        part = _part(word, start, end)
        if text[end : end + 1] in _MAY_BE_SUFFIX and end < len(text):
            *before, last = part.characters
            part = part._replace(characters=(*before, in_doubt(last)))
        yield part


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
