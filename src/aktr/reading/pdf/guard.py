"""What a PDF would become if it were opened, found out before anything opens it.

A few kilobytes can unpack to gigabytes, name one picture of four thousand million pixels, or draw a
form that draws itself. PDF libraries find that out when the memory is full. Here every stream is
unpacked in small pieces that are counted and thrown away, whatever the file says about it.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from aktr.errors import FileError, FileErrorType
from aktr.reading.pdf.filters import Budget, is_packed, too_much, unpacked
from aktr.reading.pdf.forms import DAMAGE, refuse_endless_forms
from aktr.reading.picture_parts import has_endless_scans
from aktr.settings import MEBIBYTE, Limits

_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
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
_STEPS: Final = tuple(re.compile(rb"/%cStep\s+(-?[\d.]+)" % axis) for axis in b"XY")
_MATRIX: Final = re.compile(rb"/Matrix\s*\[\s*" + rb"\s+".join([rb"(-?[\d.]+)"] * 4))
_CHARACTER_MAP: Final = re.compile(rb"begin(?:bf|cid|notdef)(?:range|char)")
_LONGEST_WORD: Final = len(b"beginnotdefrange")
_MOST_CHARACTER_MAPS: Final = 2 * MEBIBYTE
"""Bytes in all maps of a file together; one that names every character of a language has one, and
PDFium needs a quarter of a second for each."""
_LONGEST_DICTIONARY: Final = 4096
_MOST_STREAMS: Final = 20_000
_SMALLEST_TILE: Final = 0.05
"""Square points; a driver's pattern of 8 x 8 dots at 600 dpi has 0.9."""


def refuse_bombs(content: bytes, limits: Limits) -> None:
    """Refuse a PDF that would fill the memory, or keep a reader busy for ever, if it were opened.

    Args:
        content: The file.
        limits: What it may unpack to.

    Raises:
        FileError: OUT_OF_MEMORY or TOO_MANY_PIXELS.
    """
    # Each object has the word once or twice: where it is rare, no closer look is needed.
    if (
        content.count(b"obj") > limits.max_objects
        and sum(1 for _ in _OBJECT.finditer(content)) > limits.max_objects
    ):
        raise too_much(f"is made of more than {limits.max_objects} objects")
    _check_streams(content, limits)
    if b"/Encrypt" in content:
        plain = _decrypted(content)
        if plain is not None:
            _check_streams(plain, limits)


def _check_streams(content: bytes, limits: Limits) -> None:
    budget = Budget(len(content), limits)
    has_nested_forms = False
    in_maps = 0
    word_at = -1
    for number, (word, start) in enumerate(_streams(content), 1):
        if number > _MOST_STREAMS:
            raise too_much(f"has more than {_MOST_STREAMS} streams")
        if word_at < start:
            word_at = content.find(b"endstream", start)
            word_at = word_at if word_at >= 0 else len(content)
        dictionary = _dictionary_before(content, word)
        _check_tiles(dictionary)
        is_picture = _PICTURE.search(dictionary) is not None
        if is_picture:
            budget.look(word_at - start)
            _check_picture(content, start, word_at, dictionary, limits)
        # Packed data says itself where it ends; a word in its middle can be put there on purpose.
        end = len(content) if is_packed(content, start) else word_at
        is_content = not is_picture and not _PARTS_OF_FONTS.search(dictionary)
        pieces = unpacked(memoryview(content)[start:end], dictionary, budget, is_content=is_content)
        is_form = _FORM.search(dictionary) is not None
        is_map, before = False, b""
        for piece in pieces:
            text = before + piece
            if is_form and b"Do" in text:
                has_nested_forms = True
            # Whatever the file calls it, a font can use it as its map.
            is_map = is_map or (b"begin" in text and _CHARACTER_MAP.search(text) is not None)
            if is_map:
                in_maps += len(piece)
                if in_maps > _MOST_CHARACTER_MAPS:
                    raise too_much("has a font with an endless map of its characters")
            before = text[-_LONGEST_WORD:]
    if has_nested_forms:
        refuse_endless_forms(content, limits)


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the word of each stream stands, and where its data begins."""
    word = content.find(b"stream")
    while word >= 0:
        after = word + len(b"stream")
        line_end = _LINE_END.match(content, after)
        if line_end is not None and not content.startswith(b"end", max(0, word - 3), word):
            yield word, line_end.end()
        word = content.find(b"stream", after)


def _dictionary_before(content: bytes, end: int) -> bytes:
    """What stands between the beginning of an object and its stream, names written out."""
    near = content[max(0, end - _LONGEST_DICTIONARY) : end]
    near = near[near.rfind(b"obj") + 3 :] if b"obj" in near else near
    if b"#" not in near:
        return near
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), near)


def _check_picture(content: bytes, start: int, end: int, dictionary: bytes, limits: Limits) -> None:
    if has_endless_scans(content, start, end):
        raise too_much("holds a picture that is refined without end")
    width, height = _WIDTH.search(dictionary), _HEIGHT.search(dictionary)
    pixels = int(width[1]) * int(height[1]) if width and height else 0
    if content.startswith(_JPEG_2000_SIZE, start) or b"/JPX" in dictionary:
        # Its own header counts, whatever stands in the dictionary.
        size = content.find(_JPEG_2000_SIZE, start, end) + len(_JPEG_2000_SIZE) + 4
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
    if b"Step" not in dictionary:
        return
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
    except (pikepdf.PdfError, pikepdf.PasswordError, *DAMAGE):
        return None
    return plain.getvalue()
