"""McDONALD and DiMARCO: the small letter of a family's prefix before capitals, told by its size.

A c and a C differ in nothing else, and an i with a dot above a capital is an İ. Names in capitals
are written with either: MCDONALD, DİKMEN.
"""

import re
from typing import Final

from aktr.reading.vision.letters.cells import WordShape, shape_of
from aktr.reading.vision.text.recognise import Character, in_doubt, together
from aktr.reading.vision.words.words import StripWord

_PREFIX: Final = re.compile(r"(?:M(?P<c>[Cc])|D(?P<i>[iİ]))(?=[^\Wa-z\d_]{2})")
_SMALL: Final = 0.86
"""Height of a small c in heights of the capitals beside it, at most; it is 0.7 to 0.8."""
_CAPITAL: Final = 0.93
"""Height of a capital C, at least."""
_DOTTED: Final = 1.12
"""Height of an İ with its dot, at least; that of an i ends where capitals do, or little above."""
_DOT: Final = 1.06
"""Height of an i with its dot, at most."""


def with_measured_prefix(word: StripWord) -> StripWord:
    """A word whose small letter between the first capitals is one by its size, or in doubt."""
    match = _PREFIX.match(word.text)
    if match is None:
        return word
    place = match.end() - 1
    letter = _sized(word.characters[place], shape_of(word), place, is_c=bool(match["c"]))
    return word._replace(
        characters=(*word.characters[:place], letter, *word.characters[place + 1 :])
    )


def _sized(letter: Character, shape: WordShape | None, place: int, *, is_c: bool) -> Character:
    """A letter that is the lower or the higher one of two by its height, or in doubt.

    Args:
        letter: As it was read.
        shape: The shape of its word; None if it cannot be made out.
        place: Index of the letter.
        is_c: Whether it is a c or a C; else it is an i or an İ.
    """
    height = _height(shape, place) if shape is not None else None
    if shape is None or height is None:
        return in_doubt(letter)
    if height <= (_SMALL if is_c else _DOT):
        return _either(letter, "c" if is_c else "i")
    # What touches its neighbours may have the height of theirs.
    is_apart = shape.stands_apart(place, capital=True)
    if is_apart and height >= (_CAPITAL if is_c else _DOTTED):
        return _either(letter, "C" if is_c else "İ")
    return in_doubt(letter)


def _height(shape: WordShape, place: int) -> float | None:
    """Height of a letter with all that stands above it, in heights of capitals."""
    top = shape.top(place)
    if top is None or shape.capital_top is None or shape.base_line <= shape.capital_top:
        return None
    return (shape.base_line - top) / (shape.base_line - shape.capital_top)


def _either(letter: Character, text: str) -> Character:
    """A letter whose size leaves no choice between the two that it may be."""
    if letter.second in {"c", "C", "i", "I", "İ"}:
        return together(letter, text)
    return Character(text, letter.column, letter.probability, "", 0.0)
