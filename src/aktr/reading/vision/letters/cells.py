"""The letters of a word, each cut out and brought onto the grid on which letters are compared."""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.letters.glyphs import Darkness, on_grid
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.strips import STRETCH, STRIP_HEIGHT
from aktr.reading.vision.words.words import StripWord

_LETTERS: Final = slice(STRIP_HEIGHT // 4, STRIP_HEIGHT * 3 // 4)
"""Rows of a strip in which every letter has ink."""
_LEAST_CONTRAST: Final = 15.0
_BRIGHTEST: Final = -0.3
"""Darkness of the brightest grain of paper."""
_LOWEST: Final = 6
"""Rows of a body that is high enough for its marks to be seen."""
_INK: Final = 0.5
_FOOT: Final = slice(-4, 2)
"""Rows around the base line in which a line that touches letters is."""
_LINE: Final = 0.95
"""Share of the columns of a word that have ink there if such a line runs through it."""
_PAPER: Final = 6
"""Columns of paper kept around a word."""
_SMALL: Final = 0.66
"""Height of small letters in heights of capitals, at least."""
_TALL: Final = frozenset("bdfhklABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOW: Final = frozenset("acemnorsuvwxz")
_DIGITS: Final = frozenset("0123456789")
_ON_BASE_LINE: Final = frozenset("abcdefhiklmnorstuvwxzABCDEFGHIKLMNOPRSTUVWXYZ")


class WordShape(NamedTuple):
    """A word as ink, and where its letters end."""

    darkness: Darkness
    """Of the columns around the word."""
    cuts: list[int]
    """Column of these before each letter, and the one behind the last."""
    capital_top: float | None
    """Row of the top of its capitals, None if it has none without a mark."""
    small_top: float | None
    """The same of its small letters."""
    base_line: float

    def cell(self, first: int, last: int, *, capital: bool) -> Darkness | None:
        """Some letters on the grid, or None if they cannot be made out.

        Args:
            first: Index of the first letter.
            last: Index of the last.
            capital: Whether they are capitals.
        """
        top = self.capital_top if capital else self.small_top
        if top is None or self.base_line - top < _LOWEST:
            return None
        left, right = max(0, self.cuts[first]), self.cuts[last + 1]
        own = np.zeros_like(self.darkness)
        own[:, left:right] = self.darkness[:, left:right]
        inked = self._inked_columns(left, right, top)
        if len(inked) < 3:
            return None
        columns = float(left + inked[0]), float(left + inked[-1] + 1)
        return on_grid(own, columns, (top, self.base_line), STRETCH)

    def top(self, index: int) -> int | None:
        """The row of the highest ink in the middle of a letter, its marks included.

        At its sides the serifs of its neighbours may reach over it.

        Args:
            index: Index of the letter.
        """
        left, right = max(0, self.cuts[index]), self.cuts[index + 1]
        side = (right - left) // 4
        own = self.darkness[:, left + side : right - side]
        inked = np.flatnonzero(own.max(axis=1, initial=0) > _INK)
        return int(inked[0]) if len(inked) else None

    def stands_apart(self, index: int, *, capital: bool) -> bool:
        """Whether a letter was cut out whole: with paper on both sides.

        Where strokes stand close, as in "illi", the reader may be a stroke off.

        Args:
            index: Index of the letter.
            capital: Whether it is one.
        """
        top = self.capital_top if capital else self.small_top
        if top is None:
            return False
        left, right = max(0, self.cuts[index]), self.cuts[index + 1]
        inked = self._inked_columns(left, right, top)
        return len(inked) > 0 and inked[0] > 0 and inked[-1] < right - left - 1

    @property
    def is_underlined(self) -> bool:
        """Whether somebody's line runs through the feet of the letters."""
        base = round(self.base_line)
        foot = self.darkness[
            base + _FOOT.start : base + _FOOT.stop, max(0, self.cuts[0]) : self.cuts[-1]
        ]
        return float((foot.max(axis=0, initial=0) > _INK).mean()) >= _LINE

    def _inked_columns(self, left: int, right: int, top: float) -> NDArray[np.intp]:
        """Those with ink in the body of letters, counted from the left."""
        body = self.darkness[round(top) : round(self.base_line), left:right].max(axis=0, initial=0)
        return np.flatnonzero(body > _INK)


def shape_of(word: StripWord) -> WordShape | None:
    """The shape of a word; None if its ink is too faint or nothing stands on its base line.

    Digits are as high as capitals and stand on the base line; they count where no letters do, as
    letters are told from each other by less.
    """
    # The rest of the strip says nothing about the word, and takes longer than it.
    first, last = _window(word)
    pixels = word.strip.pixels[:, first:last].astype(np.float32)
    around = pixels[:, max(0, word.left - _PAPER - first) : word.right + _PAPER - first]
    paper, ink = word.strip.paper(first, last), percentile(around[_LETTERS], 3)
    own = paper[max(0, word.left - first) : max(0, word.right - first)]
    if not own.size:
        return None
    contrast = float(np.median(own)) - ink
    if contrast < _LEAST_CONTRAST:
        return None
    # Noise must be able to cancel itself out, or grain alone would look like ink.
    darkness = np.clip((paper - pixels) / contrast, _BRIGHTEST, 1)
    cuts = _cuts(word, darkness, first)
    edges = _edges(word, cuts, darkness)
    if not edges.base:
        edges = _edges_of_digits(word, cuts, darkness)
    base_line = _median(edges.base)
    if base_line is None:
        return None
    small_top, capital_top = _median(edges.low), _median(edges.tall)
    if small_top is not None and capital_top is not None:
        # The only capital of a name may bear a mark that counts as part of it.
        highest = base_line - (base_line - small_top) / _SMALL
        capital_top = max(capital_top, highest)
    return WordShape(darkness, cuts, capital_top, small_top, base_line)


class _Edges(NamedTuple):
    """Rows at which letters end."""

    tall: list[int]
    """Tops of capitals, and of small letters as high as they."""
    low: list[int]
    """Tops of other small letters."""
    base: list[int]
    """Rows below letters that stand on the base line."""


def _edges(word: StripWord, cuts: list[int], darkness: Darkness) -> _Edges:
    edges = _Edges([], [], [])
    for letter, top, below in _rows_of(word, cuts, darkness):
        if letter in _TALL:
            edges.tall.append(top)
        if letter in _LOW:
            edges.low.append(top)
        if letter in _ON_BASE_LINE:
            edges.base.append(below)
    return edges


def _edges_of_digits(word: StripWord, cuts: list[int], darkness: Darkness) -> _Edges:
    rows = [(top, below) for sign, top, below in _rows_of(word, cuts, darkness) if sign in _DIGITS]
    return _Edges([top for top, _ in rows], [], [below for _, below in rows])


def _rows_of(
    word: StripWord, cuts: list[int], darkness: Darkness
) -> Iterator[tuple[str, int, int]]:
    """Each sign with ink, the row of its top and the one below it."""
    for sign, left, right in _cells(word, cuts):
        inked = np.flatnonzero(darkness[:, left:right].max(axis=1, initial=0) > _INK)
        if len(inked):
            yield sign, int(inked[0]), int(inked[-1]) + 1


def _window(word: StripWord) -> tuple[int, int]:
    """First column and the one after the last of a word with paper enough around its letters."""
    first, last = word.characters[0].column, word.characters[-1].column
    start, end = min(word.left, int(first)), max(word.right, int(last))
    return max(0, start - STRIP_HEIGHT), min(word.strip.pixels.shape[1], end + STRIP_HEIGHT)


def _cuts(word: StripWord, darkness: NDArray[np.float32], start_of_window: int) -> list[int]:
    """Columns between the letters: where there is least ink half way from one to the next."""
    ink = darkness[_LETTERS].sum(axis=0)
    cuts = [word.left - 1 - start_of_window]
    columns = [character.column - start_of_window for character in word.characters]
    for before, after in pairwise(columns):
        middle, reach = (before + after) / 2, max(2.0, 0.3 * (after - before))
        start = max(0, int(middle - reach))
        part = ink[start : int(middle + reach) + 1]
        least = np.flatnonzero(part <= part.min() + 0.05) if len(part) else np.array([0])
        cuts.append(start + int(median(least.tolist())))
    return [*cuts, word.right + 1 - start_of_window]


def _cells(word: StripWord, cuts: list[int]) -> Iterator[tuple[str, int, int]]:
    for character, (left, right) in zip(word.characters, pairwise(cuts), strict=True):
        if right - left >= 4:
            yield character.text, max(0, left), right


def _median(values: list[int]) -> float | None:
    return median(values) if values else None
