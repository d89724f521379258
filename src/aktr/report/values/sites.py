"""Reads the testing centre out of the characters of its cell."""

import re
from typing import Final

from aktr.report.values.cell_reading import Reading, is_blank
from aktr.report.values.code_text import find_codes

_SITE: Final = re.compile(r"(?<![^\W_])([A-Z]{2,5})[\s-]?(\d{2,6}[A-Z]{0,3})(?![A-Za-z0-9])")
_TORN: Final = re.compile(
    r"(?=\S+.*\d\s\d)[A-Z]{2,5}(?:\s?\d){3,6}|[A-Z]{1,2}\s[A-Z]{1,3}\d(?:\s?\d){2,5}"
)
"""A code of a centre with blanks inside: "ABS9 9167"."""
_OF_ADDRESS: Final = re.compile(
    r"[A-Z]+\s\d{1,2}(?!\d)|[A-Z]{2}\s\d{5}(?!\d)|(?:BLDG|BOX|DESK|FLOOR|GATE|HWY|KIOSK|LAB|RM|ROOM|ROUTE|SEAT|STE|SUITE"
    r"|UNIT)[\s-]?\d"
)
"""A word with a number that is no code of a center: "KIOSK 07", "SUITE 210", "TX 78701"."""
_NO_PLACE: Final = re.compile(r"[$€£]|^[•·▪◦*]")
"""A sum of money, or another item of a list."""
_WORDS_OF_SENTENCE: Final = 4
"""Small words of a sentence, at least; the name of a centre and its town have fewer."""


def read_site(text: str) -> Reading | None:
    """A testing centre: its code if one is printed, else all that the cell says.

    A code of the list is none, and neither is a sentence: such stand near a label by chance.
    """
    torn = _TORN.fullmatch(text.strip())
    if torn and not _OF_ADDRESS.match(torn.group()):
        doubt = "The characters of the site stand apart; some may be missing."
        return Reading("".join(text.split()), 0, len(text), doubt, sure=False)
    codes = find_codes(text)
    for match in _SITE.finditer(text):
        is_code = any(code.start < match.end() and match.start() < code.end for code in codes)
        if not (is_code or _OF_ADDRESS.match(match.group())):
            return Reading(match[1] + match[2], match.start(), match.end())
    if codes or is_blank(text) or _NO_PLACE.search(text.strip()) or _is_sentence(text):
        return None
    return Reading(text.strip(), 0, len(text), sure=False)


def _is_sentence(text: str) -> bool:
    return sum(word.islower() and word.isalpha() for word in text.split()) >= _WORDS_OF_SENTENCE
