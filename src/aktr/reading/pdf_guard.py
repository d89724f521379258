"""What a PDF would become if it were opened, found out before anything opens it.

A few kilobytes can unpack to gigabytes, name one picture of four thousand million pixels, or draw a
form that draws itself. PDF libraries find that out when the memory is full. Here every stream is
unpacked in small pieces that are counted and thrown away, whatever the file says about it.
"""

import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, Final

from aktr.errors import FileError, FileErrorType
from aktr.reading.picture_parts import has_endless_scans
from aktr.settings import MEBIBYTE, Limits

_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECT: Final = re.compile(rb"\d\s+obj\b")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_WIDTH: Final = re.compile(rb"/(?:Width|W)\s+(\d{1,10})\b")
_HEIGHT: Final = re.compile(rb"/(?:Height|H)\s+(\d{1,10})\b")
_PICTURE: Final = re.compile(rb"/Subtype\s*/Image\b")
_FORM: Final = re.compile(rb"/Form\b")
_PARTS_OF_FONTS: Final = re.compile(
    rb"/Length1\b|/(?:Type1C|CIDFontType0C|OpenType)\b|/Alternate\b"
)
"""Embedded fonts and colour profiles: large in honest files, and never drawn by themselves."""
_JPEG_2000_SIZE: Final = b"\xff\x4f\xff\x51"
_LZW: Final = re.compile(rb"/(?:LZWDecode|LZW)\b")
_STEPS: Final = tuple(re.compile(rb"/%cStep\s+(-?[\d.]+)" % axis) for axis in b"XY")
_MATRIX: Final = re.compile(rb"/Matrix\s*\[\s*" + rb"\s+".join([rb"(-?[\d.]+)"] * 4))
_DRAWN: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_HEXADECIMAL: Final = re.compile(rb"[0-9A-Fa-f\s]{8,}")
_BASE_85: Final = re.compile(rb"[!-uz\s]{8,}")
_LONGEST_DICTIONARY: Final = 4096
_PIECE: Final = 64 * 1024
_HEAD: Final = 64
_LONGEST_LZW: Final = 2 * MEBIBYTE
"""Bytes of such a stream whose codes are counted; what gets past that meets the reader's limits."""
_SMALLEST_TILE: Final = 0.05
"""Square points; a driver's pattern of 8 x 8 dots at 600 dpi has 0.9."""
_MOST_FILTERS: Final = 4
"""Filters of one stream; writers use one, or two where the outer one makes it text."""
_CLEAR_TABLE: Final = 256
_END_OF_DATA: Final = 257
_LARGEST_TABLE: Final = 4096
_DEEPEST_FORM: Final = 20

_DAMAGE: Final = (ValueError, TypeError, KeyError, AttributeError, RuntimeError)
"""What damaged objects surface as in a library that had expected others."""

Pieces = Iterable[bytes | memoryview]


class _Budget:
    """Counts what a file unpacks to.

    Args:
        limits: How much it may be.
    """

    def __init__(self, limits: Limits) -> None:
        self._content = limits.max_content_bytes
        self._everything = limits.max_unpacked_bytes

    def spend(self, size: int, *, is_content: bool) -> None:
        """Count some bytes.

        Raises:
            FileError: OUT_OF_MEMORY, there were too many.
        """
        self._everything -= size
        if is_content:
            self._content -= size
        if self._everything < 0 or self._content < 0:
            raise too_much("unpacks to far more than a test report holds")


def refuse_bombs(content: bytes, limits: Limits) -> None:
    """Refuse a PDF that would fill the memory, or keep a reader busy for ever, if it were opened.

    Args:
        content: The file.
        limits: What it may unpack to.

    Raises:
        FileError: OUT_OF_MEMORY or TOO_MANY_PIXELS.
    """
    if sum(1 for _ in _OBJECT.finditer(content)) > limits.max_objects:
        raise too_much(f"is made of more than {limits.max_objects} objects")
    _check_streams(content, limits)
    if b"/Encrypt" in content:
        plain = _decrypted(content)
        if plain is not None:
            _check_streams(plain, limits)


def _check_streams(content: bytes, limits: Limits) -> None:
    budget = _Budget(limits)
    has_nested_forms = False
    for match in _STREAM.finditer(content):
        dictionary = _dictionary_before(content, match.start())
        if _PICTURE.search(dictionary):
            _check_size(content, match.end(), dictionary, limits)
            end = content.find(b"endstream", match.end())
            if has_endless_scans(content, match.end(), end if end >= 0 else None):
                raise too_much("holds a picture that is refined without end")
            is_content = False
        else:
            is_content = not _PARTS_OF_FONTS.search(dictionary)
        _check_tiles(dictionary)
        draws = False
        for piece in _unpacked(content, match.end(), dictionary, budget, is_content=is_content):
            draws = draws or b"Do" in bytes(piece)
        has_nested_forms |= draws and _FORM.search(dictionary) is not None
    if has_nested_forms:
        _check_forms(content, limits)


