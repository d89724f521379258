"""The pages of one file that are read from their pictures: all at once, or each by itself.

A page takes seconds, and a whole class may come as one scan. Read each by itself, the pages of a
file are read by as many processes as there are, each in the time of one page.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import pypdfium2

from aktr.reading.page import Page
from aktr.reading.sniff import FileKind
from aktr.settings import Limits


class PageReader(Protocol):
    """Reads pages from their pictures."""

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file."""

    def read_picture_page(self, content: bytes, kind: FileKind, number: int) -> Page:
        """Read one of several pages of a picture file; one that is not legible has no lines."""

    def read_pdf_page(self, document: pypdfium2.PdfDocument, page: Page) -> Page:
        """Read a page of a PDF from its picture; the page as it was if that is not legible."""


class PictureReader(Protocol):
    """Reads what a file shows in pictures."""

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file."""

    def read_pdf_pages(
        self, document: pypdfium2.PdfDocument, pages: tuple[Page, ...]
    ) -> tuple[Page, ...]:
        """Read pages of a PDF from their pictures; those not legible stay as they were."""


class PagesLeft(Exception):  # noqa: N818 - nothing is wrong
    """More than one page has yet to be read from its picture.

    Args:
        numbers: Which, from 1.
    """

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


class AllAtOnce:
    """Reads every page that it is asked for.

    Args:
        reader: Reads one.
    """

    def __init__(self, reader: PageReader) -> None:
        self._reader = reader

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file."""
        return self._reader.read_picture(content, kind)

    def read_pdf_pages(
        self, document: pypdfium2.PdfDocument, pages: tuple[Page, ...]
    ) -> tuple[Page, ...]:
        """Read pages of a PDF from their pictures."""
        return tuple(self._reader.read_pdf_page(document, page) for page in pages)


class PageByPage:
    """Takes the pages that were read already; a single one that is left it reads itself.

    Args:
        reader: Reads one.
        limits: Pages that are accepted.
        seen: Number of each page that was read already, and what it says.
    """

    def __init__(self, reader: PageReader, limits: Limits, seen: Mapping[int, Page]) -> None:
        self._reader = reader
        self._limits = limits
        self._seen = seen

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file.

        Raises:
            PagesLeft: More than one was not read yet.
        """
        # What decodes pictures takes long to load, and PDFs with text do without.
        from aktr.reading.vision.decode import count_pages  # noqa: PLC0415
        from aktr.reading.vision.quality import refuse_without_text  # noqa: PLC0415

        numbers = range(1, count_pages(content, kind, self._limits) + 1)
        if len(numbers) == 1:
            return self._reader.read_picture(content, kind)
        self._refuse_many(numbers)
        pages = tuple(
            self._seen.get(number) or self._reader.read_picture_page(content, kind, number)
            for number in numbers
        )
        refuse_without_text(pages)
        return pages

    def read_pdf_pages(
        self, document: pypdfium2.PdfDocument, pages: tuple[Page, ...]
    ) -> tuple[Page, ...]:
        """Read pages of a PDF from their pictures.

        Raises:
            PagesLeft: More than one was not read yet.
        """
        self._refuse_many(page.number for page in pages)
        return tuple(
            self._seen.get(page.number) or self._reader.read_pdf_page(document, page)
            for page in pages
        )

    def _refuse_many(self, numbers: Iterable[int]) -> None:
        left = tuple(number for number in numbers if number not in self._seen)
        if len(left) > 1:
            raise PagesLeft(left)
