"""Strips of the foot of a report, of which no value is: the instructor's block, and the warning.

Handwriting is hard to read, and a page with a filled block took as long again over it as over its
values. The sentence that warns of alteration is close print, whose blanks the quick reader loses.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from aktr.reading.statement import closes_statement, opens_statement
from aktr.reading.vision.places.flow import Flow
from aktr.reading.vision.text.code_words import is_like_code
from aktr.reading.vision.text.prose import count_form_words, is_form_word
from aktr.reading.vision.text.recognise import ReadPiece
from aktr.reading.vision.words.words import joined, texts_of

_WARNING: Final = "FRAUDULENT"
_SENTENCE: Final = 3
"""Words of the form that show how wide the block is printed."""


class _StripText(NamedTuple):
    pieces: list[ReadPiece]
    text: str
    left: float
    right: float


def without_statement(strips: Sequence[list[ReadPiece]], flow: Flow) -> list[list[ReadPiece]]:
    """The strips of a page without block and warning, but for such as may hold codes.

    What stands beside the block belongs to another column, and stays.

    Args:
        strips: What the quick reader made of each strip.
        flow: How the lines of the page run.
    """
    if not strips:
        return []
    texts = _from_top(strips, flow)
    left_out = {id(strip.pieces) for strip in texts if _is_warning(strip.text)}
    for block in _blocks(texts):
        printed = [strip for strip in block if _is_printed(strip.text)]
        left = min((strip.left for strip in printed), default=0.0)
        right = max((strip.right for strip in printed), default=0.0)
        left_out.update(
            id(strip.pieces)
            for strip in block
            if left <= (strip.left + strip.right) / 2 <= right and not _has_codes(strip.text)
        )
    return [pieces for pieces in strips if id(pieces) not in left_out]


def _from_top(strips: Sequence[list[ReadPiece]], flow: Flow) -> list[_StripText]:
    regions = [pieces[0].piece.strip.region for pieces in strips]
    x = np.array([(region.left + region.right) / 2 for region in regions])
    y = np.array([float(region.y_at(x[i : i + 1])[0]) for i, region in enumerate(regions)])
    return [
        _StripText(strips[place], _text(strips[place]), regions[place].left, regions[place].right)
        for place in np.argsort(flow.levels(x, y), kind="stable")
    ]


def _text(pieces: Sequence[ReadPiece]) -> str:
    texts = ("".join(character.text for character, _ in joined(text)) for text in texts_of(pieces))
    # A blank at a cut is read by the pieces on both sides of it.
    return " ".join(" ".join(texts).split())


def _blocks(strips: Sequence[_StripText]) -> Iterator[list[_StripText]]:
    """The strips of each block: from its opening to where the form goes on."""
    block: list[_StripText] = []
    for strip in strips:
        upper = strip.text.upper()
        if opens_statement(upper) or (block and not closes_statement(upper)):
            block.append(strip)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_warning(text: str) -> bool:
    return _WARNING in text.upper() and not _has_codes(text)


def _has_codes(text: str) -> bool:
    return any(is_like_code(word) and not is_form_word(word) for word in text.split())


def _is_printed(text: str) -> bool:
    return opens_statement(text.upper()) or count_form_words(text) >= _SENTENCE
