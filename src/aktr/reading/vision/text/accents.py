"""Letters of names that may have lost an accent, or have another one."""

import unicodedata
from typing import Final

from aktr.reading.vision.text.recognise import Character

_WITHOUT_STROKE: Final = str.maketrans("ØøŁłĐđ", "OoLlDd")
_ACCENT_LOST: Final = 0.011
"""Probability of the letter with an accent from which the letter without is in doubt: blur takes
accents away and adds none. Marks that show on the paper were thought of with 0.011 to 0.017; of 80
reports whose name was read right two had a letter between that and 0.02."""
_OTHER_LETTER: Final = 0.05
"""Probability of an accented letter from which another letter is in doubt."""
_OTHER_ACCENT: Final = 0.2
"""Probability of another accent from which it is in doubt which one it is."""


def may_have_an_accent(character: Character) -> bool:
    """Whether the picture leaves open if a letter has an accent, and which."""
    if not _has_accent(character.second):
        return False
    enough = _OTHER_ACCENT if _has_accent(character.text) else _ACCENT_LOST
    if _plain(character.second) != _plain(character.text):
        enough = _OTHER_LETTER
    return character.second_probability >= enough


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.translate(_WITHOUT_STROKE))[:1].lower()


def _has_accent(letter: str) -> bool:
    return letter.isalpha() and _plain(letter) != letter.lower()
