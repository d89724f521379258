"""Digits compared with the other digits of their page, which are print of the same kind.

A reader takes a blurred 8 for a 0 and is sure of it, and nothing contradicts a score of 90 where
98 is printed. But a page has more than a hundred digits, nearly all of which are read rightly: one
that looks more like those read otherwise than like those read the same may be one of them.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from aktr.reading.vision.letters.cells import shape_of
from aktr.reading.vision.letters.glyphs import Darkness
from aktr.reading.vision.letters.likeness import likeness_to_each_other
from aktr.reading.vision.text.recognise import in_doubt
from aktr.reading.vision.words.words import StripWord

_DIGITS: Final = frozenset("023456789")
"""A 1 is as narrow as its neighbours leave it, so that cut out it is like anything."""
_SURE: Final = 0.8
"""Certainty below which a digit is in doubt anyway, and is no example for others."""
_FEWEST: Final = 2
"""Digits read otherwise that are alike before they say anything."""
_ALIKE: Final = 0.95
"""Likeness to another digit below which a digit was not cut out well."""
_ALIKE_TO_OWN: Final = 0.85
"""Likeness to a digit read the same below which it was not, either: what a reader takes for another
digit is like it."""
_CLEARLY: Final = 0.02
"""How much more like another digit one must be. Of 26,000 digits on 377 scans and photos seven are
that were read rightly, on three poor photos."""


class _Place(NamedTuple):
    word: int
    character: int
    read_as: str


def with_compared_digits(words: Sequence[StripWord]) -> list[StripWord]:
    """The words of a page, with those digits in doubt that look like others of it."""
    places, cells = _cut_out(words)
    if not places:
        return list(words)
    doubted = {(place.word, place.character) for place in _unlike_their_like(places, cells)}
    return [
        word._replace(
            characters=tuple(
                in_doubt(character) if (number, index) in doubted else character
                for index, character in enumerate(word.characters)
            )
        )
        for number, word in enumerate(words)
    ]


def _cut_out(words: Sequence[StripWord]) -> tuple[list[_Place], list[Darkness]]:
    """The digits that can be cut out of their words, and their shapes."""
    places: list[_Place] = []
    cells: list[Darkness] = []
    for number, word in enumerate(words):
        own = [
            index
            for index, character in enumerate(word.characters)
            if character.text in _DIGITS and character.probability >= _SURE
        ]
        shape = shape_of(word) if own else None
        for index in own:
            cell = shape.cell(index, index, capital=True) if shape is not None else None
            if cell is not None:
                places.append(_Place(number, index, word.characters[index].text))
                cells.append(cell)
    return places, cells


def _unlike_their_like(places: Sequence[_Place], cells: Sequence[Darkness]) -> Iterator[_Place]:
    """Those more like digits that were read otherwise than like any that was read the same."""
    read_as = np.array([place.read_as for place in places])
    digits, counts = np.unique(read_as, return_counts=True)
    alike = likeness_to_each_other(cells)
    np.fill_diagonal(alike, -1.0)
    nearest = np.stack([alike[:, read_as == digit].max(axis=1) for digit in digits], axis=1)
    nearest[:, counts < _FEWEST] = -1.0
    for place, own_row in zip(places, nearest, strict=True):
        own = own_row[digits == place.read_as].item()
        other = own_row[digits != place.read_as].max(initial=-1.0)
        if own >= _ALIKE_TO_OWN and other >= _ALIKE and other - own > _CLEARLY:
            yield place
