"""Pictures of pages to pages of words.

The same shapes come out as from a PDF's text layer, so that nothing after this needs to know which
path a page took. ``VisionProcessor`` belongs into a reading process: it holds its models and may be
given hostile files.
"""

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium2

from aktr.reading.lines import gather_lines
from aktr.reading.page import Page, ReadBy, Rows, TextLayer, Word
from aktr.reading.sniff import FileKind
from aktr.reading.vision.networks.models import load_models
from aktr.reading.vision.page_by_page import PageInDoubt
from aktr.reading.vision.page_reader import (
    PageReading,
    read_page,
    read_page_again,
    read_rows_again,
)
from aktr.reading.vision.picture.decode import Picture, decode_pictures
from aktr.reading.vision.picture.ink_over_print import grey_of_print
from aktr.reading.vision.picture.quality import (
    is_blank,
    is_legible,
    refuse_without_text,
    shows_print,
)
from aktr.reading.vision.picture.rendering import render_page
from aktr.reading.vision.places.text_places import FoundText
from aktr.settings import Limits


class VisionProcessor:
    """Reads pictures of pages.

    Making one loads the models, which takes a second the first time in a process.

    Args:
        limits: What is accepted.
        again: For another reading of a page that was read before: that page, which is read in
            another way then, which finds other things.

    Raises:
        MissingModelsError: The package with the models is missing or damaged.
    """

    def __init__(self, limits: Limits, again: PageInDoubt | None = None) -> None:
        self._limits = limits
        self._again = again
        self._models = load_models()
        # In colour a picture takes three times the memory.
        self._make_grey = None if again is None else grey_of_print

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read a JPEG, PNG, WebP, HEIF or TIFF file.

        Returns:
            One page for each page of the file. A page that cannot be read has no lines and says so
            in ``text_layer``; a blank one has none either and counts as read.

        Raises:
            FileError: INVALID_IMAGE, TOO_MANY_PIXELS or TOO_MANY_PAGES if the file is refused;
                UNREADABLE if no page of it can be read.
        """
        pages = tuple(
            self._page(picture, number)
            for number, picture in enumerate(
                decode_pictures(content, kind, self._limits, make_grey=self._make_grey), 1
            )
        )
        refuse_without_text(pages)
        return pages

    def read_picture_page(self, content: bytes, kind: FileKind, number: int) -> Page:
        """Read one of several pages of a picture file.

        Args:
            content: The file.
            kind: What it is, told by its content.
            number: Which page, from 1; there has to be such a page.

        Returns:
            The page as :meth:`read_picture` gives it.

        Raises:
            FileError: As :meth:`read_picture`, but for a page that cannot be read.
        """
        (picture,) = decode_pictures(content, kind, self._limits, number, self._make_grey)
        return self._page(picture, number)

    def read_pdf_page(self, document: pdfium2.PdfDocument, page: Page) -> Page:
        """Read a page of a PDF from its picture.

        Args:
            document: The open PDF, its form environment made if it has a form.
            page: What the text layer gave: nothing, or nothing usable.

        Returns:
            The page as the picture shows it, or the page as it was if that is not legible.
        """
        seen = self._page(render_page(document, page.number - 1, self._make_grey), page.number)
        if seen.text_layer is not TextLayer.USABLE:
            return page
        return replace(seen, mended=page.mended)

    def _page(self, picture: Picture, number: int) -> Page:
        if self._again is None:
            return _as_page(read_page(picture, self._models), picture, number)
        first, rows = self._again
        turns = -first.rotation // 90 % 4
        if not rows or not isinstance(first.found_text, FoundText):
            reading = read_page_again(picture, turns, self._models)
            return (
                _with_rows(first, rows, reading.words)
                if rows
                else _as_page(reading, picture, number)
            )
        reading = read_rows_again(picture, turns, self._models, first.found_text, rows)
        return _with_rows(first, rows, reading.words)


def _with_rows(page: Page, rows: Sequence[Rows], words: Sequence[Word]) -> Page:
    """A page with some of its rows as another reading has them, where that has anything."""

    def stands_in(band: Rows, word: Word) -> bool:
        return band.top <= (word.box.top + word.box.bottom) / 2 / page.height <= band.bottom

    read = [band for band in rows if any(stands_in(band, word) for word in words)]
    kept = [
        word
        for line in page.lines
        for word in line.words
        if not any(stands_in(band, word) for band in read)
    ]
    new = [word for word in words if any(stands_in(band, word) for band in read)]
    return replace(page, lines=gather_lines([*kept, *new], in_pieces=False))


def _as_page(reading: PageReading, picture: Picture, number: int) -> Page:
    if is_blank(reading.words):
        usable = not shows_print(picture.grey)
    else:
        usable = is_legible(reading.form_words, reading.legibility)
    return Page(
        number=number,
        width=reading.width,
        height=reading.height,
        lines=gather_lines(reading.words, in_pieces=False) if usable else (),
        read_by=ReadBy.OCR,
        rotation=-90 * reading.quarter_turns % 360,
        text_layer=TextLayer.USABLE if usable else TextLayer.USELESS,
        found_text=reading.found,
    )
