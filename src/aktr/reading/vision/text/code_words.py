"""How sure a word is, and lists of codes without blanks.

Which of I, l and 1 stands between two dots of a code is settled by the place, not by the picture.
So a reader that wavers between them is sure of all that the picture can show.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.acs.code import LEARNING_STATEMENT_PREFIXES
from aktr.reading.vision.text.accents import may_have_an_accent
from aktr.reading.vision.text.recognise import Character

_SAME_STROKES: Final = (frozenset("Il1|!iÍÌ"), frozenset("0OoØ"))
_L_AT_THE_END: Final = frozenset("Il|")
"""Behind a digit, each of them is the letter l."""
_PREFIX: Final = rf"(?:{'|'.join(LEARNING_STATEMENT_PREFIXES)})"
_END_OF_CODE: Final = re.compile(
    r"(?:(?<=\d)|(?<=[\dIl|][a-mA-MIl|]))[,;.:\-\u2013\u00b7]"
    rf"(?=[A-Z]{{2}}[.,][IVXLl1|]|{_PREFIX}[\dO])"
    rf"|(?<=[A-Z]{{3}}\d{{3}})(?<={_PREFIX}.{{3}})[\-\u2013\u00b7]$"
    rf"|(?<=\wLT\d{{3}})(?=\wLT\d{{3}})"
    r"|(?:(?<=[KRS]\d)|(?<=[KRS]\d[\da-m])|(?<=[KRS]\d\d[a-m]))(?=[A-Z]{2}\.[IVX]{1,5}\.[A-P]\.[KRS]\d)"
)
"""The sign between two codes; a comma may have been read as a dot, and a dot half way up as a dash.
Behind a whole learning statement code it may be the last of its line. Where a tick stands between
two codes, it hides the blank, and may have changed the letter beside it."""
_LIKE_CODE: Final = re.compile(
    r"(?=.{5})(?=.*[\dIl|§])(?=.*[A-Za-z].*[A-Za-z])[A-Z\d|l][A-Za-z\d|]{0,5}[.,:;]\S*[A-Za-z\d|§]\S*"
    r"|(?=.*[A-Z])[A-Z|1l]{2,3}[\dOIlSB|]{2,3}[,;.:]?"
)
"""Some letters or digits, a mark, a digit somewhere; or the same without marks, in six signs."""
_DOTTED: Final = re.compile(r"(?:[A-Z]{2}[.,][IVXl1|]+[.,][A-Z][.,]\S{2,4}[,;.:]?)+")
"""Codes of the standards, of which only strokes that are equal are read otherwise."""
_BEGUN: Final = re.compile(r"[A-Z]{1,2}|[A-Z]{2}[.,]\S*")
_NO_CODE: Final = re.compile(r"[/@%]|\d{7}")
SIGNS_BEHIND: Final = ",;.:"
"""Signs behind a code or number that are no part of it."""
_IF_CAPITAL: Final = 0.7
"""What is left of the certainty of a small letter alone that may be its capital."""
_IF_ACCENT: Final = 0.7
"""What is left of the certainty of a letter that may have an accent or another one."""


def codes_apart(word: Sequence[Character]) -> list[list[Character]]:
    """A list of codes without blanks, parted into the codes and the signs between them."""
    text = "".join(character.text for character in word)
    cuts = [cut for match in _END_OF_CODE.finditer(text) for cut in match.span()]
    return [
        list(word[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True)
        if start < end
    ]


def is_like_code(text: str) -> bool:
    """Whether a word can be a code, or several that touch, however damaged."""
    return _LIKE_CODE.fullmatch(text) is not None and not _NO_CODE.search(text)


def begins_code_list(text: str) -> bool:
    """Whether a line that begins like this has codes of the standards and nothing else.

    Args:
        text: Its beginning, the last word perhaps cut off.
    """
    *words, last = text.split() or [""]
    return bool(words) and all(map(_DOTTED.fullmatch, words)) and _BEGUN.fullmatch(last) is not None


def certainty(word: Sequence[Character]) -> float:
    """How sure the reader is of the least certain character, strokes that are equal aside.

    Args:
        word: Its characters, at least one.
    """
    sure = _IF_CAPITAL if len(word) == 1 and _may_be_capital(word[0]) else 1.0
    if _has_digit(word):
        return min([sure, *(probability for _, probability in _told_by_place(word))])
    for character in word:
        probability = character.probability
        sure = min(
            sure, min(probability, _IF_ACCENT) if may_have_an_accent(character) else probability
        )
    return sure


def unsure_in(word: Sequence[Character], sure: float) -> list[Character]:
    """The characters of a word of which the reader is not sure, strokes that are equal aside.

    Args:
        word: Its characters, at least one.
        sure: Probability from which the reader is.
    """
    if _has_digit(word):
        return [character for character, probability in _told_by_place(word) if probability < sure]
    return [character for character in word if character.probability < sure]


def _has_digit(word: Sequence[Character]) -> bool:
    return any(character.text.isdigit() for character in word)


def _told_by_place(word: Sequence[Character]) -> Iterator[tuple[Character, float]]:
    """The characters of a code or number, and how sure each is that its place does not settle."""
    word = _without_signs_behind(word)
    for before, character in zip(["", *(c.text for c in word)], word, strict=False):
        yield character, character.probability + _of_the_same_strokes(character, before)


def _without_signs_behind(word: Sequence[Character]) -> Sequence[Character]:
    """A code or number without the sign that parts it from the next one, whichever that is."""
    end = len(word)
    while word[end - 1].text in SIGNS_BEHIND:
        end -= 1
    return word[:end]


def _may_be_capital(letter: Character) -> bool:
    """Whether a letter that stands alone is small by its size only, which nothing shows."""
    return letter.text.islower() and letter.second == letter.text.upper()


def _of_the_same_strokes(character: Character, before: str) -> float:
    """How likely the second choice is, if it is one between which position decides."""
    text, second = character.text, character.second
    if text.swapcase() == second:
        return character.second_probability
    # Behind a digit, an l is the last sign of a code and a 1 another digit.
    if before.isdigit() and {text, second} <= _L_AT_THE_END:
        return character.second_probability
    if before.isdigit() and not (text.isdigit() and second in "IO|!"):
        return 0.0
    if any(text in strokes and second in strokes for strokes in _SAME_STROKES):
        return character.second_probability
    return 0.0
