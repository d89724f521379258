"""Whether the words of a known text stand on a line, told by where its blanks are.

Words are as wide as their letters. From blank to blank a line of another text is hardly ever as
wide as one word after the other of this one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.letter_widths import width_of
from aktr.reading.vision.strips import blank_runs

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


@dataclass(frozen=True, slots=True)
class Face:
    """A kind of type. Lengths are in ems."""

    of_one_width: bool
    least_blank: float
    """The least gap that may be a blank."""

    def width(self, text: str) -> float:
        """From the first to the last column of a text."""
        if self.of_one_width:
            return _ONE_WIDTH * len(text)
        return sum(map(width_of, text))


FACES: Final = (
    Face(of_one_width=False, least_blank=0.15),
    Face(of_one_width=True, least_blank=0.4),
)


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
    blanks = _blanks(inked, face.least_blank * em)
    left = min((blank[1] for blank in blanks), key=lambda end: abs(end - start), default=0)
    right = int(np.flatnonzero(inked)[-1]) + 1 if inked.any() else 0
    inside = [blank for blank in blanks if left < blank[0] and blank[1] < right]
    placed: list[PlacedText] = []
    remaining = list(words)
    measured = expected = 0.0
    scale = em
    for before, after in pairwise([(left, left), *inside, (right, right)]):
        width = after[0] - before[1]
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


@lru_cache(maxsize=256)
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
