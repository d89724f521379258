"""Small pictures that would fill the memory, or take for ever, if they were simply decoded."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PIL import Image

from pdf_bombs import MEGABYTE, deflated
from raw_pdf import one_page, stream

_HEIC: Final = Path(__file__).parent / "unit" / "reading" / "vision" / "half_dark.heic"
_SHORT, _LONG, _BYTE = 3, 4, 1


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, bits: int, colour: int, data: bytes, *extra: bytes) -> bytes:
    """A PNG of this header and this compressed data."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            *extra,
            _chunk(b"IDAT", data),
            _chunk(b"IEND", b""),
        ]
    )


def png_of_many_pixels() -> bytes:
    """Nine thousand million pixels in half a megabyte."""
    return png(60_000, 60_000, 1, 0, deflated(450, b"\0" * MEGABYTE))


def png_of_deep_pixels() -> bytes:
    """Fewer pixels than are allowed, of eight bytes each, that have to be laid on white."""
    return png(7700, 7700, 16, 6, deflated(453, b"\0" * MEGABYTE))


def png_with_more_data_than_pixels() -> bytes:
    return png(400, 400, 8, 0, deflated(4000, b"\0" * MEGABYTE))


def png_with_a_long_text() -> bytes:
    text = _chunk(b"zTXt", b"Comment\0\0" + deflated(2000, b"a" * MEGABYTE))
    return png(400, 400, 8, 0, zlib.compress(b"\0" * 401 * 400), text)


def png_with_a_large_profile() -> bytes:
    profile = _chunk(b"iCCP", b"p\0\0" + deflated(2000, b"a" * MEGABYTE))
    return png(400, 400, 8, 0, zlib.compress(b"\0" * 401 * 400), profile)


def png_of_many_chunks() -> bytes:
    return png(400, 400, 8, 0, b"", *[_chunk(b"tEXt", b"a\0b")] * 500_000)


def _tiff(
    directories: list[dict[int, tuple[int, int, int]]], data: bytes = b"", *, ring: bool = False
) -> bytes:
    """A TIFF whose data stands right behind its header, and then its directories."""
    target = bytearray(b"II*\0" + struct.pack("<I", 8 + len(data)) + data)
    for number, entries in enumerate(directories):
        target += struct.pack("<H", len(entries))
        for tag, (kind, count, value) in sorted(entries.items()):
            target += struct.pack("<HHII", tag, kind, count, value)
        last = number == len(directories) - 1
        following = 0 if last else len(target) + 4
        target += struct.pack("<I", 8 + len(data) if ring and last else following)
    return bytes(target)


def _page(
    width: int, height: int, *, bits: int = 8, packing: int = 8, size: int = 0, samples: int = 1
) -> dict[int, tuple[int, int, int]]:
    return {
        256: (_LONG, 1, width),
        257: (_LONG, 1, height),
        258: (_SHORT, 1, bits),
        259: (_SHORT, 1, packing),
        262: (_SHORT, 1, 1),
        273: (_LONG, 1, 8),
        277: (_SHORT, 1, samples),
        278: (_LONG, 1, height),
        279: (_LONG, 1, size),
    }


def tiff_of_many_pixels() -> bytes:
    data = deflated(400, b"\0" * MEGABYTE)
    return _tiff([_page(60_000, 60_000, bits=1, size=len(data))], data)


def tiff_with_more_data_than_pixels() -> bytes:
    data = deflated(4000, b"\0" * MEGABYTE)
    return _tiff([_page(400, 400, size=len(data))], data)


def tiff_of_floats() -> bytes:
    """Fewer pixels than are allowed, of four bytes each."""
    data = zlib.compress(b"\0" * (7700 * 7700 * 4), 1)
    page = _page(7700, 7700, bits=32, size=len(data))
    page[339] = (_SHORT, 1, 3)
    return _tiff([page], data)


def tiff_of_many_pages() -> bytes:
    data = zlib.compress(b"\0" * 160_000)
    return _tiff([_page(400, 400, size=len(data))] * 60_000, data)


def tiff_in_a_ring() -> bytes:
    data = zlib.compress(b"\0" * 160_000)
    return _tiff([_page(400, 400, size=len(data))] * 3, data, ring=True)


