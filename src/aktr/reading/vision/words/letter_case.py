"""Capitals and small letters that differ in size alone.

A strip shows no letter beside which another is large or small, except its neighbours. In a text of
capitals a lone small o is a capital; which of both it is says nothing about which letter it is.
"""

import re
from collections.abc import Sequence
from typing import Final

from aktr.reading.vision.text.prose import is_form_word
from aktr.reading.vision.text.recognise import Character, together

_SAME_SHAPE: Final = frozenset("cosvwxzkpuóòôöõøúùûüśšçžźż")
"""Small letters that look like their capitals."""
_SURELY_SMALL: Final = frozenset("abdefghmnqrty")
"""Small letters that are like no capital."""
_FEWEST_CAPITALS: Final = 4
_MOST_SMALL: Final = 0.25
"""Share of small letters up to which a text is one of capitals."""
_STROKE_FIRST: Final = re.compile(r"[Il|](?!(?:as|es|os)\W?$)[a-z]{2,}\W?")
"""A stroke before small letters, but for the particles of names that begin with a small l."""
_CAPITALISED: Final = re.compile(r"[A-Z]\.|[A-Z](?!(?:an|on|om|um|ur)\W?$)[a-z]{2,}\W?")
"""An initial, or a word with a capital, but for such as are written in either way: Van, von."""
_STROKES: Final = frozenset("Il|")
_APOSTROPHE: Final = re.compile(r"(?<=\b[OD])['’](?=[A-Z][a-z]{2})")
"""Between two capitals before small letters nothing else stands: O'Hare, D'Arcy."""
_CAPITAL_LAST: Final = re.compile(r"[^\W\d_a-z][a-z]+([COSUVWXZ])\W?")
"""A capital behind small letters, at the end of a word."""
_FAMILY: Final = re.compile(r"[^\W\d_]['’](?=[^\Wa-z\d_])")
"""The beginning of O'Hare, of Ó'Cinnéide."""
_LETTERS_ALONE: Final = re.compile(r"[^\W\d_]{3,}\W?|[^\W\d_]+(?:[-'’][^\W\d_]+)+\W?|O\.")
"""Letters alone, among which stands no zero, and an initial."""
_NAME_WITH_SIGN: Final = re.compile(r"(?=[^\Wa-z])[^\W\d_]{4,}[.,]")
"""A word that is too long to be an initial or a suffix, behind which no name has a dot."""
_SETTLED: Final = 0.95
"""Certainty of a sign that its place leaves no other choice for."""


def in_one_case(characters: Sequence[Character]) -> list[Character]:
    """Capitals for the small letters of a text of capitals, where only the size could tell.

    A small letter behind a digit stays: it is the last sign of a code. So does one beside another
    that is small for certain: MacARTHUR, VonTRAPP.
    """
    capitals = sum(character.text.isupper() for character in characters)
    small = sum(character.text.islower() for character in characters)
    if capitals < _FEWEST_CAPITALS or small > _MOST_SMALL * capitals:
        return list(characters)
    texts = [" ", *(character.text for character in characters), " "]
    return [
        _as_capital(character)
        if _may_be_capital(character.text)
        and not before.isdigit()
        and _SURELY_SMALL.isdisjoint((before, after))
        else character
        for before, character, after in zip(texts, characters, texts[2:], strict=False)
    ]


def with_capital_first(word: Sequence[Character]) -> list[Character]:
    """A word written as names are: with an I where it may be an l, and with no small letter.

    Without serifs an I and an l are one stroke, and an S differs from an s in its size. The place
    says which of the two it is: what is no word of the form is a value.
    """
    first, *rest = word
    text = "".join(character.text for character in word)
    settled = first
    if _STROKE_FIRST.fullmatch(text) and "I" in (first.text, first.second):
        if first.second in _STROKES and not is_form_word(text):
            settled = together(first, "I")
    elif _CAPITALISED.fullmatch(text) and first.second == first.text.lower():
        settled = together(first, first.text)
    elif _stands_alone_with_mark(text) and first.second == first.text.swapcase():
        settled = together(first, first.text.upper())
    letters = [settled, *map(_as_in_the_middle, rest, text, text[2:] + " ")]
    if _LETTERS_ALONE.fullmatch(text):
        letters = [_as_round_letter(letter) for letter in letters]
    if last := _CAPITAL_LAST.fullmatch(text):
        letters[last.start(1)] = _as_small(letters[last.start(1)])
    if _NAME_WITH_SIGN.fullmatch(text) and {letters[-1].text, letters[-1].second} == {".", ","}:
        letters[-1] = together(letters[-1], ",")
    for apostrophe in _APOSTROPHE.finditer(text):
        place = apostrophe.start()
        letters[place] = letters[place]._replace(
            probability=max(letters[place].probability, _SETTLED)
        )
    return letters


def _stands_alone_with_mark(text: str) -> bool:
    """Whether a word is a letter with a mark, or begins with one that nothing but a name follows.

    So do initials, and the Ó of a family's name, with an apostrophe or without.
    """
    is_alone = len(text) == 1 or _FAMILY.match(text) is not None
    return is_alone and not text[0].isascii() and text[0].lower() in _SAME_SHAPE


def _as_round_letter(letter: Character) -> Character:
    """An O among letters is as sure as if there were no zero."""
    return together(letter, "O") if (letter.text, letter.second) == ("O", "0") else letter


def _as_in_the_middle(letter: Character, before: str, after: str) -> Character:
    """A letter between small ones: one with a mark is small there, and its capital only larger."""
    small = letter.text.lower()
    if before.islower() and after.islower() and not letter.text.isascii() and small in _SAME_SHAPE:
        return letter._replace(text=small)
    return letter


def _as_small(letter: Character) -> Character:
    small = letter.text.lower()
    return together(letter, small) if letter.second == small else letter._replace(text=small)


def _may_be_capital(letter: str) -> bool:
    """Whether a small letter looks like its capital, or has its accent from it."""
    return letter in _SAME_SHAPE or (letter.islower() and not letter.isascii() and letter != "ß")


def _as_capital(character: Character) -> Character:
    capital = character.text.upper()
    if character.second == capital:
        return together(character, capital)
    return character._replace(text=capital)
