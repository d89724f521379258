"""Honest files are let through, whatever writes them; tests/malformed holds the others."""

import base64
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from aktr.errors import FileError, FileErrorType
from aktr.reading.pdf.guard import refuse_bombs
from aktr.settings import Limits
from pdfs import REPORT, make_pdf, prints, report_pdf
from raw_pdf import LETTER, flate, one_page, stream

MEBIBYTE = 1024 * 1024
NOISE = random.Random(1).randbytes(4 * MEBIBYTE)  # noqa: S311 - no secret


def in_text(content: bytes) -> bytes:
    """A compressed stream in the characters that old mail systems let through."""
    packed = base64.a85encode(zlib.compress(content)) + b"~>"
    return stream(packed, b"/Filter [/ASCII85Decode /FlateDecode]")


def honest_files() -> dict[str, bytes]:
    fonts = {
        6: flate(b"\0" * (12 * MEBIBYTE), b"/Length1 12582912"),
        7: flate(b"\0" * (3 * MEBIBYTE), b"/N 3 /Alternate /DeviceRGB"),
    }
    small = {number: in_text(b"0 0 m 9 9 l S " * 20) for number in range(6, 900)}
    forms = {
        6 + level: stream(
            b"/X Do" if level < 8 else b"0 0 9 9 re f",
            b"/Type /XObject /Subtype /Form /BBox %s /Resources << /XObject << /X %d 0 R >> >>"
            % (LETTER, 7 + level),
        )
        for level in range(9)
    }
    page = flate(
        b"\x80" * (2550 * 3300),
        b"/Type /XObject /Subtype /Image /Width 2550 /Height 3300 /BitsPerComponent 8 "
        b"/ColorSpace /DeviceGray",
    )
    return {
        "a report": report_pdf(),
        "twenty pages": make_pdf(*[prints(REPORT)] * 20),
        "large fonts and profiles": one_page(stream(b""), others=fonts),
        "hundreds of streams in characters": one_page(stream(b""), others=small),
        "a watermark in forms in forms": one_page(
            stream(b"/X Do"), b"/XObject << /X 6 0 R >>", forms
        ),
        "ten scanned pages": one_page(stream(b""), others={6 + place: page for place in range(10)}),
        "noise": one_page(stream(NOISE)),
        "compressed noise": one_page(stream(b""), others={6: flate(NOISE, b"/Length1 1")}),
        "codes of old scanners": one_page(stream(NOISE[: MEBIBYTE // 2], b"/Filter /LZWDecode")),
    }


def test_what_honest_programs_write_is_let_through() -> None:
    for what, content in honest_files().items():
        assert word_for(content) is None, what


@pytest.mark.parametrize("drawn", [1, 10])
def test_a_form_may_be_drawn_often_but_not_for_ever(drawn: int) -> None:
    def draw(times: int) -> bytes:
        def paint(canvas: Canvas) -> None:
            canvas.beginForm("inner")
            canvas.line(0, 0, 9, 9)
            canvas.endForm()
            canvas.beginForm("outer")
            for _ in range(times):
                canvas.doForm("inner")
            canvas.endForm()
            for _ in range(times):
                canvas.doForm("outer")

        return make_pdf(paint)

    refuse_bombs(draw(drawn * 20), Limits())
    with pytest.raises(FileError, match="over and over") as refused:
        refuse_bombs(draw(240), Limits())
    assert refused.value.error_type is FileErrorType.OUT_OF_MEMORY


def test_what_is_allowed_is_set() -> None:
    file = one_page(flate(b" " * (2 * MEBIBYTE)))
    refuse_bombs(file, Limits())
    for limits in (Limits(max_content_bytes=MEBIBYTE), Limits(max_unpacked_bytes=MEBIBYTE)):
        with pytest.raises(FileError, match="unpacks to far more"):
            refuse_bombs(file, limits)


def word_for(content: bytes) -> FileErrorType | None:
    try:
        refuse_bombs(content, Limits())
    except FileError as refused:
        return refused.error_type
    return None


@given(st.binary(max_size=300), st.sampled_from([b"stream\n", b"/LZW stream\n", b"Image stream\n"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_let_through_or_refused_with_a_word(content: bytes, before: bytes) -> None:
    words = {FileErrorType.OUT_OF_MEMORY, FileErrorType.TOO_MANY_PIXELS, None}
    assert word_for(b"1 0 obj<</Subtype/" + before + content) in words
