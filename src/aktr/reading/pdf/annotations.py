"""Text that a PDF page shows but does not hold: values of form fields, ticks and typed notes."""

import ctypes
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from aktr.reading.page import Word
from aktr.reading.pdf.filters import too_much
from aktr.reading.pdf.page_frame import PageFrame, upright_box

_HIDDEN = 2 | 32
"""Annotation flags Hidden and NoView (ISO 32000-1, table 165)."""
_TEXT_FIELDS = frozenset(
    {
        pdfium.FPDF_FORMFIELD_TEXTFIELD,
        pdfium.FPDF_FORMFIELD_COMBOBOX,
        pdfium.FPDF_FORMFIELD_LISTBOX,
    }
)
_BOXES = frozenset({pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON})
_TICKED, _EMPTY = "\u2611", "\u2610"
_NOT_TICKED = frozenset({"", "Off"})
_USUAL_LINE = 12.0
"""Height of a line of typed text, in points."""
_GLYPH = 0.5
"""Mean width of a character, in heights of its line."""


def read_annotation_words(
    raw_page: Any,  # noqa: ANN401 - C handles without Python types
    raw_form: Any,  # noqa: ANN401
    frame: PageFrame,
    most: int,
) -> list[Word]:
    """The text of form fields and free-text notes of a page, as words with their boxes.

    Args:
        raw_page: Handle of an open PDFium page.
        raw_form: Handle of the form environment of its document, or None.
        frame: The upright page.
        most: Words that are accepted.

    Returns:
        Words laid out inside their field line by line, as a viewer would show them.

    Raises:
        FileError: OUT_OF_MEMORY, there are more words.
    """
    words: list[Word] = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(raw_page)):
        annotation = pdfium.FPDFPage_GetAnnot(raw_page, index)
        if not annotation:
            continue
        try:
            words.extend(islice(_words(annotation, raw_form, frame), most + 1))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if len(words) > most:
            raise too_much(f"has more than {most} words in the notes on one page")
    return words


def _words(annotation: Any, raw_form: Any, frame: PageFrame) -> Iterator[Word]:  # noqa: ANN401
    if pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    text = ""
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        text = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents\x00")
    elif kind == pdfium.FPDF_ANNOT_WIDGET and raw_form is not None:
        field = pdfium.FPDFAnnot_GetFormFieldType(raw_form, annotation)
        if field in _TEXT_FIELDS:
            text = _string(pdfium.FPDFAnnot_GetFormFieldValue, raw_form, annotation)
        elif field in _BOXES:
            text = _EMPTY if _shown_state(annotation) in _NOT_TICKED else _TICKED
    if not text.strip():
        return
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rectangle)
    yield from _laid_out(text, rectangle, frame)


def _shown_state(annotation: Any) -> str:  # noqa: ANN401
    """Which of its appearances a box of a form shows (ISO 32000-1, 12.7.4.2.3)."""
    return _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"AS\x00")


def _string(getter: Any, *arguments: Any) -> str:  # noqa: ANN401
    length = getter(*arguments, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    getter(*arguments, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", errors="replace").rstrip("\x00")


def _laid_out(text: str, rectangle: Any, frame: PageFrame) -> Iterator[Word]:  # noqa: ANN401
    box = upright_box(frame, rectangle)
    if not (0 < box.width < math.inf and 0 < box.height < math.inf):
        return  # nothing of it shows
    height = min(_USUAL_LINE, box.height)
    per_line = max(1, int(box.width / (_GLYPH * height)))
    several = box.height >= 2 * height
    lines = [
        line
        for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in (_wrapped(paragraph.split(), per_line) if several else [paragraph.split()])
        if line
    ]
    step = min(height, box.height / max(1, len(lines)))
    first_top = box.top if several else (box.top + box.bottom - step) / 2
    for number, line in enumerate(lines):
        glyph = min(_GLYPH * height, box.width / max(1, len(" ".join(line))))
        left, top = box.left, first_top + number * step
        for word in line:
            right = left + glyph * len(word)
            yield Word(word, box._replace(left=left, top=top, right=right, bottom=top + step))
            left = right + glyph


def _wrapped(words: list[str], per_line: int) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    used = 0
    for word in words:
        if lines[-1] and used + 1 + len(word) > per_line:
            lines.append([])
            used = 0
        lines[-1].append(word)
        used += len(word) + 1
    return lines
