"""Days of a month that a picture shows as strokes: behind APRIL stands no II, but an 11."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from aktr.reading.page import Word
from aktr.report.values.readers import MONTH_NAME

_MONTH: Final = re.compile(rf"{MONTH_NAME}\.?", re.IGNORECASE)
"""Whole or shortened: behind MARSH a name may go on with II."""
_STROKES: Final = re.compile(r"(?=.*[^\d,.])([1Il|!]{1,2}|[123][Il|!]|[Il|!][0-9])([,.]?)")
_DAY: Final = re.compile(r"\d{1,2}[.,]?")
_LIKELY: Final = 0.9


def with_days(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words of a line with the day beside the name of a month in digits.

    Args:
        words: Of a line that was read from a picture.
    """
    beside = [False] * len(words)
    for index, (before, after) in enumerate(pairwise(words)):
        beside[index + 1] |= _MONTH.fullmatch(before.text) is not None
        # In "DANG II Apr 01, 2026" the day follows, and a name ends in strokes.
        following = words[index + 2].text if index + 2 < len(words) else ""
        has_day = bool(_DAY.fullmatch(following) or _STROKES.fullmatch(following))
        beside[index] |= _MONTH.fullmatch(after.text) is not None and not has_day
    return tuple(
        _as_day(word) if is_day else word for word, is_day in zip(words, beside, strict=True)
    )


def _as_day(word: Word) -> Word:
    match = _STROKES.fullmatch(word.text)
    if match is None:
        return word
    digits = re.sub(r"\D", "1", match[1])
    return word._replace(
        text=digits + match[2],
        read_as=word.read_as or word.text,
        confidence=min(word.confidence, _LIKELY),
    )
