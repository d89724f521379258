"""Routes a file to the reader of its kind.

The text layer of a PDF comes first: it is exact, and a hundred times quicker than reading a
picture. Pictures, and the pages of a PDF that are nothing else, go to the reader of pictures.
"""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path

from aktr.reading.page import Page
from aktr.reading.pdf.processor import PDFProcessor
from aktr.reading.sniff import FileKind
from aktr.reading.vision.page_by_page import AllAtOnce, PageInDoubt, PageReader, PictureReader
from aktr.settings import Limits, VisionSettings, VisionUse

MakeReader = Callable[[], PictureReader]
"""Gives the reader of pictures, which is loaded when it is first needed."""
MakePageReader = Callable[[], PageReader]
"""The same for the reader of one page."""


def read_pages(
    kind: FileKind,
    content: bytes,
    limits: Limits,
    pictures: MakeReader,
    *,
    force_ocr: bool = False,
) -> tuple[Page, ...]:
    """Read every page of a file.

    Args:
        kind: What the file is, told by its content.
        content: The file.
        limits: What is accepted.
        pictures: Gives the reader of pictures.
        force_ocr: Read the pages of a PDF from their pictures, whatever text they have.

    Raises:
        FileError: The file cannot be read; see the readers for the words.
    """
    if kind is not FileKind.PDF:
        return pictures().read_picture(content, kind)
    return PDFProcessor(limits, force_ocr=force_ocr).read(
        content, lambda document, pages: pictures().read_pdf_pages(document, pages)
    )


def read_pictures_on(
    pages: tuple[Page, ...], content: bytes, limits: Limits, pictures: MakeReader
) -> tuple[Page, ...] | None:
    """Read those pages of a PDF from their pictures that have text beside one.

    For files in which no report was found: a scan with a line of text of its own on it.

    Returns:
        The pages, or None if there is no such page.

    Raises:
        FileError: As for ``read_pages``.
    """
    beside = frozenset(page.number for page in pages if page.lines and page.has_picture)
    if not beside:
        return None
    return PDFProcessor(limits).read(content, pictures().read_pdf_pages, beside)


def read_letters_on(
    numbers: frozenset[int],
    content: bytes,
    limits: Limits,
    pictures: MakeReader,
) -> tuple[Page, ...]:
    """Read a PDF, with the letters that some of its pages lack from their pictures.

    Args:
        numbers: Which pages.
        content: The file.
        limits: What is accepted.
        pictures: Gives the reader of pictures.

    Raises:
        FileError: As for ``read_pages``.
    """
    return PDFProcessor(limits).read(content, pictures().read_pdf_pages, letters=numbers)


def read_page_from_picture(
    kind: FileKind,
    content: bytes,
    limits: Limits,
    reader: PageReader,
    number: int,
    *,
    force_ocr: bool = False,
) -> Page:
    """Read one page of a file from its picture, whatever text there is.

    Args:
        kind: What the file is, told by its content.
        content: The file.
        limits: What is accepted.
        reader: Reads the page.
        number: Which page, from 1; there has to be such a page.
        force_ocr: Give no text of a PDF, not even if its picture is not legible.

    Raises:
        FileError: As for ``read_pages``.
    """
    if kind is not FileKind.PDF:
        return reader.read_picture_page(content, kind, number)
    return PDFProcessor(limits, force_ocr=force_ocr).look_at(content, number, reader.read_pdf_page)


def read_page_again(
    limits: Limits,
    content: bytes,
    kind: FileKind,
    in_doubt: PageInDoubt,
    *,
    force_ocr: bool = False,
) -> Page:
    """Read a page once more from its picture, in another way.

    Args:
        limits: What is accepted.
        content: The file.
        kind: What it is, told by its content.
        in_doubt: The page as it was read from its picture, and what of it is read again.
        force_ocr: As for :func:`read_page_from_picture`.

    Returns:
        The page, with what was read again in place of what was read first.

    Raises:
        FileError: As for ``read_pages``.
    """
    # Loaded already: the page was read by it.
    from aktr.reading.vision.processor import VisionProcessor  # noqa: PLC0415

    reader = VisionProcessor(limits, again=in_doubt)
    number = in_doubt.page.number
    return read_page_from_picture(kind, content, limits, reader, number, force_ocr=force_ocr)


def reader_for_file(
    limits: Limits, vision: VisionSettings, *, force_ocr: bool = False
) -> MakeReader:
    """The reader of all pictures of one file; the time it may take counts from this call."""
    reader = page_reader_for_file(limits, vision)
    return lambda: AllAtOnce(reader(), partial(read_page_again, limits, force_ocr=force_ocr))


def page_reader_for_file(limits: Limits, vision: VisionSettings) -> MakePageReader:
    """The reader of single pages of one file; the time it may take counts from this call."""
    if vision.use is VisionUse.OFF:
        return lambda: local_reader(limits)
    # Only installations with a hosted model pay for an HTTP client.
    from aktr.reading.hosted.model import HostedModel  # noqa: PLC0415
    from aktr.reading.hosted.processor import (  # noqa: PLC0415
        AssistedVisionProcessor,
        HostedVisionProcessor,
        time_for,
    )

    until = time_for(limits)
    model = HostedModel(
        vision.url or "", vision.key, vision.model or "", vision.timeout_s, vision.attempts
    )

    @cache
    def assisted() -> PageReader:
        return AssistedVisionProcessor(
            local_reader(limits),
            HostedVisionProcessor(model, limits),
            until,
            always=vision.use is VisionUse.ALWAYS,
        )

    return assisted


@lru_cache(maxsize=1)
def local_reader(limits: Limits) -> PageReader:
    """The reader of pictures of this process; the first call loads its models."""
    # PDFs with text do not pay for it.
    from aktr.reading.vision.processor import VisionProcessor  # noqa: PLC0415

    return VisionProcessor(limits)


def model_folders() -> tuple[Path, ...]:
    """Where the models of the local reader are, prepared if that was never done."""
    from aktr.reading.vision.networks.files import MODEL_FILES, prepared  # noqa: PLC0415

    return tuple({prepared(model).parent for model in MODEL_FILES})
