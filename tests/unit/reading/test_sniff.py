"""What a file is, is told by its bytes."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from aktr.reading.sniff import PDF_HEADER_WINDOW, FileKind, sniff


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, format=kind)
    return buffer.getvalue()


def pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, "Airman Knowledge Test Report")
    canvas.save()
    return buffer.getvalue()


def heif_head(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic"


@pytest.mark.parametrize(
    ("written_as", "kind"),
    [
        ("JPEG", FileKind.JPEG),
        ("PNG", FileKind.PNG),
        ("TIFF", FileKind.TIFF),
        ("WEBP", FileKind.WEBP),
    ],
)
def test_pictures_are_known_by_their_head(written_as: str, kind: FileKind) -> None:
    assert sniff(picture(written_as)) is kind


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"])
def test_every_heif_brand_is_known(brand: bytes) -> None:
    assert sniff(heif_head(brand)) is FileKind.HEIF


@pytest.mark.parametrize("head", [b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"])
def test_tiff_is_known_in_both_byte_orders_and_in_its_large_form(head: bytes) -> None:
    assert sniff(head + bytes(16)) is FileKind.TIFF


def test_an_archive_of_pdfs_is_no_pdf_though_it_holds_their_bytes() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("first.pdf", pdf())
        archive.writestr("second.pdf", pdf())
    assert b"%PDF-" in buffer.getvalue()[:PDF_HEADER_WINDOW]
    assert sniff(buffer.getvalue()) is None


def test_a_pdf_is_known_with_other_bytes_before_its_header() -> None:
    assert sniff(pdf()) is FileKind.PDF
    assert sniff(b"\xef\xbb\xbf" + pdf()) is FileKind.PDF
    assert sniff(b"x" * (PDF_HEADER_WINDOW - 5) + pdf()) is FileKind.PDF


def test_a_pdf_header_beyond_the_window_does_not_count() -> None:
    assert sniff(b"x" * (PDF_HEADER_WINDOW - 4) + pdf()) is None


def test_a_picture_with_a_pdf_behind_it_is_a_picture() -> None:
    assert sniff(picture("PNG")[:64] + pdf()) is FileKind.PNG


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF",
        b"Airman Knowledge Test Report",
        b"<!doctype html><title>report.pdf</title>",
        b"GIF89a" + bytes(20),
        b"PK\x03\x04" + bytes(20),
        heif_head(b"avif"),
        heif_head(b"isom"),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\xff\xd8",
        b"\x89PNG",
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    assert sniff(content) is None


@given(st.binary(max_size=64))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert sniff(content) is None or isinstance(sniff(content), FileKind)


def test_only_a_pdf_is_no_image() -> None:
    assert [kind for kind in FileKind if not kind.is_image] == [FileKind.PDF]


def test_media_types_are_the_registered_ones() -> None:
    assert {kind.media_type for kind in FileKind} == {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/heif",
        "image/tiff",
        "image/webp",
    }