def _dictionary_before(content: bytes, end: int) -> bytes:
    """What stands between the beginning of an object and its stream, names written out."""
    near = content[max(0, end - _LONGEST_DICTIONARY) : end]
    near = near[near.rfind(b"obj") + 3 :] if b"obj" in near else near
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), near)


def _check_size(content: bytes, start: int, dictionary: bytes, limits: Limits) -> None:
    width, height = _WIDTH.search(dictionary), _HEIGHT.search(dictionary)
    pixels = int(width[1]) * int(height[1]) if width and height else 0
    if content.startswith(_JPEG_2000_SIZE, start) or b"/JPX" in dictionary:
        # Its own header counts, whatever stands in the dictionary.
        size = content.find(_JPEG_2000_SIZE, start) + len(_JPEG_2000_SIZE) + 4
        sides = [int.from_bytes(content[at : at + 4]) for at in (size, size + 4)]
        pixels = max(pixels, sides[0] * sides[1])
    if pixels > limits.max_pixels:
        raise FileError(
            FileErrorType.TOO_MANY_PIXELS,
            f"A picture in this PDF has more than {limits.max_pixels // 1_000_000} million pixels. "
            "Scan the page at 300 dpi and upload that.",
        )


def _check_tiles(dictionary: bytes) -> None:
    """Refuse a pattern so fine that drawing a page of it never ends."""
    steps = [found[1] for step in _STEPS if (found := step.search(dictionary))]
    if len(steps) < len(_STEPS):
        return
    matrix = _MATRIX.search(dictionary)
    try:
        a, b, c, d = map(float, matrix.groups()) if matrix else (1.0, 0.0, 0.0, 1.0)
        area = abs(float(steps[0]) * float(steps[1]) * (a * d - b * c))
    except ValueError:
        return
    if area < _SMALLEST_TILE:
        raise too_much("has a pattern too fine to be drawn")


def _unpacked(
    content: bytes, start: int, dictionary: bytes, budget: _Budget, *, is_content: bool
) -> Iterator[bytes | memoryview]:
    """The pieces of a stream after all its filters; every byte on the way is counted."""
    # Packed data says itself where it ends; a word in the middle of it can be put there on purpose.
    end = len(content)
    if _filter_of(content[start : start + _HEAD]) is None:
        found = content.find(b"endstream", start)
        end = found if found >= 0 else end
    data = memoryview(content)[start:end]
    if _LZW.search(dictionary):
        for size in _lzw_sizes(data[:_LONGEST_LZW]):
            budget.spend(size, is_content=is_content)
    pieces: Pieces = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
    for _ in range(_MOST_FILTERS):
        first, pieces = _looked_at(pieces)
        unpack = _filter_of(first)
        if unpack is None:
            yield from pieces
            return
        pieces = _counted(unpack(pieces), budget, is_content=is_content)
    raise too_much("is packed over and over")


def _looked_at(pieces: Pieces) -> tuple[bytes, Pieces]:
    """The first piece, and all of them."""
    rest = iter(pieces)
    first = bytes(next(rest, b""))

    def again() -> Iterator[bytes | memoryview]:
        yield first
        yield from rest

    return first, again()


def _counted(pieces: Pieces, budget: _Budget, *, is_content: bool) -> Iterator[bytes | memoryview]:
    for piece in pieces:
        budget.spend(len(piece), is_content=is_content)
        yield piece


def _filter_of(first: bytes) -> Callable[[Pieces], Iterator[bytes]] | None:
    """What unpacks data that begins like this, whatever the file says of it."""
    if _is_zlib(first):
        return _inflated
    head = first[:_HEAD]
    if _HEXADECIMAL.fullmatch(head) and _is_zlib(_from_hexadecimal(head)):
        return _from_hexadecimal_pieces
    if _BASE_85.fullmatch(head) and _is_zlib(_from_base_85(b"".join(head.split())[:10])):
        return _from_base_85_pieces
    return None


def _is_zlib(head: bytes) -> bool:
    return len(head) > 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0


def _inflated(pieces: Pieces) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            rest: bytes | memoryview = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
    except zlib.error:
        return  # damaged, or no such data at all: its readers stop here as well


