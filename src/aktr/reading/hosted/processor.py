"""Readers of pictures that ask a hosted model: alone, or beside the reader of this machine."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

import pypdfium2 as pdfium2

from aktr.errors import FileError, FileErrorType
from aktr.reading.hosted.agreement import agreed, may_help
from aktr.reading.hosted.endpoint import endpoint_of
from aktr.reading.hosted.model import HostedModel, NoAnswerError
from aktr.reading.hosted.question import as_jpeg
from aktr.reading.hosted.typeset import typeset
from aktr.reading.page import Page, ReadBy, TextLayer
from aktr.reading.sniff import FileKind
from aktr.reading.vision.page_by_page import PageReader
from aktr.reading.vision.picture.decode import Grey, decode_pictures
from aktr.reading.vision.picture.rendering import render_page
from aktr.settings import Limits

ResultT = TypeVar("ResultT")

_SHARE_OF_FILE: Final = 0.75
"""Of the time for a file; a reading process that overstays is ended, and its file with it."""

logger = logging.getLogger(__name__)


def time_for(limits: Limits) -> float:
    """When a file that is begun now must be done with asking, by ``time.monotonic``."""
    return time.monotonic() + _SHARE_OF_FILE * limits.file_timeout_s


class HostedVisionProcessor:
    """Reads pictures of pages by asking a hosted model. No word of it is believed by itself.

    Args:
        model: Which model. What is known of its health is shared by all that name the same.
        limits: Pages that are accepted, and time for a file.
    """

    def __init__(self, model: HostedModel, limits: Limits) -> None:
        self._endpoint = endpoint_of(model)
        self._limits = limits

    def read_picture(
        self, content: bytes, kind: FileKind, until: float | None = None
    ) -> tuple[Page, ...]:
        """Read a JPEG, PNG, WebP, HEIF or TIFF file.

        Args:
            content: The file.
            kind: What it is, told by its content.
            until: When to give up, by ``time.monotonic``; by default most of the time for a file.

        Returns:
            One page for each page of the file; one without an answer has no lines and says so.

        Raises:
            FileError: The decoder's refusals; UNREADABLE if there is no answer for any page.
        """
        try:
            return self.read_pages(content, kind, None, self._until(until))
        except NoAnswerError as error:
            raise FileError(
                FileErrorType.UNREADABLE,
                f"This picture was not read: the vision model {error.reason}. Try the file again "
                "later, or upload the PDF of the testing centre.",
            ) from None

    def read_pages(
        self,
        content: bytes,
        kind: FileKind,
        rotations: Mapping[int, int] | None,
        until: float,
    ) -> tuple[Page, ...]:
        """Read some pages of a picture file.

        Args:
            content: The file.
            kind: What it is.
            rotations: Numbers of the pages to read, each with the degrees clockwise that turn it
                upright; None for all, as they come.
            until: When to give up, by ``time.monotonic``.

        Returns:
            Every page of the file; those that were not asked for or have no answer have no lines.

        Raises:
            FileError: The decoder's refusals.
            NoAnswerError: There is no answer for any of them.
        """
        pages = []
        reason = NoAnswerError("was not asked for any page")
        for number, picture in enumerate(decode_pictures(content, kind, self._limits), start=1):
            height, width = picture.grey.shape
            page = Page(number, width, height, (), ReadBy.OCR, text_layer=TextLayer.USELESS)
            if rotations is None or number in rotations:
                try:
                    page = self._read(picture.grey, number, (rotations or {}).get(number, 0), until)
                except NoAnswerError as error:
                    reason = error
            pages.append(page)
        if not any(page.lines for page in pages):
            raise reason
        return tuple(pages)

    def read_pdf_page(
        self, document: pdfium2.PdfDocument, page: Page, until: float | None = None
    ) -> Page:
        """Read a page of an open PDF from its picture; the page as it was if there is no answer."""
        grey = render_page(document, page.number - 1).grey
        turn = page.rotation if page.read_by is ReadBy.OCR else 0
        try:
            seen = self._read(grey, page.number, turn, self._until(until))
        except NoAnswerError:
            return page
        return replace(seen, mended=page.mended)

    def _until(self, until: float | None) -> float:
        return time_for(self._limits) if until is None else until

    def _read(self, grey: Grey, number: int, rotation: int, until: float) -> Page:
        page = typeset(self._endpoint.ask(as_jpeg(grey, rotation), until), number, rotation)
        if not page.lines:
            raise NoAnswerError("saw no text in it")
        return page


class AssistedVisionProcessor:
    """Reads on this machine, and asks a hosted model where that may help.

    The result is never worse than that of this machine alone: where it has read a page, only its
    certainty of words can rise; a page that it cannot read is taken from the model, word for word
    to be looked at; and if the model fails, everything is as if there were none.

    Args:
        local: The reader of this machine.
        hosted: The model.
        until: When to stop asking, by ``time.monotonic``: one of these is made for each file.
        always: Whether the model is asked about clear pages, too.
    """

    def __init__(
        self,
        local: PageReader,
        hosted: HostedVisionProcessor,
        until: float,
        *,
        always: bool = False,
    ) -> None:
        self._local = local
        self._hosted = hosted
        self._until = until
        self._always = always

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        """Read a picture file.

        Raises:
            FileError: As the reader of this machine; UNREADABLE if the model has no answer either.
        """
        try:
            pages = self._local.read_picture(content, kind)
        except FileError as error:
            if error.error_type is not FileErrorType.UNREADABLE:
                raise
            return self._read_instead(content, kind, error)
        wanted = {page.number: page.rotation for page in pages if self._is_asked_about(page)}
        if not wanted:
            return pages
        try:
            seen = _asked(lambda: self._hosted.read_pages(content, kind, wanted, self._until))
        except NoAnswerError:
            return pages
        return tuple(map(_merged, pages, seen))

    def read_picture_page(self, content: bytes, kind: FileKind, number: int) -> Page:
        """Read one of several pages of a picture file; a page without lines if neither can.

        Raises:
            FileError: As the reader of this machine.
        """
        page = self._local.read_picture_page(content, kind, number)
        if not self._is_asked_about(page):
            return page
        wanted = {number: page.rotation}
        try:
            seen = _asked(lambda: self._hosted.read_pages(content, kind, wanted, self._until))
        except NoAnswerError:
            return page
        return _merged(page, seen[number - 1])

    def read_pdf_page(self, document: pdfium2.PdfDocument, page: Page) -> Page:
        """Read a page of an open PDF from its picture; the page as it was if neither can."""
        read = self._local.read_pdf_page(document, page)
        # A page with text stays on this machine, whatever letters its text lacks.
        if page.lacks_letters or not self._is_asked_about(read):
            return read
        try:
            seen = _asked(lambda: self._hosted.read_pdf_page(document, read, self._until))
        except NoAnswerError:
            return read
        return read if seen is read else _merged(read, seen)

    def _is_asked_about(self, page: Page) -> bool:
        return may_help(page) or (self._always and page.read_by is ReadBy.OCR and bool(page.lines))

    def _read_instead(self, content: bytes, kind: FileKind, error: FileError) -> tuple[Page, ...]:
        try:
            return _asked(lambda: self._hosted.read_pages(content, kind, None, self._until))
        except NoAnswerError as none:
            raise FileError(
                error.error_type,
                f"{error.message} The vision model could not help: it {none.reason}.",
            ) from None


def _asked(question: Callable[[], ResultT]) -> ResultT:
    """The answer to a question, with whatever goes wrong as the one error that is expected."""
    try:
        return question()
    except NoAnswerError:
        raise
    except Exception as error:  # noqa: BLE001 - what this machine has read stands, whatever it is
        logger.warning("the vision model could not be asked: %s", type(error).__name__)
        raise NoAnswerError("could not be asked") from None


def _merged(local: Page, hosted: Page) -> Page:
    if local.text_layer is TextLayer.USABLE:
        return agreed(local, hosted)
    return replace(hosted, mended=local.mended) if hosted.lines else local
