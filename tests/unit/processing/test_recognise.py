"""What is refused before any reader opens a file, and what becomes of a pool that is not there."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.errors import FileError, FileErrorType
from aktr.processing.batch import BatchProcessor
from aktr.processing.coordinator import ProcessingCoordinator, read_reports, recognise
from aktr.processing.pool import ReaderPool
from aktr.processing.result import BatchStatus, FileStatus, SourceFile
from aktr.reading.sniff import FileKind
from aktr.settings import Limits, Settings
from pdfs import report_pdf


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", FileErrorType.EMPTY_FILE),
        (b"%PDF-" + bytes(2000), FileErrorType.FILE_TOO_LARGE),
        (b"Dear students,", FileErrorType.UNSUPPORTED_TYPE),
        (b"PK\x03\x04" + bytes(100), FileErrorType.UNSUPPORTED_TYPE),
        (b"\x00", FileErrorType.UNSUPPORTED_TYPE),
    ],
)
def test_a_file_is_refused_by_its_content(content: bytes, word: FileErrorType) -> None:
    for refuse in (recognise, read_reports):
        with pytest.raises(FileError, match=r"[Uu]pload") as refused:
            refuse(content, Limits(max_file_bytes=2000))
        assert refused.value.error_type is word


def test_the_largest_allowed_file_is_allowed() -> None:
    assert recognise(b"%PDF-" + bytes(1995), Limits(max_file_bytes=2000)) is FileKind.PDF


def test_a_file_becomes_checked_reports() -> None:
    (checked,) = read_reports(report_pdf(), Limits())
    assert checked.report.name.value == "DOE, JANE ANN"
    assert [code.code for code in checked.codes] == [code.code for code in checked.report.codes]
    assert all(code.known for code in checked.codes)
    assert checked.checks
    assert not checked.needs_review


def test_an_error_of_our_own_is_a_result_as_well(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(workers=1)
    coordinator = ProcessingCoordinator(ReaderPool(settings), settings)
    result = asyncio.run(coordinator.process(SourceFile(7, "a.pdf", report_pdf())))
    assert (result.position, result.file_name) == (7, "a.pdf")
    assert (result.status, result.error_type) == (FileStatus.FAILED, FileErrorType.INTERNAL)
    assert result.reports == ()
    assert "file 7" in caplog.text
    assert "a.pdf" not in caplog.text, "names of files name people"


def test_two_files_at_one_position_are_a_mistake_of_the_caller() -> None:
    settings = Settings(workers=1)
    batch = BatchProcessor(ReaderPool(settings), settings)
    files = [SourceFile(1, "a.pdf", b""), SourceFile(1, "b.pdf", b"")]
    with pytest.raises(ValueError, match="position"):
        asyncio.run(batch.process_batch(files))


def test_a_batch_of_nothing_has_no_results() -> None:
    settings = Settings(workers=1)
    assert asyncio.run(BatchProcessor(ReaderPool(settings), settings).process_batch([])) == []


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_state_of_a_batch_follows_from_its_files(good: int, bad: int, unfinished: int) -> None:
    status = BatchStatus.of(good, bad, good + bad + unfinished)
    if unfinished:
        assert status is BatchStatus.PROCESSING
    elif not bad:
        assert status is BatchStatus.COMPLETED
    else:
        assert status is (BatchStatus.PARTIAL if good else BatchStatus.FAILED)
