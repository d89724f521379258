"""Thin strokes that a copy has lost, and small marks with them.

What is left of an Ø is an O then, and the reader is sure of it.
"""

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.letters.cells import WordShape
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.words.words import StripWord

_INNER: Final = slice(6, -6)
"""Rows of a strip without the rules above and below."""
_FAINTEST: Final = 0.25
"""Darkness of ink, as a share of the darkest."""
_FADED: Final = 0.6
"""Darkness of the usual stroke, as a share of the darkest, below which thin ones are lost. Even
print has 0.7 to 0.9, blurred as it may be."""
_FAINT: Final = 0.76
"""Darkness of the darkest stroke of a letter, as a share of the darkest of its word, below which
strokes are lost: 0.58 to 0.74 on such copies, from 0.77 on in print that is whole and blurred."""
_INK: Final = 0.5
"""Darkness of a stroke in the shape of a word."""
_NO_INK: Final = 0.25
"""Darkness below which a column inside a letter has none."""
_PART: Final = 0.3
"""Ink on one side of such columns, at least, as a share of that on the other: less is the serif of
a neighbour, on the wrong side of the cut."""
_BROKEN: Final = 3
"""Broken letters of a word, at least, that are no slip where it was cut: 12 of 15 letters of a
name were broken on a copy that had lost its thin strokes."""
_SHARE_BROKEN: Final = 0.4
"""Their share of the word, at least. Of 147 other words of names on scans and photos none had more
than a third, nor more than two."""


def has_lost_strokes(word: StripWord, shape: WordShape) -> bool:
    """Whether the thin strokes of a word are gone, and its marks may be with them.

    Args:
        word: A word of a name.
        shape: Its shape.
    """
    return _is_print_faded(word) or _are_letters_broken(word, shape)


def _is_print_faded(word: StripWord) -> bool:
    """Whether print has faded, and with it the word.

    Print fades by lines; a word alone may be made of thin strokes, as a V and an A are.
    """
    pixels = word.strip.pixels
    own = pixels[:, max(0, word.left) : word.right]
    return _is_faded(own) and _is_faded(pixels) and _has_faint_letter(word)


def _is_faded(pixels: Grey) -> bool:
    """Whether the usual stroke of some print is much lighter than its darkest ones."""
    dark = _darkness(pixels)
    darkest = percentile(dark, 97)
    inked = dark[dark > _FAINTEST * darkest]
    return len(inked) > 0 and float(np.median(inked)) < _FADED * darkest


def _has_faint_letter(word: StripWord) -> bool:
    """Whether even the darkest stroke of some letter is light; print with thin strokes has none."""
    dark = _darkness(word.strip.pixels)[max(0, word.left) : word.right]
    centres = [character.column - max(0, word.left) for character in word.characters]
    # A letter may have been read beside the ink of its word.
    middles = ((left + right) / 2 for left, right in pairwise(centres))
    edges = [0, *(min(len(dark), max(0, round(middle))) for middle in middles), len(dark)]
    darkest = [
        float(dark[left:right].max())
        for letter, (left, right) in zip(word.text, pairwise(edges), strict=True)
        if letter.isalpha() and right > left
    ]
    return min(darkest, default=0.0) < _FAINT * percentile(dark, 97)


def _darkness(pixels: Grey) -> NDArray[np.float32]:
    """How dark each column of a strip is at its darkest."""
    inner = cv2.blur(pixels, (3, 3))[_INNER].astype(np.float32)
    return np.asarray(percentile(pixels, 90) - inner.min(axis=0), dtype=np.float32)


def _are_letters_broken(word: StripWord, shape: WordShape) -> bool:
    """Whether many letters have columns without ink between their strokes; whole ones have none."""
    broken = [
        _is_broken(shape, index, letter)
        for index, letter in enumerate(word.text)
        if letter.isalpha()
    ]
    return sum(broken) >= max(_BROKEN, _SHARE_BROKEN * len(broken))


def _is_broken(shape: WordShape, index: int, letter: str) -> bool:
    top = shape.small_top if letter.islower() else shape.capital_top
    if top is None:
        return False
    rows = slice(round(top), round(shape.base_line) + 1)
    columns = slice(max(0, shape.cuts[index]), shape.cuts[index + 1])
    ink = shape.darkness[rows, columns]
    if not ink.size:
        return False
    dark = ink.max(axis=0)
    strokes = np.flatnonzero(dark > _INK)
    if not len(strokes):
        return False
    inside = slice(strokes[0], strokes[-1] + 1)
    gap = int(dark[inside].argmin())
    if dark[inside][gap] >= _NO_INK:
        return False
    parts = ink[:, inside].sum(axis=0)
    left, right = float(parts[:gap].sum()), float(parts[gap:].sum())
    return min(left, right) >= _PART * max(left, right)
