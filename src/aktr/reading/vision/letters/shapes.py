"""Letters of names that the readers know less well, settled by their shapes or left in doubt.

The readers seldom answer with Å, Ø or Æ, take one accent for another, pass over marks below a
letter, and do not know the ı of the Turkish.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

from aktr.reading.vision.letters.cells import WordShape, shape_of
from aktr.reading.vision.letters.glyphs import ABOVE, BODY, Darkness
from aktr.reading.vision.letters.likeness import likeness
from aktr.reading.vision.letters.lost_strokes import has_lost_strokes
from aktr.reading.vision.letters.marks_above import (
    LIKELY,
    MARKED,
    MAY_BE,
    as_seen,
    ink_above,
    with_seen_mark,
)
from aktr.reading.vision.letters.marks_below import marks_below
from aktr.reading.vision.text.prose import is_form_word
from aktr.reading.vision.text.recognise import MAY_HAVE_STROKE, Character, in_doubt
from aktr.reading.vision.words.words import StripWord

_STROKED: Final = {
    "O": ("O", "Ø"),
    "0": ("O", "Ø"),
    "Ø": ("O", "Ø"),
    "o": ("o", "ø"),
    "ø": ("o", "ø"),
}
_ROUND: Final = {"Č": ("C", "Ğ"), "č": ("c", "ğ")}
"""A round letter with a caron, and the shape without it, or the one it may be: the readers were
0.97 sure of it where a G with a breve is printed."""
_HALVES: Final = {"E": ("E", "Æ"), "A": ("A", "Æ"), "e": ("e", "æ"), "a": ("a", "æ")}
"""Either half of a joined letter, if a reader has only that."""
_OTHER_HALF: Final = {"A": "E", "E": "A", "a": "e", "e": "a"}
_JOINED: Final = {"AE": ("AE", "Æ"), "ae": ("ae", "æ"), "OE": ("OE", "Œ"), "oe": ("oe", "œ")}
_WITH_STROKE: Final = {"L": "Ł", "l": "ł", "D": "Đ", "d": "đ"}
_SMALL_MAY_HAVE_STROKE: Final = 0.04
"""The same of small letters: so of all 9, and not of two plain ones at 0.01."""
_NUMERALS: Final = frozenset({"II", "III"})
"""Behind a name: their strokes bear no marks, and all of them were counted."""
_BRACKETS: Final = frozenset("()[]")
"""What stands in them is the code of a test."""
_A_DOT: Final = 2.0
"""Ink of the dot of an i, in cells, at least. On sheets of names one of 321 that stood apart had
less, and 51 of 58 dotless ones."""
_STEM: Final = slice(9, 19)
"""Columns of the grid above the stroke of an i; beside them, a Y may lean over it."""
_STROKE: Final = slice(12, 17)
"""Columns of the stroke itself, above which the dot stands."""
_DARKEST_OF_DOT: Final = 1.0
"""Ink of the darkest column of a dot, at least, in cells."""
_LITTLE: Final = 0.3
"""Ink beside the stroke, in that of the stroke, that is no stroke of its own."""
_OF_TWO: Final = 0.8
"""Share of the ink of either of two dots that is left between them, at most."""
_LIKE: Final = 0.90
"""Likeness of a shape to a drawing below which the letter was not cut out well."""
_CLEARLY: Final = 0.02
"""How much more like one drawing than the other a stroke or a joint must be."""
_VERY_LIKE: Final = 0.95
"""The same for a letter of which the reader is sure."""
_VERY_CLEARLY: Final = 0.05
_UNLIKE: Final = 0.15
"""How much more like a joined letter one must be that is not very like it, to be in doubt."""


def with_seen_letters(word: StripWord) -> StripWord:
    """A word with its doubtful letters settled by their shapes, or left in doubt."""
    if _is_cut_off(word):
        return word._replace(characters=tuple(map(in_doubt, word.characters)))
    if not _may_be_name(word.text):
        return word
    shape = shape_of(word)
    if shape is None:
        return word
    characters: list[Character] = []
    below = marks_below(word.text, shape)
    index = 0
    while index < len(word.characters):
        pair = _joint(word, shape, index)
        if pair is not None:
            characters.append(pair)
            index += 2
            continue
        character = word.characters[index]
        if index in below:
            characters.append(in_doubt(character._replace(text=below[index])))
        else:
            characters.append(_settled(character, shape, index))
        index += 1
    if has_lost_strokes(word, shape):
        characters = [in_doubt(character) for character in characters]
    return word._replace(characters=tuple(characters))


def _is_cut_off(word: StripWord) -> bool:
    """Whether a lone capital ends where its strip does, so that its dot may lie beyond."""
    is_initial = len(word.characters) == 1 and word.text.isupper()
    return is_initial and word.right >= word.strip.pixels.shape[1]


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
    return as_seen(first, letters[1])._replace(column=middle)


def _settled(character: Character, shape: WordShape, index: int) -> Character:
    if character.text == "i":
        return _with_its_dot(character, shape, index)
    if character.second == _WITH_STROKE.get(character.text):
        return _with_stroke_thought_of(character)
    if character.text in _ROUND:
        return _seen_round(character, shape, index)
    base = _base(character.text)
    if base not in MARKED and character.text not in _STROKED:
        return character
    cell = shape.cell(index, index, capital=not character.text.islower())
    return character if cell is None else _as_its_cell(character, cell, base)


def _as_its_cell(character: Character, cell: Darkness, base: str) -> Character:
    """A letter with the stroke or the mark that its shape has."""
    letters = _STROKED.get(character.text) or _HALVES.get(character.text)
    if letters is not None:
        seen = _seen_stroke(character, cell, letters)
        if seen != character:
            return seen
    return with_seen_mark(character, cell, MARKED[base]) if base in MARKED else character


def _with_its_dot(character: Character, shape: WordShape, index: int) -> Character:
    """A small i, doubted if its dot is not there or if it has two.

    The readers do not know the ı of the Turkish, and seldom answer with an ï.
    """
    is_whole = shape.stands_apart(index, capital=False)
    cell = shape.cell(index, index, capital=False) if is_whole else None
    if cell is None:
        return character
    if _has_two_dots(cell):
        return in_doubt(character._replace(text="ï"))
    return character if ink_above(cell[:, _STEM]) >= _A_DOT else in_doubt(character)


def _has_two_dots(cell: Darkness) -> bool:
    """Whether there is ink above an i on both sides of its stroke, and less right above it.

    A neighbour that was cut out with it has a stroke of its own below.
    """
    ink, body = cell[: ABOVE - 1].sum(axis=0), cell[ABOVE + 2 : ABOVE + BODY].sum(axis=0)
    strokes_beside = max(float(body[: _STEM.start].max()), float(body[_STEM.stop :].max()))
    if strokes_beside > _LITTLE * float(body[_STROKE].max()):
        return False
    beside = min(float(ink[: _STROKE.start].max()), float(ink[_STROKE.stop :].max()))
    return beside >= _DARKEST_OF_DOT and float(ink[_STROKE].mean()) < _OF_TWO * beside


def _with_stroke_thought_of(character: Character) -> Character:
    """A letter of which the reader thinks that it may have a stroke across: then it has one."""
    enough = MAY_HAVE_STROKE if character.text.isupper() else _SMALL_MAY_HAVE_STROKE
    if character.second_probability < enough:
        return character
    return in_doubt(character._replace(text=character.second))


def _seen_round(character: Character, shape: WordShape, index: int) -> Character:
    """A C with a caron, doubted unless its shape is clearly one rather than a G with a breve."""
    letter, other = _ROUND[character.text]
    cell = shape.cell(index, index, capital=character.text.isupper())
    if cell is None:
        return in_doubt(character)
    round_one, with_spur = likeness(cell, (letter, _base(other)))
    if round_one - with_spur >= _CLEARLY:
        return character
    is_clear = with_spur - round_one >= _CLEARLY
    return in_doubt(character._replace(text=other) if is_clear else character)


def _seen_stroke(character: Character, cell: Darkness, letters: Sequence[str]) -> Character:
    """A letter with its stroke, or joined to its other half, if its shape has that."""
    plain, other = likeness(cell, letters)
    hinted = character.text != letters[0] or character.second in (
        letters[1],
        _OTHER_HALF.get(character.text),
    )
    if hinted and (character.text != letters[0] or character.second_probability >= MAY_BE):
        if max(plain, other) >= _LIKE and abs(other - plain) >= _CLEARLY:
            likelier = letters[other > plain]
            is_clear = max(plain, other) >= _VERY_LIKE and abs(other - plain) >= _VERY_CLEARLY
            is_seen = is_clear or likelier != character.text
            return as_seen(character, likelier) if is_seen else character
        # No blot makes a stroke across a letter, and the readers seldom answer with one.
        if (character.text, character.second) == tuple(letters):
            return in_doubt(character._replace(text=letters[1]))
        is_seen = character.text == letters[1] and character.probability >= LIKELY
        return character if is_seen and other >= plain else in_doubt(character)
    return _seen_without_hint(character, letters, plain, other)


def _seen_without_hint(
    character: Character, letters: Sequence[str], plain: float, other: float
) -> Character:
    """The same of a letter of which the reader hardly thinks that it may have a stroke."""
    if character.text in _STROKED and character.second == letters[1] and other > plain:
        return in_doubt(character._replace(text=letters[1]))
    if character.text.isupper() and other >= _VERY_LIKE and other - plain >= _VERY_CLEARLY:
        # Bold type with feet touches its neighbours: the foot of an L made an E an Æ.
        is_half = character.text in _HALVES
        return in_doubt(character) if is_half else as_seen(character, letters[1])
    if character.text.isupper() and other >= _LIKE and other - plain >= _UNLIKE:
        return in_doubt(character)  # narrow print joins an Æ to the letter behind it
    return character


def _base(letter: str) -> str:
    """The letter without its mark."""
    return unicodedata.normalize("NFD", letter)[:1]


def _is_like_second(cell: Darkness, letters: Sequence[str]) -> bool:
    first, second = likeness(cell, letters)
    return second >= _LIKE and second - first >= _CLEARLY
