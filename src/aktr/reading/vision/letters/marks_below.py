"""Marks below letters, over which the readers pass: the hooks of Ą and Ę, the tails of Ç and Ş."""

from collections.abc import Mapping
from statistics import median
from typing import Final

import numpy as np

from aktr.reading.vision.letters.cells import WordShape
from aktr.reading.vision.letters.glyphs import ABOVE, BODY, SIDE, WIDTH, Darkness

_WITH_MARK: Final[Mapping[str, str]] = {
    "A": "Ą", "C": "Ç", "E": "Ę", "S": "Ş", "T": "Ţ",
    "a": "ą", "c": "ç", "e": "ę", "s": "ş", "t": "ţ",
}  # fmt: skip
"""Letters that bear one in the names of Central Europe, and of the Turkish and the French."""
_ON_BASE_LINE: Final = frozenset("abcdefhiklmnorstuvwxzABCDEFGHIKLMNOPRSTUVWXYZ")
_BELOW: Final = slice(ABOVE + BODY + 1, None)
_WELL_BELOW: Final = slice(ABOVE + BODY + 2, None)
_OWN: Final = slice(SIDE, SIDE + WIDTH)
_REACHES_BELOW: Final = frozenset("gjpqyJQ,;()")
"""What hangs below the line and may lean into the neighbour's place."""
_A_MARK: Final = (5.0, 3.0)
"""Ink at one place below a letter, and well below it, in cells, beyond the usual letter of its
word. Of 69 marks on sheets of names in five faces and three grades of blur, 55 had more, and of
1,800 plain letters, those of names on poor photos and scans among them, one."""
_FAINTEST: Final = 0.3
"""Darkness of a mark, at least."""
_FEW: Final = 2
"""Letters of a word beside which it cannot be told what is usual."""


def marks_below(text: str, shape: WordShape) -> dict[int, str]:
    """Letters of a word with a mark below that a reader has not seen.

    Args:
        text: The word as read.
        shape: Its shape.

    Returns:
        What each of them is with the mark that such a letter bears, by its index.
    """
    bearers = [
        index
        for index, letter in enumerate(text)
        if letter in _WITH_MARK
        and _REACHES_BELOW.isdisjoint(text[max(0, index - 1) : index + 2])
        and _is_inked_below(shape, index)
    ]
    if not bearers:
        # As for nearly every word, and to cut out all of its letters takes long.
        return {}
    ink: dict[int, tuple[float, float]] = {}
    for index, letter in enumerate(text):
        if letter in _ON_BASE_LINE:
            cell = shape.cell(index, index, capital=letter.isupper())
            if cell is not None:
                ink[index] = _ink_at_a_place(cell[_BELOW]), _ink_at_a_place(cell[_WELL_BELOW])
    return {
        index: _WITH_MARK[text[index]]
        for index in bearers
        if index in ink
        and all(
            own - usual >= least
            for own, usual, least in zip(ink[index], _usual(ink, index), _A_MARK, strict=True)
        )
    }


def _is_inked_below(shape: WordShape, index: int) -> bool:
    """Whether anything at all is dark below a letter."""
    columns = slice(max(0, shape.cuts[index]), shape.cuts[index + 1])
    below = shape.darkness[round(shape.base_line) + 1 :, columns]
    return below.size > 0 and float(below.max()) > _FAINTEST


def _ink_at_a_place(below: Darkness) -> float:
    """Ink below a part of a letter: a rule under the line or blur is as dark all along."""
    own = below[:, _OWN]
    return float(np.maximum(0, own - np.median(own, axis=1, keepdims=True)).sum())


def _usual(ink: Mapping[int, tuple[float, float]], but: int) -> tuple[float, float]:
    others = [value for index, value in ink.items() if index != but]
    if len(others) < _FEW:
        return 0.0, 0.0
    below, well_below = zip(*others, strict=True)
    return max(0.0, median(below)), max(0.0, median(well_below))
