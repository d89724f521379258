"""Signs of a page for which nobody knows the letter; they stand as characters for private use."""

import re
from typing import Final

OWN_USE: Final = 0xE000
"""The first of the characters that have no meaning but what their users agree on."""
HIGHEST_NUMBER: Final = 0x18FF
"""The highest number of a sign in its font that fits among them."""
UNKNOWN: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
"""Characters that stand for nothing in print: control codes, and those of private use."""


def letter_of_number(sign: str) -> str:
    """The letter that has the number of a sign without one, as in fonts that were numbered so."""
    return chr(max(0, ord(sign) - OWN_USE)) if ord(sign) <= OWN_USE + HIGHEST_NUMBER else ""


def lacks_letters(text: str) -> bool:
    """Whether a word holds letters that nobody knows beside others."""
    return UNKNOWN.search(text) is not None and any(map(str.isalnum, text))
