"""Grades that a picture shows damaged: there are four words, and none is like another one."""

import re
import unicodedata
from typing import Final

from aktr.reading.page import Word

_LABEL: Final = re.compile(r"\b(?:grade|result)\b", re.IGNORECASE)
_PARTS: Final = re.compile(r"(.*[:(\[|])?([^\W_]{4,6})([)\]|.,;]*)")
"""What stands in front of a grade without a blank, the grade, and what stands behind it."""
_GRADES: Final = ("PASS", "FAIL", "PASSED", "FAILED")
_LIKELY: Final = 0.75
"""Confidence in a grade of which a letter was misread, which its score may confirm."""


def is_of_grade(line: str) -> bool:
    """Whether a line of a form has the label of a grade."""
    return _LABEL.search(line) is not None


def with_grade(word: Word) -> Word:
    """A word as the grade it must be: a line around it makes PASŞ of PASS.

    Args:
        word: Of a line with the label of a grade.
    """
    parts = _PARTS.fullmatch(word.text)
    if parts is None:
        return word
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in parts[2])
    for grade in _GRADES:
        if len(plain) == len(grade) and _differing(plain.upper(), grade) <= 1:
            right = grade if plain.isupper() else grade.capitalize()
            if parts[2].upper() == grade:
                return word
            return word._replace(
                text=f"{parts[1] or ''}{right}{parts[3]}",
                read_as=word.read_as or word.text,
                confidence=min(word.confidence, _LIKELY),
            )
    return word


def _differing(read: str, printed: str) -> int:
    return sum(letter != other for letter, other in zip(read, printed, strict=True))
