"""Percent signs that a reader takes for digits: no score is above 100, so they are none."""

import re
from typing import Final

from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.words import StripWord

_SIGN: Final = "%"
_SCORE: Final = re.compile(r"([1-9]\d|100)[%89]6?")
"""A score and one more sign, or two: the halves of a percent sign are like a 9 and a 6."""


def with_percent_signs(word: StripWord) -> StripWord:
    """A score with its percent sign, where the reader wavers between that and a digit.

    How sure the score is, its digits say then.

    Args:
        word: Any word.
    """
    match = _SCORE.fullmatch(word.text)
    if match is None:
        return word
    digits, rest = word.characters[: match.end(1)], word.characters[match.end(1) :]
    if not _may_be_sign(rest):
        return word
    sign = rest[0]._replace(
        text=_SIGN,
        probability=rest[0].probability + rest[0].second_probability,
        second="",
        second_probability=0.0,
    )
    return word._replace(characters=(*digits, sign))


def _may_be_sign(rest: tuple[Character, ...]) -> bool:
    """Whether a reader thinks of a percent sign, and otherwise of what is like it."""
    first = rest[0]
    like_it = "9" if len(rest) > 1 else "89"
    return _SIGN in {first.text, first.second} and (
        first.second in like_it or first.text in like_it
    )
