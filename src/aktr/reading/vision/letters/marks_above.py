"""Marks above the letters of names: which one a letter bears shows in its shape.

The shape is asked where a reader is not sure of a letter or has overlooked ink above it; what
neither settles is in doubt.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from aktr.reading.vision.letters.glyphs import ABOVE, BODY, Darkness, drawings
from aktr.reading.vision.letters.likeness import moved
from aktr.reading.vision.text.recognise import Character, in_doubt

MARKED: Final = {
    letters[0]: tuple(letters)
    for letters in (
        "AÀÁÂÃÄÅ", "EÈÉÊË", "GĞ", "IÌÍÎÏİ", "NÑŃŇ", "OÒÓÔÕÖ", "SŠŚ", "UÙÚÛÜ", "YÝŸ", "ZŽŹŻ",
        "aàáâãäå", "eèéêë", "gğ", "nñńň", "oòóôõö", "sšś", "uùúûü", "yýÿ", "zžźż",
    )
}  # fmt: skip
"""Letters with the marks above them that names commonly bear. The dot of a small i hides its
marks."""
_RARE: Final = frozenset("ĞİŻğż")
"""Those of them with which the readers seldom answer, right or wrong."""
_RARELY: Final = 0.15
"""How much better a rare mark must fit than a common one, if the reader does not think of it."""
_SURE: Final = 0.97
"""Probability of a letter from which its mark is not asked, if no ink is above a plain one."""
LIKELY: Final = 0.80
"""Probability of a letter that stands where its shape agrees and does not settle it."""
MAY_BE: Final = 0.02
"""Probability of another form of the letter from which it is asked all the same."""
_INK_ABOVE: Final = 4.0
"""Ink above a letter that is no blur, in cells."""
_SOME_INK: Final = 1.0
"""Ink above a letter that may be the rest of a blurred mark, in cells."""
_THOUGHT_OF: Final = 0.003
"""Probability of a marked letter from which the shape of a plain one is asked."""
_AGREES: Final = 0.05
"""How much better the mark that a reader has must fit to be confirmed."""
_EVEN: Final = 0.5
"""Probability below which a reader's own mark is no more than a guess."""
_DIFFERS: Final = 0.10
"""How much better another mark must fit to be taken, if it was the reader's second choice."""
_NEW: Final = 0.20
"""The same for a mark of which the reader knows nothing, or at which it only guesses."""
_BARE: Final = 0.40
"""How much better no mark must fit for the ink above a letter to be none of it."""
_BARELY: Final = 0.30
"""The same where hardly any ink is above it. Three of 3,563 plain letters of names on photos and
scans were below, and one that had lost its mark: 0.07."""
_BARE_OF_TWO: Final = 0.80
"""The same of a letter that bears no more than one mark. Of 130 plain ones on sheets of names none
was below 0.95, and of 17 that had their mark none above 0.7."""
_BEYOND: Final = 0.40
"""How much better another mark must fit than the one of a reader that is rather sure to be the
likelier one of the two, in doubt as both are."""
_POOR: Final = -2.2
"""Fit below which no drawing is like the letter."""
_BODY_COUNTS: Final = 6.0
"""What a body that is not alike costs, in marks."""
_UNIT: Final = 10.0
"""Ink of a small mark, in cells."""
_SEEN: Final = 0.82
"""Certainty of a letter whose shape was clear."""
_CONFIRMED: Final = 0.9
"""Certainty of one that reader and shape have in common."""
_TWO_DOTS: Final = frozenset("ËÏÖÜŸëïöüÿ")
"""Letters with two dots, but for those that may bear a ring, which is light in the middle, too."""
_BETWEEN_DOTS: Final = 0.2
"""How much lighter a mark of two dots is in its middle than on both sides. On 230 sheets 16 of 21
were, and of 130 other marks none by more than 0.14."""


class _Fit(NamedTuple):
    letter: str
    score: float
    ahead: float
    """How much better it fits than the next one."""


def with_seen_mark(character: Character, cell: Darkness, letters: Sequence[str]) -> Character:
    """A letter with the mark that its shape has, if there is any doubt of it.

    Args:
        character: As read: one of the letters, or one with a mark that none of them has.
        cell: Its shape.
        letters: Those of ``MARKED`` that it may be.
    """
    if character.text not in letters:
        return _of_unknown_mark(character, cell, letters)
    is_plain = character.text == letters[0]
    is_open = _is_mark_doubtful(character, letters)
    if not is_open and not (is_plain and _may_have_lost_mark(character, cell, letters)):
        return character
    if character.text in _TWO_DOTS and _lighter_in_the_middle(cell) >= _BETWEEN_DOTS:
        return as_seen(character, character.text)
    best = _best_mark(cell, letters, character)
    if best.score < _POOR:
        return character
    if best.letter == letters[0]:
        return _bare(character, cell, letters, best)
    return _marked(character, letters, best)


