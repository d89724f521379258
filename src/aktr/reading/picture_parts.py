"""What can be said of the parts of a picture file without decoding it."""

from typing import Final

from aktr.reading.sniff import FileKind

_START_OF_SCAN: Final = b"\xff\xda"
_MOST_SCANS: Final = 100
"""Progressive pictures have about ten; each of them is a walk over all pixels."""
_MOST_PARTS: Final = 10_000
"""Chunks of a PNG or segments of a JPEG; writers put 8 kB and more into each."""
_PNG_HEAD: Final = 8
_PNG_FRAME: Final = 12
"""Bytes of a chunk beside its data: length, name, checksum."""


def has_endless_scans(content: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether JPEG data refines its picture so often that decoding it would not end.

    Args:
        content: Bytes that hold the data; between its markers no byte 255 stands for itself, so
            that markers can be counted.
        start: Where it begins.
        end: Where it ends; by default with the bytes.
    """
    return content.count(_START_OF_SCAN, start, end) > _MOST_SCANS


def has_endless_parts(content: bytes, kind: FileKind) -> bool:
    """Whether a PNG or JPEG is cut into so many parts that looking at each would not end."""
    if kind is FileKind.PNG:
        return _count_chunks(content) > _MOST_PARTS
    return kind is FileKind.JPEG and _count_segments(content) > _MOST_PARTS


def _count_chunks(content: bytes) -> int:
    place, count = _PNG_HEAD, 0
    while place < len(content) and count <= _MOST_PARTS:
        place += int.from_bytes(content[place : place + 4]) + _PNG_FRAME
        count += 1
    return count


def _count_segments(content: bytes) -> int:
    """Segments before the first scan; what does not look like one is skipped byte by byte."""
    place, count = 2, 0
    while 0 <= place < len(content) - 3 and count <= _MOST_PARTS:
        if content[place] != 0xFF or content[place + 1] in {0x00, 0xFF}:
            place = content.find(b"\xff", place + 1)
        elif content[place : place + 2] == _START_OF_SCAN:
            break
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4])
        count += 1
    return count
