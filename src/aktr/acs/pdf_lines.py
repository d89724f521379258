"""The lines of an ACS document, page by page, as every layout's parser needs them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdfium2

from aktr.errors import AktrError

_RUNNING_TITLE: Final = re.compile(r"\bACS \(FAA-S-ACS-\w+\)(?: ([0-9]+|[ivxl]+))?$")
_PAGE_NUMBER: Final = re.compile(r"[0-9]{1,3}|[ivxl]{1,6}")
_LINE_END_HYPHENS: Final = str.maketrans({"\ufffe": "-", "\x02": "-", "\r": None})
"""PDFium's two marks for a hyphen at which a word was broken over two lines."""


class NotAStandardError(AktrError):
    """The file is not an ACS document that can become an edition of the catalogue."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page without its running title and page number."""

    pdf_page: int
    """Position in the file, from 1."""
    printed_page: int | None
    """The number printed on it; None for a roman one and on a page without."""
    lines: tuple[str, ...]


def pdf_pages(path: Path) -> list[DocumentPage]:
    """The pages of a PDF file.

    Raises:
        NotAStandardError: The file is no PDF or cannot be opened.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise NotAStandardError(
            f"{path.name} cannot be opened as a PDF file: {str(error).rstrip('.')}. Download the "
            "standard again from www.faa.gov/training_testing/testing/acs."
        ) from error
    try:
        texts = [page_text(document, index) for index in range(len(document))]
    finally:
        document.close()
    return [document_page(number, text) for number, text in enumerate(texts, start=1)]


def page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    """The text of one page, lines divided by a newline, broken words put together again."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
        text_page.close()
    finally:
        page.close()
    return text.translate(_LINE_END_HYPHENS)


def document_page(number: int, text: str) -> DocumentPage:
    """A page without what repeats on every page.

    The page number stands in the running title, or on a line of its own before or after it, or at
    the foot; left in, it would stick to the last element of the page.
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    printed: int | None = None
    kept: list[str] = []
    last = len(lines) - 1
    for position, line in enumerate(lines):
        title = _RUNNING_TITLE.search(line)
        if title:
            printed = printed or _arabic(title[1])
        elif (position < 4 or position == last) and _PAGE_NUMBER.fullmatch(line):
            printed = printed or _arabic(line)
        else:
            kept.append(line)
    return DocumentPage(number, printed, tuple(kept))


def all_lines(pages: list[DocumentPage]) -> Iterator[tuple[DocumentPage, int, str, str]]:
    """Every line with its page, its position on the page from 0, and the line that follows it."""
    for page in pages:
        for position, line in enumerate(page.lines):
            following = page.lines[position + 1] if position + 1 < len(page.lines) else ""
            yield page, position, line, following


def _arabic(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
