"""The pages of one file that are read from their pictures: all at once, or each by itself.

A page takes seconds, and a whole class may come as one scan. Read each by itself, the pages of a
file are read by as many processes as there are, each in the time of one page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import pypdfium2

from aktr.reading.page import Page, Rows
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


class PageInDoubt(NamedTuple):
    """A page to read once more."""

    page: Page
    """As it was read from its picture."""
    rows: tuple[Rows, ...] = ()
    """Where what is in doubt stands, none of them overlapping; empty for all of the page."""


class PictureReader(Protocol):
    """Reads what a file shows in pictures."""

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file."""

    def read_pdf_pages(
        self, document: pypdfium2.PdfDocument, pages: tuple[Page, ...]
    ) -> tuple[Page, ...]:
        """Read pages of a PDF from their pictures; those not legible stay as they were."""

    def read_again(
        self, content: bytes, kind: FileKind, pages: Sequence[PageInDoubt], /
    ) -> tuple[Page, ...]:
        """Read pages once more, in another way; those for which that failed are left out."""


ReadPageAgain = Callable[[bytes, FileKind, PageInDoubt], Page]
"""Reads a page of a file once more."""


@dataclass(frozen=True, slots=True)
class PagesSeen:
    """Pages of a file that were read from their pictures already, by their numbers."""

    once: Mapping[int, Page] = field(default_factory=dict)
    again: Mapping[int, Page | None] = field(default_factory=dict)
    """What another way of reading made of them; None where that failed."""


class PagesLeft(Exception):  # noqa: N818 - nothing is wrong
    """Pages have yet to be read from their pictures.

    Args:
        numbers: Those that were not read at all, from 1.
        again: Those that were, and have to be once more.
    """

    def __init__(self, numbers: tuple[int, ...], again: tuple[PageInDoubt, ...] = ()) -> None:
        super().__init__(numbers, again)
        self.numbers = numbers
        self.again = again


class AllAtOnce:
    """Reads every page that it is asked for.

    Args:
        reader: Reads one.
        read_again: Reads one once more.
    """

    def __init__(self, reader: PageReader, read_again: ReadPageAgain) -> None:
        self._reader = reader
        self._read_again = read_again

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file."""
        return self._reader.read_picture(content, kind)

    def read_pdf_pages(
        self, document: pypdfium2.PdfDocument, pages: tuple[Page, ...]
    ) -> tuple[Page, ...]:
        """Read pages of a PDF from their pictures."""
        return tuple(self._reader.read_pdf_page(document, page) for page in pages)

    def read_again(
        self, content: bytes, kind: FileKind, pages: Sequence[PageInDoubt], /
    ) -> tuple[Page, ...]:
        """Read pages once more, in another way."""
        return tuple(self._read_again(content, kind, page) for page in pages)


class PageByPage:
    """Takes the pages that were read already; a single one that is left it reads itself.

    Args:
        reader: Reads one.
        limits: Pages that are accepted.
        seen: What was read already.
    """

    def __init__(self, reader: PageReader, limits: Limits, seen: PagesSeen) -> None:
        self._reader = reader
        self._limits = limits
        self._seen = seen.once
        self._seen_again = seen.again

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read every page of a picture file.

        Raises:
            PagesLeft: More than one was not read yet.
        """
        # What decodes pictures takes long to load, and PDFs with text do without.
        from aktr.reading.vision.picture.decode import count_pages  # noqa: PLC0415
        from aktr.reading.vision.picture.quality import refuse_without_text  # noqa: PLC0415

        numbers = range(1, count_pages(content, kind, self._limits) + 1)
        if len(numbers) == 1 and 1 not in self._seen:
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

    def read_again(
        self, _content: bytes, _kind: FileKind, pages: Sequence[PageInDoubt], /
    ) -> tuple[Page, ...]:
        """Take pages as they were read once more; those for which that failed are left out.

        Raises:
            PagesLeft: Some were not: each takes as long as a file, and gets the time of one.
        """
        if any(each.page.number not in self._seen_again for each in pages):
            raise PagesLeft((), tuple(pages))
        again = (self._seen_again[each.page.number] for each in pages)
        return tuple(page for page in again if page is not None)

    def _refuse_many(self, numbers: Iterable[int]) -> None:
        left = tuple(number for number in numbers if number not in self._seen)
        if len(left) > 1:
            raise PagesLeft(left)
