"""Letters of names that the readers know less well: with accents, and two in one."""

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np

from aktr.reading.vision.recognise import Character

_TWO_IN_ONE: Final = {"AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ"}
_CLOSE: Final = 0.5
"""Distance of two letters that are one, in the usual distance from letter to letter."""
_WITHOUT_STROKE: Final = str.maketrans("ØøŁłĐđ", "OoLlDd")
_ACCENT_LOST: Final = 0.02
"""Probability of the letter with an accent from which the letter without is in doubt: blur takes
accents away and adds none."""
_OTHER_ACCENT: Final = 0.2
"""Probability of another accent from which it is in doubt which one it is."""


def with_ligatures(characters: Sequence[Character]) -> list[Character]:
    """Æ where a reader has A and E in the place of one letter."""
    columns = [character.column for character in characters]
    usual = float(np.median(np.diff(columns))) if len(columns) > 2 else 0.0
    letters = list(characters[:1])
    for character in characters[1:]:
        before = letters[-1]
        one = _TWO_IN_ONE.get(before.text + character.text)
        if one is not None and character.column - before.column < _CLOSE * usual:
            letters[-1] = before._replace(
                text=one,
                column=(before.column + character.column) / 2,
                probability=min(before.probability, character.probability),
                second="",
            )
        else:
            letters.append(character)
    return letters


def may_have_an_accent(character: Character) -> bool:
    """Whether the picture leaves open if a letter has an accent, and which."""
    if not _has_accent(character.second) or _plain(character.second) != _plain(character.text):
        return False
    enough = _OTHER_ACCENT if _has_accent(character.text) else _ACCENT_LOST
    return character.second_probability >= enough


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.translate(_WITHOUT_STROKE))[:1].lower()


def _has_accent(letter: str) -> bool:
    return letter.isalpha() and _plain(letter) != letter.lower()
