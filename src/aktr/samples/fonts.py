"""The typefaces of the samples: the standard fonts of PDF and the one that comes with reportlab."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True, slots=True)
class FontFamily:
    """Two weights of one face, by the names that the PDF library knows them by."""

    regular: str
    bold: str


HELVETICA: Final = FontFamily("Helvetica", "Helvetica-Bold")
TIMES: Final = FontFamily("Times-Roman", "Times-Bold")
COURIER: Final = FontFamily("Courier", "Courier-Bold")
VERA: Final = FontFamily("Vera", "VeraBd")
"""Bitstream Vera, embedded as a TrueType subset."""

HANDWRITING: Final = "Times-Italic"


@cache
def register_fonts() -> None:
    """Make the embedded fonts known to the PDF library; once is enough for a process."""
    for name in (VERA.regular, VERA.bold):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


@lru_cache(maxsize=32768)
def text_width(text: str, font: str, size: float) -> float:
    """Width of a string in points, without letter spacing."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, size))
