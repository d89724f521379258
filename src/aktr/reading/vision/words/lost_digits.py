"""Dates in which a reader has passed over a digit: 08/11/2025 looks as certain as 08/1/2025.

Digits are of one width in nearly every face, so there is room for those that are printed.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from aktr.reading.vision.text.recognise import in_doubt
from aktr.reading.vision.words.words import StripWord

_DATE: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})[.,;]?")
_ROOM_FOR_TWO: Final = 2.0
"""Digits from sign to sign around one digit, from which there is room for another: half a sign on
both sides and the digit are 1.3 to 1.6 of them, and with two digits it is one more."""
_DAY: Final = re.compile(r"\d[.,]?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d[.,;]?")
_WORDS_TO_YEAR: Final = 2
_BEFORE_DIGIT: Final = 0.8
"""Digits from the first ink of a day to the middle of its digit, from which there is another one;
with a single digit they are a half at most."""


def with_whole_dates(words: Sequence[StripWord]) -> list[StripWord]:
    """Words of a page, with those digits in doubt beside which one may have been lost.

    Args:
        words: Those of a strip follow on each other from left to right.
    """
    return [
        _in_doubt_at(word, _doubtful_places(word, words[place + 1 : place + 1 + _WORDS_TO_YEAR]))
        for place, word in enumerate(words)
    ]


def _in_doubt_at(word: StripWord, places: Sequence[int]) -> StripWord:
    if not places:
        return word
    characters = (
        in_doubt(character) if place in places else character
        for place, character in enumerate(word.characters)
    )
    return word._replace(characters=tuple(characters))


def _doubtful_places(word: StripWord, following: Sequence[StripWord]) -> list[int]:
    date = _DATE.fullmatch(word.text)
    if date is not None:
        return [date.start(group) for group in (1, 3) if _has_lost_one(date, group, word)]
    if _DAY.fullmatch(word.text) is None:
        return []
    years = (each for each in following if each.strip is word.strip and _YEAR.fullmatch(each.text))
    year = next(years, None)
    if year is None:
        return []
    before = word.characters[0].column - word.left
    return [0] if before > _BEFORE_DIGIT * _pitch(year, 0) else []


def _has_lost_one(date: re.Match[str], group: int, word: StripWord) -> bool:
    """Whether a day or month of one digit had two."""
    if len(date[group]) > 1:
        return False
    # Whoever prints a zero before one of both prints it before the other.
    if date[4 - group].startswith("0"):
        return True
    pitch = _pitch(word, date.start(4))
    # Before the first digit there is no sign, and its ink begins where half a sign would end.
    before = word.left - pitch / 4 if group == 1 else word.characters[date.start(group) - 1].column
    return word.characters[date.end(group)].column - before >= _ROOM_FOR_TWO * pitch


def _pitch(word: StripWord, first: int) -> float:
    """The distance from digit to digit of a year that begins at some place of a word."""
    digits = word.characters[first : first + 4]
    return median(after.column - before.column for before, after in pairwise(digits))
