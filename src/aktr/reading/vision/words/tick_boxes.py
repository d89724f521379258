"""The boxes before PASS and FAIL on forms that print both words, one box with a mark in it.

The readers know no boxes and pass over them, so that nothing would tell which word holds.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np

from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.strips import STRETCH, STRIP_HEIGHT
from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.words import StripWord

_PASS: Final = frozenset(("PASS", "PASSED"))
_FAIL: Final = frozenset(("FAIL", "FAILED"))
_MARKED, _EMPTY = "\u2612", "\u2610"
_FARTHEST: Final = 2 * STRIP_HEIGHT
"""Columns from a word to the far side of its box, at most."""
_HIGHEST: Final = 0.85
_LOWEST: Final = 0.25
"""Height of a box in heights of a strip."""
_SQUARE: Final = (0.6, 1.7)
"""Width of a box in its heights; a pen's mark may reach out of it."""
_PAPER: Final = 80
_DARK: Final = 0.3
"""Share of the contrast from which a pixel is ink: blur fades the thin outline of a box."""
_CLOSED: Final = 0.6
"""Share of the rectangle around a box, or a circle, that its outline encloses."""
_INSIDE: Final = 0.25
"""Part of its width and height, on each side, that is not its inside."""
_MARK: Final = 0.15
_NOTHING: Final = 0.12
"""Ink inside a box from which there may be a mark in it, and up to which there may be none: blur
brings some of the outline in."""
_CLEARLY: Final = 3.0
"""How many times the ink of the empty box a mark is, at least."""
_SURE: Final = 0.95


class _Box(NamedTuple):
    ink: float
    """Share of its inside that is ink."""
    left: int
    right: int


def with_seen_boxes(words: Sequence[StripWord]) -> list[StripWord]:
    """Words with the boxes before PASS and FAIL, if each has one and one of them is marked.

    Args:
        words: All words of a page.

    Returns:
        The words, with a box as a word of its own before each of the two.
    """
    passed, failed = (
        [word for word in words if word.text.strip(":;,.|").upper() in grades]
        for grades in (_PASS, _FAIL)
    )
    if not passed or not failed:
        return list(words)
    boxes = {
        id(word): box
        for word in (*passed, *failed)
        if (box := _box_before(word, words)) is not None
    }
    if len(boxes) != 2:
        return list(words)
    empty, marked = sorted(boxes.values())
    if empty.ink > _NOTHING or marked.ink < max(_MARK, _CLEARLY * empty.ink):
        return list(words)
    return [each for word in words for each in _with_box(word, boxes.get(id(word)), marked)]


def _with_box(word: StripWord, box: _Box | None, marked: _Box) -> Iterator[StripWord]:
    if box is not None:
        sign = _MARKED if box is marked else _EMPTY
        character = Character(sign, (box.left + box.right) / 2, _SURE, "", 0.0)
        yield StripWord(word.strip, (character,), box.left, box.right)
        word = word._replace(left=max(word.left, box.right))
    yield word


def _box_before(word: StripWord, words: Sequence[StripWord]) -> _Box | None:
    """The box right before a word, or None if no closed outline stands there."""
    pitch = _pitch(word)
    end = round(word.characters[0].column - 0.6 * pitch)
    others = [
        round(other.characters[-1].column + 0.6 * _pitch(other))
        for other in words
        if other.strip is word.strip and other.characters[-1].column < end
    ]
    start = max([0, end - _FARTHEST, *others])
    if end - start < _LOWEST * STRIP_HEIGHT:
        return None
    pixels = word.strip.pixels[:, start:end].astype(np.float32)
    paper, ink = percentile(pixels, _PAPER), float(pixels.min())
    dark = (pixels < paper - _DARK * (paper - ink)).astype(np.uint8)
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for outline in outlines:
        left, top, width, height = cv2.boundingRect(outline)
        narrow, wide = _SQUARE
        if (
            _LOWEST <= height / STRIP_HEIGHT <= _HIGHEST
            and narrow <= width / STRETCH / height <= wide
            and cv2.contourArea(outline) >= _CLOSED * (width - 1) * (height - 1)
        ):
            inset_x, inset_y = round(_INSIDE * width), round(_INSIDE * height)
            inside = dark[top + inset_y : top + height - inset_y,
                          left + inset_x : left + width - inset_x]  # fmt: skip
            boxes.append(_Box(float(inside.mean()), start + left, start + left + width))
    return boxes[-1] if len(boxes) == 1 else None


def _pitch(word: StripWord) -> float:
    """Columns from one letter of a word to the next."""
    steps = [after.column - before.column for before, after in pairwise(word.characters)]
    return float(np.median(steps)) if steps else 0.0