def _of_unknown_mark(character: Character, cell: Darkness, letters: Sequence[str]) -> Character:
    """A letter whose mark is not among the drawings, if the reader is rather sure of it."""
    if character.probability >= _SURE:
        return character
    if character.probability >= LIKELY:
        return in_doubt(character)
    return in_doubt(character._replace(text=_best_mark(cell, letters, character).letter))


def _bare(character: Character, cell: Darkness, letters: Sequence[str], best: _Fit) -> Character:
    """A letter with the shape of a plain one. Blur takes marks away, so that proves little."""
    if character.text != letters[0]:
        stays = character.probability >= _SURE
    else:
        least = _BARE if ink_above(cell) > _INK_ABOVE else _BARELY
        stays = best.ahead >= (_BARE_OF_TWO if len(letters) == 2 else least)
    return character if stays else in_doubt(character)


def _marked(character: Character, letters: Sequence[str], best: _Fit) -> Character:
    """A letter with the shape of a marked one."""
    is_plain = character.text == letters[0]
    if not is_plain and _agrees(character, best):
        return character
    is_open = _is_mark_doubtful(character, letters)
    if not is_plain and best.letter != character.text:
        # Marks differ by a few pixels; a reader that is rather sure is doubted, not overruled.
        is_open = is_open and character.probability < LIKELY
    if is_open and best.ahead >= _enough(character, best.letter):
        seen = as_seen(character, best.letter)
        return in_doubt(seen) if best.letter in _RARE - {character.text} else seen
    likelier = is_open and (best.ahead >= _AGREES or is_plain)
    likelier = likelier or best.ahead >= _BEYOND
    return in_doubt(character._replace(text=best.letter) if likelier else character)


def _may_have_lost_mark(character: Character, cell: Darkness, letters: Sequence[str]) -> bool:
    """Whether there is something above a plain letter, or a reader thought of a marked one."""
    hinted = character.second in letters and character.second_probability >= _THOUGHT_OF
    return hinted or ink_above(cell) > _SOME_INK


def _agrees(character: Character, best: _Fit) -> bool:
    """Whether a likely letter has the shape that fits best, if only just."""
    only_just = best.letter == character.text and best.ahead < _AGREES
    return only_just and character.probability >= LIKELY


def _enough(character: Character, letter: str) -> float:
    """How much better than the others a mark must fit to be taken."""
    if letter == character.text:
        return _AGREES if character.probability >= _EVEN else _NEW
    return _DIFFERS if letter == character.second else _NEW


def _is_mark_doubtful(character: Character, letters: Sequence[str]) -> bool:
    """Whether a reader wavers between forms of a letter, or is not sure of it at all."""
    wavers = character.second in letters and character.second_probability >= MAY_BE
    return wavers or character.probability < _SURE


def as_seen(character: Character, letter: str) -> Character:
    """A letter as its shape clearly is."""
    if letter == character.text:
        certain = max(character.probability, _CONFIRMED)
        return character._replace(probability=certain, second="", second_probability=0.0)
    return character._replace(text=letter, probability=_SEEN, second="", second_probability=0.0)


def ink_above(cell: Darkness) -> float:
    """Ink above the body of a letter, clear of its blur."""
    return float(cell[: ABOVE - 2].sum())


def _lighter_in_the_middle(cell: Darkness) -> float:
    """How much less ink a mark has in its middle than on the fainter one of its sides, 0 to 1."""
    ink = cell[: ABOVE - 1].sum(axis=0)
    middle = round(float(np.average(np.arange(len(ink)), weights=np.maximum(ink, 1e-6))))
    sides = ink[:middle].max(initial=0.0), ink[middle + 1 :].max(initial=0.0)
    return 1 - float(ink[max(0, middle - 1) : middle + 2].mean()) / max(1e-6, float(min(sides)))


def _best_mark(cell: Darkness, letters: Sequence[str], character: Character) -> _Fit:
    """The letter whose mark explains best what stands above the body."""
    thought_of = {character.text, character.second}
    rarely = np.array([_RARELY * (each in _RARE - thought_of) for each in letters])
    grids = drawings(letters).grids
    top, body = grids[:, :, : ABOVE + 2], grids[:, 0, ABOVE + 2 : ABOVE + BODY]
    size = (body**2).sum(axis=(1, 2))
    best = np.full(len(letters), -np.inf)
    for shifted in moved(cell):
        own = shifted[ABOVE + 2 : ABOVE + BODY]
        shared = (body * own).sum(axis=(1, 2))
        ink = np.maximum(shared / size, 1e-6)
        alike = shared / np.maximum(1e-6, np.sqrt(size) * float(np.linalg.norm(own)))
        off = np.abs(shifted[: ABOVE + 2] - ink[:, None, None, None] * top).sum(axis=(2, 3))
        score = -off / (ink[:, None] * _UNIT) - _BODY_COUNTS * (1 - alike[:, None]) - rarely
        best = np.maximum(best, score.max(axis=0))
    order = np.argsort(-best)
    first, next_best = order[0], order[1]
    return _Fit(letters[first], float(best[first]), float(best[first] - best[next_best]))
