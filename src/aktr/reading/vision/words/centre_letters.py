"""The letters of a testing centre, of which there are few: what is read as one of them is it.

Of five that were in doubt on photos and scans, four were so for a letter that was right.
"""

import re
from typing import Final

from aktr.reading.centres import CENTRE_PREFIXES
from aktr.reading.vision.words.words import StripWord

_CENTRE: Final = re.compile(rf"(?:{'|'.join(CENTRE_PREFIXES)})\d{{5}}\W?")
_KNOWN: Final = 0.9
"""Certainty of a letter without which there would be no such centre."""


def with_known_letters(word: StripWord) -> StripWord:
    """A testing centre as sure as its digits; any other word as it is."""
    if not _CENTRE.fullmatch(word.text):
        return word
    return word._replace(
        characters=tuple(
            letter._replace(probability=max(letter.probability, _KNOWN))
            if letter.text.isalpha()
            else letter
            for letter in word.characters
        )
    )
