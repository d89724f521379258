"""The characters of a PDF page, those without a meaning told from those with one.

A font need not say which letters its signs stand for. PDFium gives the number of such a sign then,
as if that were a letter.
"""

import ctypes
import re
from typing import Any, Final

import pypdfium2.raw as pdfium

from aktr.reading.page import Box, Word
from aktr.reading.pdf.marks_apart import composed, has_lone_mark
from aktr.reading.unknown_signs import HIGHEST_NUMBER, OWN_USE

_PLAIN_SIGNS: Final[dict[int, str | None]] = {
    **dict.fromkeys(map(ord, "\ufffe\u00ad\x02\u2010\u2011\u2212"), "-"),
    0xB4: "'",
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff")),
    **dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
}
"""Hyphens, among them U+FFFE and U+0002, which PDFium writes where one ends a line, and the minus
that typesetters of formulas set for one; and signs of no width, which producers put between
characters, or which turn text around where it is shown, though not on the paper."""
_MAY_BE_A_NUMBER: Final = re.compile(r"[^\t\n\r -~]")
_DOUBTFUL: Final = 0.6
"""Confidence in a word with an accent that nobody knows the letter of."""


def characters(text_page: Any) -> str:  # noqa: ANN401 - a C handle
    """One Python character for each character index of PDFium.

    A sign without a letter is one for private use, the same for the same sign of a font.
    """
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer) - 1
    text = bytes(buffer)[: written * 2].decode("utf-16-le", errors="replace")
    if len(text) != count:
        codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
        text = "".join(chr(code) if code <= 0x10FFFF else " " for code in codes)
    without_letters = [
        match.start()
        for match in _MAY_BE_A_NUMBER.finditer(text)
        if ord(match[0]) <= HIGHEST_NUMBER
        and pdfium.FPDFText_HasUnicodeMapError(text_page, match.start()) == 1
    ]
    if without_letters:
        signs = list(text)
        for place in without_letters:
            signs[place] = chr(OWN_USE + ord(signs[place]))
        text = "".join(signs)
    return text.replace("\x00", " ")


def word(text: str, box: Box) -> Word:
    """A word of the characters of a page, ligatures and full-width forms as plain letters.

    Every hyphen is the one on the keyboard.
    """
    if text.isascii() and "\x02" not in text:
        return Word(text, box)
    plain = composed(text.translate(_PLAIN_SIGNS))
    return Word(plain, box, _DOUBTFUL if has_lone_mark(plain) else 1.0)
