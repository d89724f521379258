"""Values of which the quick reader can be sure, so that the careful one need not read them.

What parts the two readers are strokes that stand close, marks on letters and lost blanks: names,
and codes of the standards. Figures as whole as they are printed, and the words of which the titles
of tests are made, were the same to both wherever the quick one was sure of every sign.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from aktr.acs.catalogue import load_catalogue
from aktr.reading.vision.text.prose import is_form_word
from aktr.reading.vision.text.recognise import Character

_SURE: Final = 0.97
"""Probability from which the quick reader was not seen to be wrong about a figure."""
_PARTS: Final = re.compile(r"[^:,;()]+")
_FIGURES: Final = re.compile(
    r"\d\d([/.-])\d\d\1\d{4}|\d{4}-\d\d-\d\d|\d{17}|[A-Z]\d{7}|[A-Z]{3}\d{5}"
    r"|(?:PLT|AM[AGP]|RIG|IAR)\d{3}|(?:\d\d\d?)?%|\d\d"
)
"""A date, an exam ID, an FTN, a testing centre, a learning statement, a score: each with all its
signs, as a sign that the quick reader has passed over shows in nothing else. Of two equal digits
side by side it may see one, 55 as 5 and 08/11/2025 as 08/1/2025, so a digit alone is none."""
_EDGES: Final = " .[]_-|*"
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINTS: Final = str.maketrans("/-–", "   ")
_LONG: Final = 4
_OTHERS: Final = frozenset(
    """
    fail january february march april may june july august september october november december
    """.split()
)


def is_certain(word: Sequence[Character]) -> bool:
    """Whether a value needs no second reading.

    Args:
        word: Its characters, as the quick reader has them; perhaps with the label before them.
    """
    if any(character.probability < _SURE for character in word):
        return False
    text = "".join(character.text for character in word)
    return all(
        is_form_word(part) or _is_figure_or_of_a_test(part.strip(_EDGES))
        for part in _PARTS.findall(text)
    )


def _is_figure_or_of_a_test(part: str) -> bool:
    return (
        _FIGURES.fullmatch(part) is not None
        or part in _codes_of_tests()
        or _words_of_tests().issuperset(part.lower().translate(_JOINTS).split())
    )


@cache
def _words_of_tests() -> frozenset[str]:
    """The words of titles, months and results, but for short ones, which may be parts of names."""
    titles = " ".join(test.title for test in load_catalogue().tests().values())
    words = _WORD.findall(titles.lower())
    return frozenset(word for word in words if len(word) >= _LONG) | _OTHERS


@cache
def _codes_of_tests() -> frozenset[str]:
    return frozenset(load_catalogue().tests())
