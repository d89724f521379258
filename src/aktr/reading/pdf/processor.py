"""PDF files to pages of words, with PDFium; damaged files are mended first if they can be.

PDFium must be called from one thread of a process at a time and can be made to crash or to run
for ever by a hostile file: ``PDFProcessor`` belongs into a reading process.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from aktr.errors import FileError, FileErrorType
from aktr.reading.lines import gather_lines
from aktr.reading.page import Page, ReadBy, TextLayer
from aktr.reading.pdf.annotations import read_annotation_words
from aktr.reading.pdf.filters import too_much
from aktr.reading.pdf.guard import refuse_bombs
from aktr.reading.pdf.letters_from_picture import with_letters_of
from aktr.reading.pdf.text import read_words
from aktr.reading.pdf.visibility import Drawn, drawn_objects
from aktr.reading.pdfium_faces import use_own_faces
from aktr.reading.text_layer import judge_text_layer
from aktr.reading.unknown_signs import lacks_letters
from aktr.settings import Limits

use_own_faces()

LookAtPages = Callable[[pdfium2.PdfDocument, tuple[Page, ...]], tuple[Page, ...]]
"""Reads pages of an open PDF from their pictures; gives back as they were those not legible."""
LookAtPage = Callable[[pdfium2.PdfDocument, Page], Page]
"""The same for one page."""

_FEW_WORDS = 8
_NARROWEST = 36
"""Points; nothing stands on a strip of half an inch."""
_LARGE_PICTURE = 0.15
"""Share of a page; a logo or a signature is smaller."""


class PDFProcessor:
    """Reads the text layer of a PDF.

    Args:
        limits: What is accepted.
        force_ocr: Believe no text layer: every page is left to be read from its picture.
    """

    def __init__(self, limits: Limits, *, force_ocr: bool = False) -> None:
        self._limits = limits
        self._force_ocr = force_ocr

    def read(
        self,
        content: bytes,
        look: LookAtPages | None = None,
        also: frozenset[int] = frozenset(),
        letters: frozenset[int] = frozenset(),
    ) -> tuple[Page, ...]:
        """Read every page.

        Args:
            content: The bytes of the file.
            look: Reads pages from their pictures; asked once, for the pages whose text layer is
                missing, useless, or somebody else's reading of a picture, if there are any.
            also: Numbers of further pages to read from their pictures.
            letters: Numbers of pages of whose picture nothing is taken but the letters they lack.

        Returns:
            One page for each page of the file. A page whose text layer is missing or useless has
            no lines and says so in ``text_layer``.

        Raises:
            FileError: INVALID_PDF, ENCRYPTED_PDF, TOO_MANY_PAGES, TOO_MANY_PIXELS or OUT_OF_MEMORY.
        """
        limits = self._limits
        with _accepted(content, limits) as (document, mended):
            indices = range(len(document))
            pages = tuple(_read_page(document, index, mended, limits) for index in indices)
            if mended and all(page.text_layer is not TextLayer.USABLE for page in pages):
                raise _damaged()
            pages = tuple(map(self._believed, pages))
            further = also | letters
            unread = tuple(page for page in pages if _needs_a_look(page) or page.number in further)
            if look is None or not unread:
                return pages
            seen = {page.number: page for page in look(document, unread)}
            return tuple(
                with_letters_of(page, seen[page.number])
                if page.number in letters
                else seen.get(page.number, page)
                for page in pages
            )

    def look_at(self, content: bytes, number: int, look: LookAtPage) -> Page:
        """Read one page from its picture, and nothing of the others.

        Args:
            content: The bytes of the file.
            number: Which page, from 1.
            look: Reads it.

        Raises:
            FileError: As :meth:`read`.
            IndexError: There is no such page.
        """
        with _accepted(content, self._limits) as (document, mended):
            if number > len(document):
                raise IndexError(number)
            page = _read_page(document, number - 1, mended, self._limits)
            return look(document, self._believed(page))

    def _believed(self, page: Page) -> Page:
        """A page without its text layer if none is believed."""
        if not self._force_ocr:
            return page
        return replace(page, lines=(), text_layer=TextLayer.USELESS, lacks_letters=False)


def _needs_a_look(page: Page) -> bool:
    """Whether what a page says has to be read from its picture."""
    if min(page.width, page.height) < _NARROWEST:
        return False
    return page.text_layer is not TextLayer.USABLE or page.under_picture


def _read_page(document: pdfium2.PdfDocument, index: int, mended: bool, limits: Limits) -> Page:
    raw_page = pdfium.FPDF_LoadPage(document.raw, index)
    if not raw_page:
        raise _damaged()
    try:
        _check_page(raw_page, limits)
        drawn = drawn_objects(raw_page)
        text = read_words(raw_page, drawn)
        words = text.words
        if pdfium.FPDFPage_GetAnnotCount(raw_page):
            form = document.formenv.raw if document.formenv else None
            most = limits.max_page_objects
            words = (*words, *read_annotation_words(raw_page, form, text.frame, most))
        has_picture = _has_large_picture(drawn, text.frame.size)
        stored_turn = pdfium.FPDFPage_GetRotation(raw_page) * 90
        lines = gather_lines(words)
        gathered = [word for line in lines for word in line.words]
        layer = judge_text_layer(gathered)
        if layer is not TextLayer.USABLE and len(gathered) < _FEW_WORDS:
            # Without a picture it is a blank page, or one with nothing but its number.
            layer = layer if _shows_more_than_text(drawn) else TextLayer.USABLE
    finally:
        pdfium.FPDF_ClosePage(raw_page)
    width, height = text.frame.size
    return Page(
        number=index + 1,
        width=width,
        height=height,
        lines=lines if layer is TextLayer.USABLE else (),
        read_by=ReadBy.PDF_TEXT,
        rotation=(text.frame.turn - stored_turn) % 360,
        text_layer=layer,
        mended=mended,
        has_picture=has_picture,
        under_picture=text.under_picture,
        lacks_letters=layer is TextLayer.USABLE
        and any(lacks_letters(word.text) for word in gathered),
    )


def _check_page(raw_page: Any, limits: Limits) -> None:  # noqa: ANN401 - a C handle
    """Refuse a page that is too large or holds too much, before its text is looked at."""
    sides = pdfium.FPDF_GetPageWidthF(raw_page), pdfium.FPDF_GetPageHeightF(raw_page)
    if max(sides) > limits.max_page_side:
        raise FileError(
            FileErrorType.TOO_MANY_PIXELS,
            f"A page of this PDF is longer or wider than {limits.max_page_side / 72:.0f} inches. "
            "Print the report to a new PDF on letter paper and upload that.",
        )
    drawn = pdfium.FPDFPage_CountObjects(raw_page) + pdfium.FPDFPage_GetAnnotCount(raw_page)
    if drawn > limits.max_page_objects:
        raise too_much(f"has more than {limits.max_page_objects} things drawn on one page")


@contextmanager
def _accepted(content: bytes, limits: Limits) -> Iterator[tuple[pdfium2.PdfDocument, bool]]:
    """Open a PDF as :func:`_opened` does, unless it holds more than is accepted."""
    refuse_bombs(content, limits)
    with _opened(content, limits) as (document, mended):
        count = len(document)
        if count > limits.max_pages:
            raise FileError(
                FileErrorType.TOO_MANY_PAGES,
                f"This PDF has {count} pages; at most {limits.max_pages} are read. Print only "
                "the pages with the test report to a new PDF and upload that.",
            )
        yield document, mended


@contextmanager
def _opened(content: bytes, limits: Limits) -> Iterator[tuple[pdfium2.PdfDocument, bool]]:
    """Open a PDF, mending it if that is what it takes; the flag says whether it was mended."""
    mended = False
    try:
        document = pdfium2.PdfDocument(content)
    except pdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise _encrypted() from error
        mended = True
        document = _open_mended(content, limits)
    if not mended and _is_cut_off(content):
        document.close()
        mended = True
        document = _open_mended(content, limits)
    try:
        if pdfium.FPDF_GetFormType(document.raw) != pdfium.FORMTYPE_NONE:
            document.init_forms()
        yield document, mended
    finally:
        document.close()


def _is_cut_off(content: bytes) -> bool:
    """Whether the end of a file is missing: its last object comes after its last trailer.

    PDFium opens such files and shows what it finds of them without a word.
    """
    return content.rfind(b"startxref") < content.rfind(b"endobj")


def _open_mended(content: bytes, limits: Limits) -> pdfium2.PdfDocument:
    """Rebuild the table of objects of a damaged file.

    Raises:
        FileError: INVALID_PDF if that is not possible or part of the content is lost: half a
            report would look like a whole one. ENCRYPTED_PDF if it needs a password.
    """
    import pikepdf  # noqa: PLC0415 - only damaged files pay for it

    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            for page in pdf.pages:
                contents: Any = page.obj.get("/Contents", [])
                streams = contents if isinstance(contents, pikepdf.Array | list) else [contents]
                # A page whose drawing instructions are lost is half a page.
                if not len(streams) or not all(stream.read_bytes() for stream in streams):
                    raise _damaged()
            mended = BytesIO()
            pdf.save(mended)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged() from error
    refuse_bombs(mended.getvalue(), limits)
    try:
        return pdfium2.PdfDocument(mended.getvalue())
    except pdfium2.PdfiumError as error:
        raise _damaged() from error


def _has_large_picture(drawn: Sequence[Drawn], size: tuple[float, float]) -> bool:
    """Whether a picture covers so much of a page that a report could stand on it."""
    edges = [ctypes.c_float() for _ in range(4)]
    for item, kind in drawn:
        if kind != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        pdfium.FPDFPageObj_GetBounds(item, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        if (right - left) * (top - bottom) > _LARGE_PICTURE * size[0] * size[1]:
            return True
    return False


def _shows_more_than_text(drawn: Sequence[Drawn]) -> bool:
    """Whether a page shows more than text: a picture, or outlines that may be letters."""
    return any(kind != pdfium.FPDF_PAGEOBJ_TEXT for _, kind in drawn)


def _damaged() -> FileError:
    return FileError(
        FileErrorType.INVALID_PDF,
        "This PDF is damaged or was cut off and cannot be opened. Download it again, or print the "
        "report to a new PDF, and upload that.",
    )


def _encrypted() -> FileError:
    return FileError(
        FileErrorType.ENCRYPTED_PDF,
        "This PDF is protected with a password. Open it, print it to a new PDF without a password "
        "and upload that.",
    )
