"""How wide letters are in print, so that distances between them tell what stands there.

Widths are those of Helvetica. Other faces are wider or narrower by about as much in all letters.
"""

from functools import cache
from typing import Final
from unicodedata import normalize

_WIDTHS: Final = {
    222: "ijl",
    278: "ft/ .,:;!|",
    333: "r-()[]",
    500: "cksvxyzJ",
    556: "abdeghnopquL0123456789",
    611: "FTZ",
    667: "ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "W",
}
"""Widths of letters in thousandths of an em, from the metrics of Helvetica. An I has serifs in many
faces in which no other letter has, and is left with the usual letters."""
_WIDTH_OF: Final = {letter: width / 1000 for width, group in _WIDTHS.items() for letter in group}
_USUAL: Final = 0.556


@cache
def width_of(letter: str) -> float:
    """Width of a letter in ems, with the paper around it; a mark makes none wider."""
    return _WIDTH_OF.get(normalize("NFD", letter)[0], _USUAL)


def distance_between(letter: str, following: str) -> float:
    """Distance of the middles of two letters of one word, in ems."""
    return (width_of(letter) + width_of(following)) / 2
