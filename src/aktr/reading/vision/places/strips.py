"""Straight strips of one height, cut from the bent lines of a page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.detect import TextRegion

STRIP_HEIGHT: Final = 48
"""What the readers were trained on."""
STRETCH: Final = 1.3
"""A reader answers once for every 8 pixels and cannot write III where the strokes are narrower."""
BLANK: Final = 0.25
"""Ink below which a column shows paper."""
_EDGE: Final = 4
"""Rows at the top and at the bottom of a strip that letters do not reach."""
_LETTERS: Final = slice(8, -8)
"""Rows without rules above and below the line."""
_TOUCHING: Final = 4
"""Columns beside a rule in which a letter has ink that the rule goes through."""
_RULE: Final = 12
"""Columns of the widest vertical rule."""
_AROUND_RULE: Final = 49
"""Columns of the paper that a rule must be darker than."""
_DARKER: Final = 0.8
"""Share of the grey of the paper below which it is."""
_LIGHT: Final = 36
"""Columns on both sides in which the light is the same."""
_LIGHT_STEP: Final = 12
_SHARE_OF_PAPER: Final = 70
"""Percentile of the pixels of a strip, a third of which is ink, that is the middle of the paper."""


@dataclass(frozen=True)
class Strip:
    """One piece of text, straight, STRIP_HEIGHT pixels high."""

    pixels: Grey
    region: TextRegion
    centres: NDArray[np.float64]
    """x and y in the picture of the middle of each column, shape (2, columns)."""
    ink: NDArray[np.float64]
    """How dark the darkest pixel of each column is, 0 (blank) to 1."""
    cuts: tuple[tuple[int, int], ...] = ()
    """First column and the one after the last of rules that were erased out of a letter."""

    def paper(self, first: int, last: int) -> NDArray[np.float32]:
        """The grey of the paper at some columns, in the middle of its grain.

        Light falls off along a line, and the brightest grain is not the paper.

        Args:
            first: The first of the columns.
            last: The column after the last.
        """
        columns = self.pixels.shape[1]
        middles = np.arange(first // _LIGHT_STEP, -(-last // _LIGHT_STEP) + 1) * _LIGHT_STEP
        levels = [self._level(middle) for middle in np.minimum(middles, columns - 1).tolist()]
        return np.interp(np.arange(first, last), middles, levels).astype(np.float32)

    def _level(self, middle: int) -> float:
        """The grey of the paper around a column; words that stand close ask for the same ones."""
        level = self._levels.get(middle)
        if level is None:
            around = self._smooth[:, max(0, middle - _LIGHT) : middle + _LIGHT]
            level = self._levels[middle] = percentile(around, _SHARE_OF_PAPER)
        return level

    @cached_property
    def _levels(self) -> dict[int, float]:
        return {}

    @cached_property
    def _smooth(self) -> Grey:
        return np.asarray(cv2.blur(self.pixels, (5, 3)), dtype=np.uint8)


def cut_strip(picture: Grey, region: TextRegion) -> Strip:
    """Cut the strip along the mid-line of a piece of text."""
    steps = np.linspace(region.left, region.right, max(8, round(region.width / 4)))
    middle = region.y_at(steps)
    lengths = np.hypot(np.diff(steps), np.diff(middle))
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    columns = max(8, round(along[-1] * STRIP_HEIGHT / region.height * STRETCH))
    x = np.interp(np.linspace(0, along[-1], columns), along, steps)
    y, slope = region.y_at(x), region.slope_at(x)
    norm = np.hypot(1.0, slope)
    across = (np.arange(STRIP_HEIGHT) + 0.5) / STRIP_HEIGHT - 0.5
    offsets = across[:, None] * region.height
    map_x = (x - offsets * slope / norm).astype(np.float32)
    map_y = (y + offsets / norm).astype(np.float32)
    pixels = cv2.remap(
        picture, map_x - 0.5, map_y - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    grey = np.asarray(pixels, dtype=np.uint8)
    cuts = tuple(_erase_rules(grey))
    return Strip(grey, region, np.stack([x, y]), _ink(grey), cuts)


def _erase_rules(pixels: Grey) -> list[tuple[int, int]]:
    """Paint paper over the edges of table cells, which would be read as strokes of letters.

    Returns:
        The columns of those that had ink on both sides: streaks of a scanner through a letter.
    """
    brightest = cv2.reduce(cv2.blur(pixels, (5, 5)), 0, cv2.REDUCE_MAX)[0]
    top, bottom = pixels[:_EDGE].max(axis=0), pixels[-_EDGE:].max(axis=0)
    # Phones sharpen, so inside letters the paper is brighter than it is around them.
    around = np.maximum(*(cv2.blur(edge[None], (_AROUND_RULE, 1))[0] for edge in (top, bottom)))
    limit = _DARKER * np.minimum(brightest, around)
    dark = (top < limit) & (bottom < limit)
    cuts = []
    # The blurred edges of a rule are not dark enough by themselves.
    for left, right in blank_runs(dark):
        if right - left <= _RULE:
            start, end = max(0, left - 3), min(len(dark), right + 3)
            beside = (
                pixels[_LETTERS, max(0, start - _TOUCHING) : start],
                pixels[_LETTERS, end:][:, :_TOUCHING],
            )
            if all(side.size and (side < limit[left]).any() for side in beside):
                cuts.append((start, end))
                pixels[:, start:end] = _between(pixels[:, start - 1], pixels[:, end], end - start)
                continue
            pixels[:, start:end] = percentile(pixels[:, max(0, start - 8) : end + 8], 90)
    return cuts


def _between(before: Grey, after: Grey, columns: int) -> Grey:
    """Columns between two others, into which the strokes of a letter go on from both sides."""
    share = np.arange(1, columns + 1) / (columns + 1)
    return np.round(before[:, None] * (1 - share) + after[:, None] * share).astype(np.uint8)


def _ink(pixels: Grey) -> NDArray[np.float64]:
    """The darkest of each column against the paper around it.

    With the mean instead of the darkest, the dots inside codes would look like gaps.
    """
    # Rules above and below the line are not part of it.
    inner = cv2.blur(pixels, (3, 3))[6:-6]
    paper = cv2.reduce(inner, 0, cv2.REDUCE_MAX).astype(np.float32)
    paper = cv2.blur(paper, (2 * STRIP_HEIGHT + 1, 1), borderType=cv2.BORDER_REPLICATE)[0]
    dark = np.clip(paper - inner.min(axis=0), 0, None)
    return np.asarray(np.clip(dark / max(30.0, percentile(dark, 95)), 0, 1))


def blank_runs(blank: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First column and the one after the last of each run of blank columns."""
    return runs_in(blank.tobytes())


def runs_in(flags: bytes) -> list[tuple[int, int]]:
    """First place and the one after the last of each run of ones among zeros.

    Bytes are searched faster than arrays, most of which are a gap between two letters.
    """
    runs = []
    start = flags.find(True)
    while start >= 0:
        end = flags.find(False, start)
        runs.append((start, end if end >= 0 else len(flags)))
        start = flags.find(True, end) if end >= 0 else -1
    return runs
