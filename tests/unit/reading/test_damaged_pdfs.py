"""A PDF that cannot be read is refused with its word; one that was mended says so."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError, FileErrorType
from aktr.reading.pdf.processor import PDFProcessor
from aktr.reading.sniff import FileKind, sniff
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport
from aktr.report.parse import parse_reports
from aktr.settings import Limits
from pdfs import REPORT, REPORT_CODES, make_pdf, prints, read, read_texts, report_pdf

SEEN = read_texts(report_pdf())
T = TypeVar("T")


def saved(**how: Any) -> bytes:  # noqa: ANN401 - whatever the other program can do
    """The report, saved by another program."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(report_pdf())) as document:
        document.save(buffer, **how)
    return buffer.getvalue()


@cache
def report_files() -> dict[str, bytes]:
    """The report as different programs write it."""
    return {
        "plain": report_pdf(),
        "two pages": make_pdf(prints(REPORT), prints(REPORT[:3])),
        "object streams": saved(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "linearized": saved(linearize=True),
        "uncompressed": saved(stream_decode_level=pikepdf.StreamDecodeLevel.all),
    }


def refusal(content: bytes) -> FileErrorType:
    with pytest.raises(FileError) as refused:
        read(content)
    assert refused.value.message.endswith(".")
    return refused.value.error_type


def reports(content: bytes) -> tuple[KnowledgeTestReport, ...]:
    return parse_reports(read(content), load_catalogue())


def outcome(content: bytes, reader: Callable[[bytes], T]) -> T | FileErrorType:
    """What a reader makes of a file, or the word with which it refuses it; nothing else."""
    try:
        return reader(content)
    except FileError as refused:
        return refused.error_type


def values(report: KnowledgeTestReport) -> dict[str, object]:
    return {name: getattr(report, name).value for name in FIELD_NAMES}


Strength = Literal[2, 3, 4, 6]


def encrypted(user: str, strength: Strength) -> bytes:
    newer = strength >= 4
    return saved(
        encryption=pikepdf.Encryption(
            owner="tower", user=user, R=strength, aes=newer, metadata=newer
        )
    )


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
def test_an_owner_password_keeps_nobody_from_reading(strength: Strength) -> None:
    assert read_texts(encrypted("", strength)) == SEEN


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
def test_a_user_password_is_named_as_the_reason(strength: Strength) -> None:
    assert refusal(encrypted("checkride", strength)) is FileErrorType.ENCRYPTED_PDF


def test_a_damaged_file_with_a_user_password_asks_for_the_password_or_a_new_file() -> None:
    pdf = encrypted("checkride", 3)
    broken = pdf[: pdf.rindex(b"startxref")]
    assert refusal(broken) in {FileErrorType.ENCRYPTED_PDF, FileErrorType.INVALID_PDF}


@pytest.mark.parametrize("how", sorted(report_files()))
@given(part=st.floats(0.0, 0.999))
@settings(max_examples=40, deadline=None)
def test_a_cut_off_file_is_refused_or_mended_and_never_misread(how: str, part: float) -> None:
    whole = report_files()[how]
    content = whole[: int(len(whole) * part)]
    assume(sniff(content) is FileKind.PDF)
    read_again = outcome(content, reports)
    if isinstance(read_again, FileErrorType):
        assert read_again is FileErrorType.INVALID_PDF
        return
    (report,) = read_again
    assert values(report) == values(reports(whole)[0])
    assert tuple(code.code for code in report.codes) == REPORT_CODES
    nothing_lost = len(content) > whole.rindex(b"startxref")
    assert report.notes or nothing_lost


@pytest.mark.parametrize("missing", [b"trailer", b"startxref", b"%%EOF"])
def test_a_file_without_its_end_is_mended_or_whole(missing: bytes) -> None:
    pdf = report_pdf()
    assert read_texts(pdf[: pdf.rindex(missing)]) == SEEN


def test_a_mended_file_says_so_in_the_report() -> None:
    pdf = report_pdf()
    content = pdf[: pdf.rindex(b"trailer")]
    assert read(content)[0].mended
    (report,) = reports(content)
    assert any("damaged" in note for note in report.notes)


def test_wrong_addresses_in_the_table_of_objects_are_put_right() -> None:
    pdf = report_pdf()
    table = pdf.rindex(b"xref\n0 ")
    assert read_texts(pdf[:table] + pdf[table:].replace(b"0000000", b"0000001")) == SEEN


@pytest.mark.parametrize(
    "before", [b"\r\n\r\n", b"Content-Type: application/pdf\r\n\r\n", b"\x00" * 600]
)
def test_what_stands_before_the_header_does_no_harm(before: bytes) -> None:
    content = before + report_pdf()
    assert sniff(content) is FileKind.PDF
    assert read_texts(content) == SEEN


@pytest.mark.parametrize("after", [b"\r\n", b"\x00" * 2000, b"<html>served in 3 ms</html>"])
def test_what_stands_after_the_end_does_no_harm(after: bytes) -> None:
    page = read(report_pdf() + after)[0]
    assert [line.text for line in page.lines] == SEEN
    assert not page.mended


def test_a_file_that_was_saved_again_in_place_shows_its_last_state() -> None:
    """An incremental update adds a second end; the first one is no sign of a cut."""
    pdf = report_pdf()
    update = b"\n99 0 obj\n<< /Type /Metadata >>\nendobj\nxref\n0 0\ntrailer\n"
    root = pdf[pdf.rindex(b"/Root") :].split(b"R", 2)[1]
    start = pdf[pdf.rindex(b"startxref") :].split()[1]
    size = pdf[pdf.rindex(b"/Size") :].split()[1]
    assert root
    number = pdf[pdf.rindex(b"/Root") + 5 :].split()[0]
    update += b"<< /Root %s 0 R /Size %s /Prev %s >>\n" % (number, size, start)
    update += b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + update.index(b"xref"))
    page = read(pdf + update)[0]
    assert [line.text for line in page.lines] == SEEN
    assert not page.mended


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00" * 500, b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"],
    ids=["header only", "zeros", "nothing inside"],
)
def test_a_header_alone_is_no_pdf(content: bytes) -> None:
    assert refusal(content) is FileErrorType.INVALID_PDF


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_bytes_behind_a_header_are_refused_with_a_word(rest: bytes) -> None:
    assert refusal(b"%PDF-1.7\n" + rest) in {
        FileErrorType.INVALID_PDF,
        FileErrorType.ENCRYPTED_PDF,
    }


@given(st.integers(0, 10_000), st.integers(0, 255))
@settings(max_examples=80, deadline=None)
def test_a_changed_byte_gives_pages_or_a_word(place: int, byte: int) -> None:
    pdf = bytearray(report_files()["object streams"])
    pdf[place % len(pdf)] = byte
    result = outcome(bytes(pdf), read)
    words = {FileErrorType.INVALID_PDF, FileErrorType.ENCRYPTED_PDF}
    assert isinstance(result, tuple) or result in words


def test_more_pages_than_allowed_are_refused_unread() -> None:
    limits = Limits(max_pages=3)
    allowed = make_pdf(*[prints(REPORT)] * 3)
    assert len(PDFProcessor(limits).read(allowed)) == 3
    with pytest.raises(FileError, match=r"4 pages; at most 3") as refused:
        PDFProcessor(limits).read(make_pdf(*[prints(REPORT)] * 4))
    assert refused.value.error_type is FileErrorType.TOO_MANY_PAGES
