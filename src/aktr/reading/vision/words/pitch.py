"""How far letters stand apart: where a blank was lost, and whether all are of one width.

Slanted letters reach over a blank, and the edge of a cell below them fills it: then no column
between two words is without ink, but their letters stand as far apart as ever.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.letter_widths import distance_between, width_of

_FEWEST: Final = 7
"""Distances between letters of words that say what is usual."""
_LIKE_BLANK: Final = 0.8
"""Share of what a blank adds to a distance that has to be there."""
_BLANK: Final = 0.28
"""What a blank adds, in ems, where none was read."""
_LEAST: Final = 0.24
"""What must be there in any case, in ems."""
_LOST_LETTER: Final = 0.62
"""Ems from which rather a letter was lost."""
_UNLIKE_REST: Final = 2.0
_SHORTEST_NAME: Final = 3
_NARROW: Final = 0.45
"""Ems below which a letter tells nothing: the reader's steps are nearly as wide."""
_CLEAR_OF_STEP: Final = 8.0
"""Columns by which it is more than the widest other one; a reader tells places in steps of 8."""

_FEWEST_OF_LINE: Final = 20
"""Letters of a line that show whether all are of one width."""
_OFF_ITS_PLACE: Final = 0.19
"""How far letters of one width are off their places on average, in letters, at most. Of 60 lines
with a dash, those in type of one width were off by 0.08 to 0.14, others by 0.24 to 0.78."""
_BEYOND_A_BLANK: Final = 3.2
"""Letters from one word to the next that are more than a blank apart."""


class FarApart(NamedTuple):
    """Places of letters that stand too far from the letter before."""

    behind_blank: frozenset[int]
    """Those between which a blank fits."""
    behind_more: frozenset[int]
    """Those between which more is missing."""


def far_apart(letters: Sequence[Character], between: Sequence[bool]) -> FarApart:
    """Find capitals of one word that stand too far apart.

    Args:
        letters: Those of a text, without blanks.
        between: Whether a word ends between each two of them.
    """
    pairs = [
        (index, after.column - before.column, distance_between(before.text, after.text))
        for index, (before, after) in enumerate(pairwise(letters))
        if _tells(before.text) and _tells(after.text)
    ]
    inside = [pair for pair in pairs if not between[pair[0]]]
    if len(inside) < _FEWEST:
        return FarApart(frozenset(), frozenset())
    em = median(columns / ems for _, columns, ems in inside)
    added = {index: columns - em * ems for index, columns, ems in pairs}
    # A letter that the reader places too far to the left stands too near to the one before.
    added = {
        index: more + min(0.0, added.get(index - 1, 0.0), added.get(index + 1, 0.0))
        for index, more in added.items()
    }
    blanks = [added[index] for index, _, _ in pairs if between[index]]
    blank = median(blanks) if blanks else _BLANK * em
    rest = sorted(added[index] for index, _, _ in inside)[-2]
    least = max(_LIKE_BLANK * blank, _LEAST * em, _UNLIKE_REST * rest, rest + _CLEAR_OF_STEP)
    far = {
        index + 1: added[index]
        for index, _, _ in inside
        if added[index] >= least and _is_inside_capitals(letters, between, index + 1)
    }
    most = max(_LOST_LETTER * em, 2 * blank)
    return FarApart(
        frozenset(place for place, more in far.items() if more < most),
        frozenset(place for place, more in far.items() if more >= most),
    )


def width_of_every_letter(words: Sequence[Sequence[Character]]) -> float | None:
    """How wide every letter of a line is, in columns, if that is a typewriter's.

    Args:
        words: The words of a line from left to right, each with one character at least.

    Returns:
        None if the letters are of several widths, or too few to tell.
    """
    run = max(_runs(words), key=lambda run: sum(map(len, run)), default=[])
    columns = np.array([letter.column for word in run for letter in word])
    if len(columns) < _FEWEST_OF_LINE:
        return None
    places = np.arange(len(columns)) + np.repeat(np.arange(len(run)), list(map(len, run)))
    # A page that was seen from the side has narrower letters at one end of its lines.
    fit = np.polynomial.Polynomial.fit(places, columns, 2)
    width = float(fit(places[-1]) - fit(places[0])) / float(places[-1] - places[0])
    off = float(np.abs(columns - fit(places)).mean())
    return width if off <= _OFF_ITS_PLACE * width else None


def _runs(words: Sequence[Sequence[Character]]) -> list[list[Sequence[Character]]]:
    """Words of a line between which there is no more than a blank."""
    steps = [after.column - before.column for word in words for before, after in pairwise(word)]
    farthest = _BEYOND_A_BLANK * median(steps) if steps else 0.0
    runs: list[list[Sequence[Character]]] = []
    before = None
    for word in words:
        if before is None or word[0].column - before > farthest:
            runs.append([])
        runs[-1].append(word)
        before = word[-1].column
    return runs


def _tells(letter: str) -> bool:
    return letter.isalpha() and letter != "I" and width_of(letter) > _NARROW


def _is_inside_capitals(letters: Sequence[Character], between: Sequence[bool], place: int) -> bool:
    """Whether capitals of one word stand on both sides, as many as a name has at least.

    Small letters and those at the ends of a word are placed less exactly.
    """
    around = range(place - _SHORTEST_NAME, place + _SHORTEST_NAME)
    return (
        around.start >= 0
        and around.stop <= len(letters)
        and all(letters[index].text.isupper() for index in around)
        and not any(between[around.start : around.stop - 1])
    )
