"""Routes a file to the reader of its kind."""

from aktr.errors import FileError, FileErrorType
from aktr.reading.page import Page
from aktr.reading.pdf import PDFProcessor
from aktr.reading.sniff import FileKind
from aktr.settings import Limits


def read_pages(kind: FileKind, content: bytes, limits: Limits) -> tuple[Page, ...]:
    """Read every page of a file.

    Raises:
        FileError: The file cannot be read; see the readers for the words. UNREADABLE for pictures,
            which need a reader of pictures.
    """
    if kind is FileKind.PDF:
        return PDFProcessor(limits).read(content)
    raise FileError(
        FileErrorType.UNREADABLE,
        f"This file is a picture ({kind.name}), and this installation reads the text of PDFs only. "
        "Upload the PDF of the report: a duplicate can be printed from the testing centre's site.",
    )
