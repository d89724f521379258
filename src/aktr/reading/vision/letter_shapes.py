"""Letters of names that the readers know less well, compared with drawings of what they may be.

The readers seldom answer with Å, Ø or Æ and take one accent for another. Which mark a letter bears
shows in its shape, so the shape is asked where a reader is not sure of a letter or has overlooked
ink above it; what neither settles is in doubt.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.decode import Grey
from aktr.reading.vision.glyphs import ABOVE, BODY, Darkness, drawings
from aktr.reading.vision.letter_cells import WordShape, shape_of
from aktr.reading.vision.percentiles import percentile
from aktr.reading.vision.prose import is_form_word
from aktr.reading.vision.recognise import Character
from aktr.reading.vision.words import StripWord

_MARKED: Final = {
    letters[0]: tuple(letters)
    for letters in (
        "AÀÁÂÃÄÅ", "EÈÉÊË", "IÌÍÎÏ", "OÒÓÔÕÖ", "UÙÚÛÜ", "NÑŃŇ", "YÝŸ", "ZŽŹ", "SŠŚ",
        "aàáâãäå", "eèéêë", "oòóôõö", "uùúûü", "nñńň", "yýÿ", "zžź", "sšś",
    )
}  # fmt: skip
"""Letters with the marks above them that names commonly bear. The dot of a small i hides its
marks."""
_STROKED: Final = {
    "O": ("O", "Ø"),
    "0": ("O", "Ø"),
    "Ø": ("O", "Ø"),
    "o": ("o", "ø"),
    "ø": ("o", "ø"),
}
_HALVES: Final = {"E": ("E", "Æ"), "A": ("A", "Æ"), "e": ("e", "æ"), "a": ("a", "æ")}
"""Either half of a joined letter, if a reader has only that."""
_OTHER_HALF: Final = {"A": "E", "E": "A", "a": "e", "e": "a"}
_JOINED: Final = {"AE": ("AE", "Æ"), "ae": ("ae", "æ"), "OE": ("OE", "Œ"), "oe": ("oe", "œ")}

_NUMERALS: Final = frozenset({"II", "III"})
"""Behind a name: their strokes bear no marks, and all of them were counted."""
_BRACKETS: Final = frozenset("()[]")
"""What stands in them is the code of a test."""
_SURE: Final = 0.97
"""Probability of a letter from which its mark is not asked, if no ink is above a plain one."""
_LIKELY: Final = 0.80
"""Probability of a letter that stands where its shape agrees and does not settle it."""
_MAY_BE: Final = 0.02
"""Probability of another form of the letter from which it is asked all the same."""
_INK_ABOVE: Final = 4.0
"""Ink above a letter that is no blur, in cells."""
_SOME_INK: Final = 1.0
"""Ink above a letter that may be the rest of a blurred mark, in cells."""
_THOUGHT_OF: Final = 0.003
"""Probability of a marked letter from which the shape of a plain one is asked."""
_LIKE: Final = 0.90
"""Likeness of a shape to a drawing below which the letter was not cut out well."""
_CLEARLY: Final = 0.02
"""How much more like one drawing than the other a stroke or a joint must be."""
_VERY_LIKE: Final = 0.95
"""The same for a letter of which the reader is sure."""
_VERY_CLEARLY: Final = 0.05
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
_OPEN: Final = 0.6
"""Certainty of one that its shape leaves open."""
_INNER: Final = slice(6, -6)
"""Rows of a strip without the rules above and below."""
_FAINTEST: Final = 0.25
"""Darkness of ink, as a share of the darkest."""
_FADED: Final = 0.6
"""Darkness of the usual stroke, as a share of the darkest, below which thin ones are lost. Even
print has 0.7 to 0.9, blurred as it may be."""
_COMPARED: Final = slice(ABOVE - 3, ABOVE + BODY + 3)
"""Rows of the grid in which letters of like bodies differ."""
_SHIFTS: Final = [(row, column) for row in (-1, 0, 1) for column in (-2, -1, 0, 1, 2)]


class _Fit(NamedTuple):
    letter: str
    score: float
    ahead: float
    """How much better it fits than the next one."""


def with_seen_letters(word: StripWord) -> StripWord:
    """A word with its doubtful letters settled by their shapes, or left in doubt."""
    if _is_cut_off(word):
        return word._replace(characters=tuple(map(_in_doubt, word.characters)))
    if not _may_be_name(word.text):
        return word
    shape = shape_of(word)
    if shape is None:
        return word
    characters: list[Character] = []
    index = 0
    while index < len(word.characters):
        pair = _joint(word, shape, index)
        if pair is not None:
            characters.append(pair)
            index += 2
            continue
        characters.append(_settled(word.characters[index], shape, index))
        index += 1
    if _has_lost_strokes(word):
        characters = [_in_doubt(character) for character in characters]
    return word._replace(characters=tuple(characters))


def _is_cut_off(word: StripWord) -> bool:
    """Whether a lone capital ends where its strip does, so that its dot may lie beyond."""
    is_initial = len(word.characters) == 1 and word.text.isupper()
    return is_initial and word.right >= word.strip.pixels.shape[1]


def _has_lost_strokes(word: StripWord) -> bool:
    """Whether the thin strokes of a word have faded, as on poor copies, and its marks with them.

    Print fades by lines; a word alone may be made of thin strokes, as a V and an A are.
    """
    pixels = word.strip.pixels
    return _is_faded(pixels[:, max(0, word.left) : word.right]) and _is_faded(pixels)


def _is_faded(pixels: Grey) -> bool:
    """Whether the usual stroke of some print is much lighter than its darkest ones."""
    inner = cv2.blur(pixels, (3, 3))[_INNER].astype(np.float32)
    dark = percentile(pixels, 90) - inner.min(axis=0)
    darkest = percentile(dark, 97)
    inked = dark[dark > _FAINTEST * darkest]
    return len(inked) > 0 and float(np.median(inked)) < _FADED * darkest


def _may_be_name(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    # A round zero is the only digit that a reader puts into a name.
    only_zeros = not any(sign.isdigit() and sign != "0" for sign in text)
    return (
        letters > max(1, text.count("0"))
        and only_zeros
        and _BRACKETS.isdisjoint(text)
        and text not in _NUMERALS
        and not is_form_word(text)
    )


def _joint(word: StripWord, shape: WordShape, index: int) -> Character | None:
    """One letter for two that are joined: Æ where a reader has A and E."""
    letters = _JOINED.get(word.text[index : index + 2])
    if letters is None:
        return None
    cell = shape.cell(index, index + 1, capital=letters[0].isupper())
    if cell is None or not _is_like_second(cell, letters):
        return None
    first, second = word.characters[index : index + 2]
    middle = (first.column + second.column) / 2
    return _as_seen(first, letters[1])._replace(column=middle)


def _settled(character: Character, shape: WordShape, index: int) -> Character:
    base = _base(character.text)
    if base not in _MARKED and character.text not in _STROKED:
        return character
    cell = shape.cell(index, index, capital=not character.text.islower())
    if cell is None:
        return character
    letters = _STROKED.get(character.text) or _HALVES.get(character.text)
    if letters is not None:
        seen = _seen_stroke(character, cell, letters)
        if seen != character:
            return seen
    return _with_seen_mark(character, cell, _MARKED[base]) if base in _MARKED else character


def _seen_stroke(character: Character, cell: Darkness, letters: Sequence[str]) -> Character:
    """A letter with its stroke, or joined to its other half, if its shape has that."""
    plain, other = _likeness(cell, letters)
    hinted = character.text != letters[0] or character.second in (
        letters[1],
        _OTHER_HALF.get(character.text),
    )
    if hinted and (character.text != letters[0] or character.second_probability >= _MAY_BE):
        if max(plain, other) >= _LIKE and abs(other - plain) >= _CLEARLY:
            likelier = letters[other > plain]
            return character if likelier == character.text else _as_seen(character, likelier)
        # No blot makes a stroke across a letter, and the readers seldom answer with one.
        is_seen = character.text == letters[1] and character.probability >= _LIKELY
        return character if is_seen and other >= plain else _in_doubt(character)
    if character.text.isupper() and other >= _VERY_LIKE and other - plain >= _VERY_CLEARLY:
        return _as_seen(character, letters[1])
    return character


def _with_seen_mark(character: Character, cell: Darkness, letters: Sequence[str]) -> Character:
    is_plain = character.text == letters[0]
    is_open = _is_mark_doubtful(character, letters)
    if not is_open and not (is_plain and _may_have_lost_mark(character, cell, letters)):
        return character
    best = _best_mark(cell, letters)
    if character.text not in letters:
        return _in_doubt(character._replace(text=best.letter))
    if best.score < _POOR or (not is_plain and _agrees(character, best)):
        return character
    if best.letter == letters[0]:
        # Blur takes marks away and adds none, so a plain shape proves nothing.
        is_bare = best.ahead >= (_BARE if _ink_above(cell) > _INK_ABOVE else _BARELY)
        stays = is_bare if is_plain else character.probability >= _SURE
        return character if stays else _in_doubt(character)
    if not is_plain and best.letter != character.text:
        # Marks differ by a few pixels; a reader that is rather sure is doubted, not overruled.
        is_open = is_open and character.probability < _LIKELY
    if is_open and best.ahead >= _enough(character, best.letter):
        return _as_seen(character, best.letter)
    likelier = is_open and (best.ahead >= _AGREES or is_plain)
    likelier = likelier or best.ahead >= _BEYOND
    return _in_doubt(character._replace(text=best.letter) if likelier else character)


def _may_have_lost_mark(character: Character, cell: Darkness, letters: Sequence[str]) -> bool:
    """Whether there is something above a plain letter, or a reader thought of a marked one."""
    hinted = character.second in letters and character.second_probability >= _THOUGHT_OF
    return hinted or _ink_above(cell) > _SOME_INK


def _agrees(character: Character, best: _Fit) -> bool:
    """Whether a likely letter has the shape that fits best, if only just."""
    only_just = best.letter == character.text and best.ahead < _AGREES
    return only_just and character.probability >= _LIKELY


def _enough(character: Character, letter: str) -> float:
    """How much better than the others a mark must fit to be taken."""
    if letter == character.text:
        return _AGREES if character.probability >= _EVEN else _NEW
    return _DIFFERS if letter == character.second else _NEW


def _is_mark_doubtful(character: Character, letters: Sequence[str]) -> bool:
    """Whether a reader wavers between forms of a letter, or has one that names rarely have."""
    wavers = character.second in letters and character.second_probability >= _MAY_BE
    return wavers or character.probability < _SURE or character.text not in letters


def _base(letter: str) -> str:
    """The letter without its mark."""
    return unicodedata.normalize("NFD", letter)[:1]


def _as_seen(character: Character, letter: str) -> Character:
    if letter == character.text:
        certain = max(character.probability, _CONFIRMED)
        return character._replace(probability=certain, second="", second_probability=0.0)
    return character._replace(text=letter, probability=_SEEN, second="", second_probability=0.0)


def _in_doubt(character: Character) -> Character:
    return character._replace(probability=min(character.probability, _OPEN))


def _ink_above(cell: Darkness) -> float:
    """Ink above the body of a letter, clear of its blur."""
    return float(cell[: ABOVE - 2].sum())


def _is_like_second(cell: Darkness, letters: Sequence[str]) -> bool:
    first, second = _likeness(cell, letters)
    return second >= _LIKE and second - first >= _CLEARLY


def _likeness(cell: Darkness, letters: Sequence[str]) -> list[float]:
    """How like each of some letters a shape is, 0 to 1, whatever the face."""
    moved = np.stack([shifted[_COMPARED].ravel() for shifted in _moved(cell)])
    moved /= np.maximum(1e-6, np.linalg.norm(moved, axis=1, keepdims=True))
    likeness = (_directions(letters) @ moved.T).max(axis=1).reshape(-1, len(letters))
    return [float(value) for value in likeness.max(axis=0)]


@cache
def _directions(letters: Sequence[str]) -> NDArray[np.float32]:
    """The drawings of letters as vectors of length 1: a row for each face, sharpness and letter."""
    grids = drawings(letters).grids[:, :, _COMPARED]
    unit = grids / np.linalg.norm(grids, axis=(2, 3), keepdims=True)
    return np.asarray(unit.reshape(-1, unit.shape[2] * unit.shape[3]), dtype=np.float32)


def _best_mark(cell: Darkness, letters: Sequence[str]) -> _Fit:
    """The letter whose mark explains best what stands above the body."""
    grids = drawings(letters).grids
    top, body = grids[:, :, : ABOVE + 2], grids[:, 0, ABOVE + 2 : ABOVE + BODY]
    size = (body**2).sum(axis=(1, 2))
    best = np.full(len(letters), -np.inf)
    for moved in _moved(cell):
        own = moved[ABOVE + 2 : ABOVE + BODY]
        shared = (body * own).sum(axis=(1, 2))
        ink = np.maximum(shared / size, 1e-6)
        alike = shared / np.maximum(1e-6, np.sqrt(size) * float(np.linalg.norm(own)))
        off = np.abs(moved[: ABOVE + 2] - ink[:, None, None, None] * top).sum(axis=(2, 3))
        score = -off / (ink[:, None] * _UNIT) - _BODY_COUNTS * (1 - alike[:, None])
        best = np.maximum(best, score.max(axis=0))
    order = np.argsort(-best)
    first, next_best = order[0], order[1]
    return _Fit(letters[first], float(best[first]), float(best[first] - best[next_best]))


def _moved(cell: Darkness) -> list[NDArray[np.float32]]:
    """A shape where it is and a little aside, as its edges are not certain."""
    rows, columns = cell.shape
    wide = np.asarray(cv2.copyMakeBorder(cell, 1, 1, 2, 2, cv2.BORDER_WRAP), dtype=np.float32)
    return [
        wide[1 - down : 1 - down + rows, 2 - right : 2 - right + columns] for down, right in _SHIFTS
    ]
