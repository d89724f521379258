"""Marks of letters as a picture shows them, put right where one language leaves one reading.

Blur makes the ring of an Å, the dots of an Ö and the stroke of a Ń look like other marks of the
same size. What stands beside the letter tells: an Å does not have the neighbours of an Â.
"""

import re
from typing import Final

_SPANISH_MARK: Final = re.compile(r"ñ(?=[bcdfghjklmnpqrstvwxzśź])", re.IGNORECASE)
"""An Ñ before a consonant, where Spanish has none; Polish has its Ń there: SZCZEPAŃSKI."""
_NO_RING: Final = re.compile(
    r"(?<![^\W_])(?:[âãà](?=[ksrltbd]|ng(?!el))|[áä](?=ngstr))", re.IGNORECASE
)
"""An A with another mark that begins a word as only an Å does: ÅKERLUND, ÅSA, ÅNGSTRÖM."""
_NO_DIAERESIS: Final = re.compile(r"(?<=o)ê(?![^\W_])", re.IGNORECASE)
"""An Ê behind an O at the end of a word, where names have an Ë: ZOË, CHLOË."""
_BESIDE_RING: Final = re.compile(r"(?<=å)([^\W_]*)([òôõ])", re.IGNORECASE)
"""An O with another mark behind an Å, with which Swedish has its Ö: ÅNGSTRÖM."""


def with_likely_marks(name: str) -> str:
    """A name with those marks that its letters have in the language which it is of.

    Args:
        name: As read from a picture.

    Returns:
        The name; what differs from what was read is likely and not certain.
    """
    name = _SPANISH_MARK.sub(lambda letter: _like(letter[0], "ń"), name)
    name = _NO_RING.sub(lambda letter: _like(letter[0], "å"), name)
    name = _NO_DIAERESIS.sub(lambda letter: _like(letter[0], "ë"), name)
    return _BESIDE_RING.sub(lambda end: end[1] + _like(end[2], "ö"), name)


def _like(read: str, letter: str) -> str:
    """A letter in the case of the one that was read."""
    return letter.upper() if read.isupper() else letter
