"""Strokes of the numerals of codes, counted: blur makes two of three, and both are areas.

A reader that takes VIII for VII is as sure as ever, and what it says is a code of the test as well.
Half way up, where there are no serifs and no dots, the strokes can be counted.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from aktr.reading.vision.letters.cells import WordShape, shape_of
from aktr.reading.vision.text.recognise import Character, in_doubt
from aktr.reading.vision.words.words import StripWord

_AREA: Final = re.compile(r"(?<![A-Z])[A-Z]{2}\.[VX]?(?P<strokes>I+)\.[A-Z]\.[KRS]\d")
"""A code whose numeral ends in strokes: the arm of a V behind them is one more half way up."""
_HALF_WAY_UP: Final = (0.35, 0.65)
"""Between which shares of the height of a capital strokes are counted."""
_A_STROKE: Final = 0.35
"""Darkness of a stroke, as a share of the darkest, at least."""
_A_GAP: Final = 0.08
"""How much lighter it is between two strokes, as a share of the darkest, at least."""
_INK: Final = 0.4
"""Darkness below which the columns do not go through the strokes: a line may climb."""
_AS_DARK: Final = 0.85
"""Darkness of the lightest stroke in that of the darkest, at least; the arm of a V is lighter."""
_EVEN: Final = 1.5
"""How much further apart than two others two strokes of a numeral may stand."""
_MOST: Final = 3
_SMOOTH: Final = (0.25, 0.5, 0.25)


def with_counted_numerals(word: StripWord) -> StripWord:
    """A word whose code gets the strokes of its numeral that a reader has lost, in doubt.

    Fewer strokes than were read say nothing, as blur makes one of two.
    """
    code = _AREA.search(word.text)
    shape = shape_of(word) if code is not None else None
    if code is None or shape is None:
        return word
    first, last = code.span("strokes")
    count = _strokes(shape, first, last - 1)
    if not last - first < count <= _MOST:
        return word
    characters = [
        *word.characters[:first],
        *_spread(word.characters, first, last, count),
        *word.characters[last:],
    ]
    return word._replace(characters=tuple(map(in_doubt, characters)))


def _spread(characters: Sequence[Character], first: int, last: int, count: int) -> list[Character]:
    """Strokes between what stands before and behind them."""
    left = (characters[first - 1].column + characters[first].column) / 2
    right = (characters[last - 1].column + characters[last].column) / 2
    width = (right - left) / count
    return [
        characters[first]._replace(column=left + (index + 0.5) * width) for index in range(count)
    ]


def _strokes(shape: WordShape, first: int, last: int) -> int:
    """How many strokes stand in the place of some characters; 0 if that is not clear."""
    if shape.capital_top is None:
        return 0
    height = shape.base_line - shape.capital_top
    top, bottom = (round(shape.capital_top + share * height) for share in _HALF_WAY_UP)
    columns = slice(max(0, shape.cuts[first]), shape.cuts[last + 1])
    part = shape.darkness[top:bottom, columns]
    if part.shape[0] < 1 or part.shape[1] < len(_SMOOTH):
        return 0
    dark = np.convolve(part.mean(axis=0), _SMOOTH, "same").tolist()
    peaks = _peaks(dark)
    strengths = [dark[peak] for peak in peaks]
    if max(dark) < _INK or min(strengths) < _AS_DARK * max(strengths):
        return 0
    apart = [right - left for left, right in pairwise(peaks)]
    is_even = not apart or max(apart) <= _EVEN * min(apart)
    return len(peaks) if is_even else 0


def _peaks(dark: Sequence[float]) -> list[int]:
    """Columns that are darker than those between them."""
    darkest = max(dark)
    peaks: list[int] = []
    for column, own in enumerate(dark):
        if own < _A_STROKE * darkest:
            continue
        if peaks and min(own, dark[peaks[-1]]) - min(dark[peaks[-1] : column + 1]) < (
            _A_GAP * darkest
        ):
            if own > dark[peaks[-1]]:
                peaks[-1] = column
        else:
            peaks.append(column)
    return peaks
