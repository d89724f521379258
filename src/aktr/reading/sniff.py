"""What kind of file some bytes are, told by the bytes alone.

Names and declared content types are claims of the sender and are never looked at.
"""

from enum import StrEnum
from typing import Final

PDF_HEADER_WINDOW: Final = 1024
"""Bytes at the start in which readers look for a PDF header; mail and scanner software puts
other bytes before it (ISO 32000-1, Annex H, implementation note 13)."""


class FileKind(StrEnum):
    """A kind of file that can hold a test report."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIF = "heif"
    TIFF = "tiff"
    WEBP = "webp"

    @property
    def is_image(self) -> bool:
        """Whether the file is a picture of a page and holds no text of its own."""
        return self is not FileKind.PDF

    @property
    def media_type(self) -> str:
        """The registered media type, for example ``application/pdf``."""
        if self is FileKind.PDF:
            return "application/pdf"
        return f"image/{self.value}"


_HEADS: Final = (
    (FileKind.JPEG, (b"\xff\xd8\xff",)),
    (FileKind.PNG, (b"\x89PNG\r\n\x1a\n",)),
    (FileKind.TIFF, (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
)
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
"""How archives begin; one that stores PDFs as they are has the head of the first near its own."""
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


def sniff(content: bytes) -> FileKind | None:
    """The kind of file these bytes are, or None if no test report can be in it.

    A picture's head stands at the very start and decides; a PDF header may have other bytes
    before it, so it is looked for last.
    """
    for kind, heads in _HEADS:
        if content.startswith(heads):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return FileKind.HEIF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content.startswith(_ARCHIVES):
        return None
    return FileKind.PDF if b"%PDF-" in content[:PDF_HEADER_WINDOW] else None
