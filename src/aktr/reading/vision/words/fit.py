"""Whether the words of a known text stand on a line, told by where its blanks are.

Words are as wide as their letters. From blank to blank a line of another text is hardly ever as
wide as one word after the other of this one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.places.strips import blank_runs
from aktr.reading.vision.words.letter_widths import WIDTHS_IN_FACES, width_of

_ONE_WIDTH: Final = 0.6
"""Ems of every letter of a typewriter."""
_MOST_GLUED: Final = 3
"""Words between two blanks that blur may have run together."""
_USUAL_GAP: Final = 80
"""Percentile of the gaps of a line that surely is a blank: capitals may stand apart as well."""
_LEAST_OF_USUAL: Final = 0.6
_BEGINNING_EMS: Final = 3.0
"""Ems for which the beginning says how wide the type is; words say it better."""
_SCALE_TOLERANCE: Final = 0.08
"""Share by which all words may be wider or narrower than the beginning says."""
_WORD_TOLERANCE: Final = 0.07
"""The same of each word, against those before it."""
_PLACE_TOLERANCE: Final = 0.3
"""Ems by which it may be so besides: the edges of its letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A kind of type. Lengths are in ems."""

    width_of: Callable[[str], float]
    """The width of a letter."""
    least_blank: float = 0.15
    """The least gap that may be a blank."""

    def width(self, text: str) -> float:
        """From the first to the last column of a text."""
        return sum(map(self.width_of, text))


def _one_width(_letter: str) -> float:
    return _ONE_WIDTH


FACES: Final = (
    Face(width_of),
    Face(_one_width, least_blank=0.4),
    *map(Face, WIDTHS_IN_FACES),
)
"""The most general one first, which is near enough to most."""


class PlacedText(NamedTuple):
    """A word of a line, or several that run together."""

    text: str
    left: int
    """First column with ink."""
    right: int
    """The column after the last with ink."""


def fit_words(
    words: Sequence[str], inked: NDArray[np.bool_], start: float, em: float, face: Face
) -> list[PlacedText] | None:
    """Find words of a text on a line that may hold fewer of them.

    Args:
        words: Of the text, from the one that begins at ``start``.
        inked: Which columns of the line have ink, up to its end.
        start: The column at which the first word begins, roughly.
        em: Columns, as the beginning of the line says.
        face: How it is printed.

    Returns:
        What stands on the line from the first of the words to its end; None if that is not these
        words.
    """
    columns = np.flatnonzero(inked)
    if not len(columns):
        return None
    blanks = _blanks(inked, face.least_blank * em)
    beginnings = [int(columns[0]), *(end for _, end in blanks)]
    left = min(beginnings, key=lambda beginning: abs(beginning - start))
    right = int(columns[-1]) + 1
    inside = [blank for blank in blanks if left < blank[0] and blank[1] < right]
    placed: list[PlacedText] = []
    remaining = list(words)
    measured = expected = 0.0
    scale = em
    for before, after in pairwise([(left, left), *inside, (right, right)]):
        width = after[0] - before[1]
        if not remaining and width <= _PLACE_TOLERANCE * scale:
            # The beginning of a rule that somebody is to write on, or a dot.
            continue
        texts = [" ".join(remaining[:count]) for count in range(1, _MOST_GLUED + 1)]
        text = min(texts, key=lambda text: abs(face.width(text) * scale - width))
        length = face.width(text)
        tolerance = (_WORD_TOLERANCE * length + _PLACE_TOLERANCE) * scale
        if not remaining or abs(length * scale - width) > tolerance:
            return None
        del remaining[: text.count(" ") + 1]
        placed.append(PlacedText(text, before[1], after[0]))
        measured += width
        expected += length
        scale = (measured + _BEGINNING_EMS * em) / (expected + _BEGINNING_EMS)
        if abs(scale - em) > _SCALE_TOLERANCE * em:
            return None
    return placed


def _blanks(inked: NDArray[np.bool_], least: float) -> list[tuple[int, int]]:
    """First column of each blank of a line, and the one after the last."""
    gaps = [gap for gap in blank_runs(~inked) if gap[1] - gap[0] >= least]
    if not gaps:
        return []
    usual = float(np.percentile([right - left for left, right in gaps], _USUAL_GAP))
    return [gap for gap in gaps if gap[1] - gap[0] >= _LEAST_OF_USUAL * usual]


@lru_cache(maxsize=1024)
def middles_of_letters(text: str, face: Face) -> tuple[float, ...]:
    """Where the middles of the letters of a text are, without its blanks, in ems."""
    widths = [face.width(letter) for letter in text]
    return tuple(
        right - width / 2
        for letter, width, right in zip(text, widths, accumulate(widths), strict=True)
        if letter != " "
    )


def letters_of(placed: Sequence[PlacedText], face: Face) -> Iterator[tuple[str, float]]:
    """The letters and blanks of words on a line, each with the column of its middle."""
    before: int | None = None
    for text, left, right in placed:
        if before is not None:
            yield " ", (before + left) / 2
        share = (right - left) / face.width(text)
        place = 0.0
        for letter in text:
            width = face.width(letter)
            yield letter, left + share * (place + width / 2)
            place += width
        before = right