def tiff_with_a_huge_entry() -> bytes:
    page = _page(400, 400, size=16)
    page[270] = (_BYTE, 0xFFFFFFF0, 8)
    return _tiff([page], b"\0" * 16)


def heic_of_many_pixels() -> bytes:
    """A photo whose header says that it is 60 000 pixels wide and high."""
    content = _HEIC.read_bytes()
    place = content.index(b"ispe") + 8
    return content[:place] + struct.pack(">II", 60_000, 60_000) + content[place + 8 :]


def webp_of_many_pixels() -> bytes:
    """A picture of 268 million pixels, as large as the format goes."""
    target = BytesIO()
    Image.new("L", (400, 400)).save(target, "WEBP", lossless=True)
    content = target.getvalue()
    place = content.index(b"VP8L") + 9
    size = 16_383 | 16_383 << 14
    bits = int.from_bytes(content[place : place + 4], "little") >> 28 << 28 | size
    return content[:place] + bits.to_bytes(4, "little") + content[place + 4 :]


def jpeg_of_many_pixels() -> bytes:
    target = BytesIO()
    Image.new("L", (400, 400)).save(target, "JPEG")
    content = target.getvalue()
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", 65_500, 65_500) + content[place + 4 :]


def jpeg_of_many_scans() -> bytes:
    """A progressive picture that is refined again and again, each time over all its pixels."""
    target = BytesIO()
    Image.new("L", (7000, 7000), 128).save(target, "JPEG", progressive=True, quality=5)
    content = target.getvalue()
    last = content.rindex(b"\xff\xda")
    scan = content[last:-2]
    return content[:-2] + scan * (9 * MEGABYTE // len(scan)) + b"\xff\xd9"


def jpeg_of_many_segments() -> bytes:
    target = BytesIO()
    Image.new("L", (400, 400)).save(target, "JPEG")
    content = target.getvalue()
    return content[:2] + b"\xff\xfe\0\2" * (9 * MEGABYTE // 4) + content[2:]


def pdf_of(picture: bytes, coding: bytes, side: int = 400) -> bytes:
    """A PDF that shows a picture in some coding, of a size that may be a lie."""
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /%s" % (side, side, coding)
    )
    return one_page(
        stream(b"q 612 0 0 792 0 0 cm /I Do Q"),
        b"/XObject << /I 6 0 R >>",
        {6: stream(picture, entries)},
    )


def pdf_with_a_jpeg_of_many_pixels() -> bytes:
    return pdf_of(jpeg_of_many_pixels(), b"DCTDecode")


def pdf_with_a_jpeg_of_many_scans() -> bytes:
    return pdf_of(jpeg_of_many_scans(), b"DCTDecode", 7000)


def pdf_with_a_jpeg_2000_of_many_pixels() -> bytes:
    target = BytesIO()
    Image.new("L", (400, 400)).save(target, "JPEG2000", no_jp2=True)
    content = target.getvalue()
    place = content.index(b"\xff\x51") + 6
    size = struct.pack(">IIIIIIII", 60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0)
    return pdf_of(content[:place] + size + content[place + 32 :], b"JPXDecode")


def pdf_with_a_jbig2_of_many_pixels() -> bytes:
    page = struct.pack(">IIIIBH", 65_000, 65_000, 0, 0, 0, 0)
    segment = struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page
    return pdf_of(segment, b"JBIG2Decode")


PICTURE_BOMBS: Final[MappingProxyType[str, Callable[[], bytes]]] = MappingProxyType(
    {
        make.__name__.replace("_", " "): make
        for make in (
            png_of_many_pixels,
            png_of_deep_pixels,
            png_with_more_data_than_pixels,
            png_with_a_long_text,
            png_with_a_large_profile,
            png_of_many_chunks,
            tiff_of_many_pixels,
            tiff_with_more_data_than_pixels,
            tiff_of_floats,
            tiff_of_many_pages,
            tiff_in_a_ring,
            tiff_with_a_huge_entry,
            heic_of_many_pixels,
            webp_of_many_pixels,
            jpeg_of_many_pixels,
            jpeg_of_many_scans,
            jpeg_of_many_segments,
            pdf_with_a_jpeg_of_many_pixels,
            pdf_with_a_jpeg_of_many_scans,
            pdf_with_a_jpeg_2000_of_many_pixels,
            pdf_with_a_jbig2_of_many_pixels,
        )
    }
)
