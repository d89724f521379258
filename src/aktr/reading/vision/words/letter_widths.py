"""How wide letters are in print, so that distances between them tell what stands there.

Widths are those of Helvetica, if nothing else is said. Other faces are wider or narrower by about
as much in most letters.
"""

from collections.abc import Callable, Mapping
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
_USUAL: Final = 0.556


_TIMES: Final = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;ijlt",
    333: "!()-I[]fr",
    389: "Js",
    444: "acez",
    500: "0123456789_bdghknopquvxy",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYw",
    778: "m",
    833: "%",
    889: "M",
    944: "W",
}
_TIMES_BOLD: Final = {
    220: "|",
    250: " ,.",
    278: "'/il",
    333: "!()-:;[]fjt",
    389: "Is",
    444: "cerz",
    500: "0123456789J_agovxy",
    556: "Sbdhknpqu",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYw",
    778: "GHKOQ",
    833: "m",
    944: "M",
    1000: "%W",
}
_HELVETICA: Final = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[]ft",
    333: "()-r",
    500: "Jcksvxyz",
    556: "0123456789L_abdeghnopqu",
    611: "FTZ",
    667: "ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
_HELVETICA_BOLD: Final = {
    238: "'",
    278: " ,./Iijl",
    333: "!()-:;[]ft",
    389: "r",
    500: "z",
    556: "0123456789J_aceksvxy",
    611: "FLTZbdghnopqu",
    667: "EPSVXY",
    722: "ABCDHKNRU",
    778: "GOQw",
    833: "M",
    889: "%m",
    944: "W",
}
_VERA: Final = {
    278: "'ijl",
    295: "IJ",
    318: " ,.",
    337: "/:;|",
    356: "-f",
    390: "()[]t",
    411: "!r",
    500: "_",
    523: "sz",
    554: "Lc",
    577: "Fk",
    592: "vxy",
    611: "PTYaeo",
    635: "0123456789ESbdghnpqu",
    656: "K",
    685: "ABVXZ",
    697: "CR",
    732: "U",
    750: "HN",
    775: "DG",
    787: "OQ",
    818: "w",
    863: "M",
    960: "%m",
    989: "W",
}
_CARLITO: Final = {
    230: " 'il",
    245: ",.Ij",
    268: ":;",
    305: "()-[]f",
    326: "!Jt",
    349: "r",
    389: "/sz",
    422: "Lc",
    433: "x",
    453: "kvy",
    460: "FS|",
    470: "Zg",
    484: "ETYa",
    498: "_e",
    518: "0123456789KPX",
    527: "bdhnopqu",
    538: "BCR",
    570: "AV",
    619: "DH",
    637: "GNU",
    665: "OQ",
    715: "%w",
    799: "m",
    855: "M",
    890: "W",
}
"""Widths of all signs in the metrics of faces: of books, of screens, and of offices."""


def _in_ems(widths: Mapping[int, str]) -> Mapping[str, float]:
    """The width of each letter, of letters by their widths in thousandths of an em."""
    return {letter: width / 1000 for width, group in widths.items() for letter in group}


_WIDTH_OF: Final = _in_ems(_WIDTHS)


@cache
def width_of(letter: str) -> float:
    """Width of a letter in ems, with the paper around it; a mark makes none wider."""
    return _WIDTH_OF.get(normalize("NFD", letter)[0], _USUAL)


def distance_between(letter: str, following: str) -> float:
    """Distance of the middles of two letters of one word, in ems."""
    return (width_of(letter) + width_of(following)) / 2


def _widths_in(widths: Mapping[int, str]) -> Callable[[str], float]:
    of_letter = _in_ems(widths)
    return lambda letter: of_letter.get(letter, _USUAL)


WIDTHS_IN_FACES: Final = tuple(
    map(_widths_in, (_TIMES, _TIMES_BOLD, _HELVETICA, _HELVETICA_BOLD, _VERA, _CARLITO))
)
"""Widths of unmarked letters in ems, in faces in which reports are printed."""
