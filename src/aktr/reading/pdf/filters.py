"""Unpacks the streams of a PDF in small pieces, and counts what comes out and what that takes.

Nothing is kept, and nothing that the file says about its streams is relied on.
"""

import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np

from aktr.errors import FileError, FileErrorType
from aktr.settings import MEBIBYTE, Limits

_LZW: Final = re.compile(rb"/(?:LZWDecode|LZW)\b")
_HEXADECIMAL: Final = re.compile(rb"[0-9A-Fa-f\s]{8,}")
_HEXADECIMAL_DIGITS: Final = re.compile(rb"[0-9A-Fa-f]*")
_BASE_85: Final = re.compile(rb"[!-uz\s]{8,}")
_PIECE: Final = 64 * 1024
_FIRST_PIECE: Final = 1024
_HEAD: Final = 64
_LONGEST_LZW: Final = 2 * MEBIBYTE
"""Bytes of such a stream whose codes are counted; what gets past that meets the reader's limits."""
_MOST_FILTERS: Final = 4
"""Filters of one stream; writers use one, or two where the outer one makes it text."""
_LOOKS: Final = 8
"""How often each byte of a file may be looked at; twice is usual, more where streams overlap."""
_FIRST_DIGIT: Final = 33
_PLACES_OF_DIGITS: Final = np.array([85**place for place in (4, 3, 2, 1, 0)], dtype=np.int64)
_LOOKS_FOR_A_CODE: Final = 4
"""Bytes that could be looked at in the time that one byte of codes takes."""
_CLEAR_TABLE: Final = 256
_END_OF_DATA: Final = 257
_LARGEST_TABLE: Final = 4096

Pieces = Iterable[bytes | memoryview]


class Budget:
    """Counts what a file unpacks to and what finding that out takes.

    Args:
        size: Bytes of the file.
        limits: How much it may be.
    """

    def __init__(self, size: int, limits: Limits) -> None:
        self._content = limits.max_content_bytes
        self._everything = limits.max_unpacked_bytes
        self._looks = _LOOKS * size + MEBIBYTE

    def spend(self, size: int, *, is_content: bool) -> None:
        """Count some unpacked bytes.

        Args:
            size: How many.
            is_content: Whether they are neither a picture nor a font.

        Raises:
            FileError: OUT_OF_MEMORY, there were too many.
        """
        self._everything -= size
        if is_content:
            self._content -= size
        if self._everything < 0 or self._content < 0:
            raise too_much("unpacks to far more than a test report holds")

    def look(self, size: int) -> None:
        """Count bytes of the file that are looked at.

        Raises:
            FileError: OUT_OF_MEMORY, the same ones were looked at again and again.
        """
        self._looks -= size
        if self._looks < 0:
            raise too_much("has streams that lie in one another")


def is_packed(content: bytes, start: int) -> bool:
    """Whether data that begins here is packed in a way that says itself where it ends."""
    return _filter_of(content[start : start + _HEAD]) is not None


def unpacked(
    data: memoryview, dictionary: bytes, budget: Budget, *, is_content: bool
) -> Iterator[bytes | memoryview]:
    """The pieces of a stream after all its filters; every byte on the way is counted.

    Args:
        data: The stream, and perhaps what follows it.
        dictionary: What the file says about it; asked only for what cannot be told otherwise.
        budget: What may be spent.
        is_content: Whether it is neither a picture nor a font.

    Raises:
        FileError: OUT_OF_MEMORY, it unpacks to too much.
    """
    if _LZW.search(dictionary):
        codes = data[:_LONGEST_LZW]
        budget.look(_LOOKS_FOR_A_CODE * len(codes))
        for size in _lzw_sizes(codes):
            budget.spend(size, is_content=is_content)
    pieces: Pieces = _growing_pieces(data, budget)
    for _ in range(_MOST_FILTERS):
        first, pieces = _looked_at(pieces)
        unpack = _filter_of(first)
        if unpack is None:
            yield from pieces
            return
        pieces = _counted(unpack(pieces), budget, is_content=is_content)
    raise too_much("is packed over and over")


def _growing_pieces(data: memoryview, budget: Budget) -> Iterator[memoryview]:
    """Small pieces first: most streams are short, and what follows them is not theirs."""
    at, size = 0, _FIRST_PIECE
    while at < len(data):
        piece = data[at : at + size]
        budget.look(len(piece))
        yield piece
        at, size = at + size, min(2 * size, _PIECE)


def _looked_at(pieces: Pieces) -> tuple[bytes, Pieces]:
    """The first piece, and all of them."""
    rest = iter(pieces)
    first = bytes(next(rest, b""))

    def again() -> Iterator[bytes | memoryview]:
        yield first
        yield from rest

    return first, again()


def _counted(pieces: Pieces, budget: Budget, *, is_content: bool) -> Iterator[bytes | memoryview]:
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
    if _BASE_85.fullmatch(head) and _is_zlib(_first_of_base_85(head)):
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
    for text in _up_to(b">", 2, pieces):
        match = _HEXADECIMAL_DIGITS.match(text)
        yield _from_hexadecimal(match[0]) if match else b""
        if match is None or match.end() < len(text):
            return  # damaged


def _from_base_85(text: bytes) -> bytes:
    """Groups of five characters, each four bytes; what is left over at the end is not needed."""
    plain = text.replace(b"z", b"!!!!!")
    digits = np.frombuffer(plain[: len(plain) // 5 * 5], dtype=np.uint8).reshape(-1, 5)
    # Characters below "!" are none of this alphabet; what becomes of them does not matter.
    numbers = (digits.astype(np.int64) - _FIRST_DIGIT) @ _PLACES_OF_DIGITS
    return (numbers & 0xFFFFFFFF).astype(">u4").tobytes()


def _first_of_base_85(text: bytes) -> bytes:
    """The bytes of the first group of characters, which is all that telling the type takes."""
    digits = b"".join(text.split())[:10].replace(b"z", b"!!!!!")[:5]
    if len(digits) < 5:
        return b""
    number = 0
    for digit in digits:
        number = 85 * number + digit - _FIRST_DIGIT
    return (number & 0xFFFFFFFF).to_bytes(4)


def _from_base_85_pieces(pieces: Pieces) -> Iterator[bytes]:
    for text in _up_to(b"~", 5, (bytes(piece).replace(b"z", b"!!!!!") for piece in pieces)):
        yield _from_base_85(text)


def _up_to(end: bytes, group: int, pieces: Pieces) -> Iterator[bytes]:
    """Text up to its end mark, without blanks, in whole groups of characters."""
    rest = b""
    for piece in pieces:
        text, mark, _ = (rest + b"".join(bytes(piece).split())).partition(end)
        whole = len(text) if mark else len(text) // group * group
        yield text[:whole]
        if mark:
            return
        rest = text[whole:]


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


def too_much(what: str) -> FileError:
    """The refusal of a PDF that holds more than one file may.

    Args:
        what: What is the matter with it, to follow "This PDF".
    """
    return FileError(
        FileErrorType.OUT_OF_MEMORY,
        f"This PDF {what}, and was not read. Print the report to a new PDF and upload that.",
    )