def _from_hexadecimal(text: bytes) -> bytes:
    digits = b"".join(text.split())
    return binascii.unhexlify(digits[: len(digits) // 2 * 2])


def _from_hexadecimal_pieces(pieces: Pieces) -> Iterator[bytes]:
    text = b"".join(bytes(piece) for piece in pieces)
    match = _HEXADECIMAL.match(text)
    yield _from_hexadecimal(match[0]) if match else b""


def _from_base_85(text: bytes) -> bytes:
    """Groups of five characters, each four bytes; what is left over at the end is not needed."""
    plain = text.replace(b"z", b"!!!!!")
    numbers = bytearray()
    for at in range(0, len(plain) // 5 * 5, 5):
        value = 0
        for character in plain[at : at + 5]:
            value = value * 85 + (character - 33)
        numbers += (value & 0xFFFFFFFF).to_bytes(4)
    return bytes(numbers)


def _from_base_85_pieces(pieces: Pieces) -> Iterator[bytes]:
    text = b"".join(b"".join(bytes(piece).split()) for piece in pieces)
    whole = text.partition(b"~")[0]
    for at in range(0, len(whole), _PIECE // 5 * 5):
        yield _from_base_85(whole[at : at + _PIECE // 5 * 5])


def _lzw_sizes(data: memoryview) -> Iterator[int]:
    """How many bytes each code stands for, without making them; cheap, as only lengths are kept."""
    lengths = [1] * 258
    bits = held = 0
    width, before = 9, 0
    for byte in data:
        held = held << 8 | byte
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits
        held &= (1 << bits) - 1
        if code == _END_OF_DATA:
            return
        if code == _CLEAR_TABLE:
            del lengths[258:]
            width, before = 9, 0
            continue
        size = lengths[code] if code < len(lengths) else before + 1
        if before and len(lengths) < _LARGEST_TABLE:
            lengths.append(before + 1)
            width = min(12, max(9, (len(lengths) + 1).bit_length()))
        before = size
        yield size


def _check_forms(content: bytes, limits: Limits) -> None:
    """Refuse forms that draw each other so often that a page would never be finished."""
    import pikepdf  # noqa: PLC0415 - only files with forms in forms pay for it

    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            for page, _ in zip(pdf.pages, range(limits.max_pages), strict=False):
                drawing = _Drawing(limits.max_page_objects)
                drawing.count(page.obj, page.obj.get("/Resources"), 0)
    except (pikepdf.PdfError, pikepdf.PasswordError, *_DAMAGE):
        return  # damaged: whoever mends it asks again


class _Drawing:
    """Counts how often forms are drawn on a page.

    Args:
        most: How often that may be.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()

    def count(self, holder: Any, resources: Any, depth: int) -> int:  # noqa: ANN401 - pikepdf's
        """How many forms are drawn by a page or a form, itself not counted.

        Raises:
            FileError: OUT_OF_MEMORY, there are too many or they draw themselves.
        """
        drawn = 0
        forms = (resources or {}).get("/XObject") or {}
        for name in _DRAWN.findall(_contents(holder)):
            form = forms.get("/" + name.decode("latin-1"))
            if form is None or form.get("/Subtype") != "/Form":
                continue
            drawn += 1 + self._inside(form, resources, depth + 1)
            if drawn > self._most or depth > _DEEPEST_FORM:
                raise too_much("draws itself over and over")
        return drawn

    def _inside(self, form: Any, resources: Any, depth: int) -> int:  # noqa: ANN401
        key = form.objgen
        if key in self._open:
            raise too_much("draws itself over and over")
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self.count(form, form.get("/Resources", resources), depth)
            self._open.discard(key)
        return self._known[key]


def _contents(holder: Any) -> bytes:  # noqa: ANN401 - pikepdf's
    contents = holder.get("/Contents") if "/Contents" in holder else holder
    if contents is None or contents._type_name == "dictionary":  # noqa: SLF001
        return b""
    parts = list(contents) if contents._type_name == "array" else [contents]  # noqa: SLF001
    return b"\n".join(part.read_bytes() for part in parts)


def _decrypted(content: bytes) -> bytes | None:
    """The file as it is for somebody without a password; None if one is needed."""
    import pikepdf  # noqa: PLC0415 - only encrypted files pay for it

    plain = BytesIO()
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            pdf.save(
                plain,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                compress_streams=False,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                encryption=False,
            )
    except (pikepdf.PdfError, pikepdf.PasswordError, *_DAMAGE):
        return None
    return plain.getvalue()


def too_much(what: str) -> FileError:
    """The refusal of a PDF that holds more than one file may.

    Args:
        what: What is the matter with it, to follow "This PDF".
    """
    return FileError(
        FileErrorType.OUT_OF_MEMORY,
        f"This PDF {what}, and was not read. Print the report to a new PDF and upload that.",
    )
