"""Capitals and small letters that differ in size alone.

A strip shows no letter beside which another is large or small, except its neighbours. In a text of
capitals a lone small o is a capital; which of both it is says nothing about which letter it is.
"""

from collections.abc import Sequence
from typing import Final

from aktr.reading.vision.recognise import Character

_SAME_SHAPE: Final = frozenset("cosvwxzkpuóòôöõøúùûüśšçžźż")
"""Small letters that look like their capitals."""
_FEWEST_CAPITALS: Final = 4
_MOST_SMALL: Final = 0.25
"""Share of small letters up to which a text is one of capitals."""


def in_one_case(characters: Sequence[Character]) -> list[Character]:
    """Capitals for the small letters of a text of capitals, where only the size could tell.

    A small letter behind a digit stays: it is the last sign of a code.
    """
    capitals = sum(character.text.isupper() for character in characters)
    small = sum(character.text.islower() for character in characters)
    if capitals < _FEWEST_CAPITALS or small > _MOST_SMALL * capitals:
        return list(characters)
    before = [" ", *(character.text for character in characters)]
    return [
        _as_capital(character)
        if _may_be_capital(character.text) and not previous.isdigit()
        else character
        for previous, character in zip(before, characters, strict=False)
    ]


def _may_be_capital(letter: str) -> bool:
    """Whether a small letter looks like its capital, or has its accent from it."""
    return letter in _SAME_SHAPE or (letter.islower() and not letter.isascii() and letter != "ß")


def _as_capital(character: Character) -> Character:
    capital = character.text.upper()
    probability = character.probability
    second, second_probability = character.second, character.second_probability
    if second == capital:
        probability += second_probability
        second, second_probability = "", 0.0
    return character._replace(
        text=capital,
        probability=min(1.0, probability),
        second=second,
        second_probability=second_probability,
    )
