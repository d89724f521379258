"""Files in = reports + reasons out, whatever a file does to the process that reads it."""

import asyncio
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import aktr
import harmful_work
from aktr.errors import AktrError, FileError, FileErrorType
from aktr.processing.batch import BatchProcessor
from aktr.processing.pool import ReaderPool
from aktr.processing.result import FileStatus, ProcessingMode, ProcessingResult, SourceFile
from aktr.samples.render import seal
from aktr.settings import MEBIBYTE, Limits, Settings
from pdfs import Print, make_pdf, prints, report_pdf

SETTINGS = Settings(
    workers=2, limits=Limits(file_timeout_s=6.0, reader_memory_bytes=1024 * MEBIBYTE)
)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    """Two reading processes for all tests of this module."""
    readers = ReaderPool(SETTINGS)
    readers.start()
    yield readers
    readers.stop()


@pytest.fixture
def batch(pool: ReaderPool) -> BatchProcessor:
    return BatchProcessor(pool, SETTINGS)


@cache
def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(buffer, format="PNG")
    return buffer.getvalue()


@cache
def contents() -> dict[str, tuple[bytes, FileErrorType | None]]:
    """A file of each kind, with the word with which it has to be refused."""
    report = report_pdf()
    return {
        "report": (report, None),
        "two reports": (make_pdf(*[prints(_report_of(name)) for name in ("A", "B")]), None),
        "empty": (b"", FileErrorType.EMPTY_FILE),
        "cut off": (report[:700], FileErrorType.INVALID_PDF),
        "sealed": (seal(report, user_password="tower"), FileErrorType.ENCRYPTED_PDF),
        "text": (b"no PDF, whatever its name", FileErrorType.UNSUPPORTED_TYPE),
        "picture": (picture(), FileErrorType.UNREADABLE),
        "letter": (make_pdf(prints(_LETTER)), FileErrorType.NOT_A_TEST_REPORT),
        "pages": (
            make_pdf(*[prints(_LETTER)] * (Limits().max_pages + 1)),
            FileErrorType.TOO_MANY_PAGES,
        ),
    }


_LETTER = [Print(72, 700, "Dear students, please bring the report of your test to the lesson.")]


def _report_of(letter: str) -> list[Print]:
    return [
        Print(200, 740, "Airman Knowledge Test Report"),
        Print(72, 700, f"NAME: DOE, {letter}LEX"),
        Print(72, 676, "FTN: C1234567"),
        Print(72, 652, "EXAM: Private Pilot Airplane (PAR)"),
        Print(72, 628, "SCORE: 98%   GRADE: Pass   TAKE: 1"),
        Print(72, 604, "PA.I.C.K2"),
    ]


def names(result: ProcessingResult) -> list[str | None]:
    return [report.report.name.value for report in result.reports]


NAMES_IN = {"report": ["DOE, JANE ANN"], "two reports": ["DOE, ALEX", "DOE, BLEX"]}

FILES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "report",
                "two reports",
                "empty",
                "cut off",
                "sealed",
                "text",
                "picture",
                "letter",
                "pages",
            ]
        ),
        st.sampled_from(["scan.pdf", "scan.pdf", "", "../../etc/passwd", "Jané\u202edoe.PDF"]),
    ),
    max_size=8,
)


@given(FILES, st.permutations(range(1, 9)), st.sampled_from(ProcessingMode))
@settings(max_examples=25, deadline=None)
def test_every_file_ends_as_its_reports_or_its_reason(
    pool: ReaderPool, kinds: list[tuple[str, str]], order: list[int], mode: ProcessingMode
) -> None:
    """Told apart by position: names are equal, and files come in any order."""
    files = [
        SourceFile(position, name, contents()[kind][0])
        for position, (kind, name) in zip(order, kinds, strict=False)
    ]
    expected = {
        position: (kind, name) for position, (kind, name) in zip(order, kinds, strict=False)
    }
    told: list[int] = []

    async def tell(result: ProcessingResult) -> None:
        told.append(result.position)

    results = asyncio.run(BatchProcessor(pool, SETTINGS).process_batch(files, mode, on_result=tell))
    assert [result.position for result in results] == sorted(expected)
    assert sorted(told) == sorted(expected)
    for result in results:
        kind, name = expected[result.position]
        assert result.file_name == name
        assert result.error_type is contents()[kind][1]
        assert names(result) == NAMES_IN.get(kind, [])
        assert (result.status is FileStatus.SUCCESS) == bool(result.reports)
        assert (result.error_message is None) == bool(result.reports)
        assert result.processing_time_ms >= 0


DEATHS: list[tuple[Callable[[], None], FileErrorType]] = [
    (harmful_work.hang, FileErrorType.TIMED_OUT),
    (harmful_work.spin, FileErrorType.TIMED_OUT),
    (harmful_work.eat_memory, FileErrorType.OUT_OF_MEMORY),
    (harmful_work.abort, FileErrorType.OUT_OF_MEMORY),
    (harmful_work.crash, FileErrorType.INTERNAL),
    (harmful_work.leave, FileErrorType.INTERNAL),
]


@pytest.mark.parametrize(("harm", "word"), DEATHS, ids=[harm.__name__ for harm, _ in DEATHS])
def test_a_reader_that_dies_takes_nothing_with_it(
    pool: ReaderPool, harm: Callable[[], None], word: FileErrorType
) -> None:
    async def run() -> None:
        harmed, beside = await asyncio.gather(
            pool.run(harm), pool.run(harmful_work.give, "beside"), return_exceptions=True
        )
        assert isinstance(harmed, FileError)
        assert harmed.error_type is word
        assert "upload" in harmed.message
        assert beside == "beside"
        assert await pool.run(harmful_work.give, "after") == "after"

    asyncio.run(run())


def test_the_files_after_a_dead_reader_are_read(pool: ReaderPool, batch: BatchProcessor) -> None:
    async def run() -> list[ProcessingResult]:
        deaths = [asyncio.create_task(pool.run(harmful_work.crash)) for _ in range(2)]
        files = [SourceFile(position, "scan.pdf", report_pdf()) for position in range(1, 5)]
        results = await batch.process_batch(files)
        await asyncio.gather(*deaths, return_exceptions=True)
        return results

    assert [names(result) for result in asyncio.run(run())] == [["DOE, JANE ANN"]] * 4


def test_where_a_reader_can_write_it_cannot_fill_the_disk(tmp_path: Path) -> None:
    pool = ReaderPool(Settings.model_validate({"workers": 1, "confine_readers": "off"}))
    pool.start()
    try:
        with pytest.raises(OSError, match="too large"):
            asyncio.run(pool.run(harmful_work.fill_the_disk, str(tmp_path / "much")))
    finally:
        pool.stop()
    assert (tmp_path / "much").stat().st_size <= 256 * MEBIBYTE


def test_the_reasons_of_a_file_cross_the_border_of_the_process(batch: BatchProcessor) -> None:
    content, word = contents()["pages"]
    result = asyncio.run(batch.process(SourceFile(1, "a.pdf", content)))
    assert result.error_type is word
    assert f"{Limits().max_pages + 1} pages" in (result.error_message or "")


def test_pdfs_are_read_one_after_the_other_and_pictures_meanwhile(batch: BatchProcessor) -> None:
    """While the first PDF is held back, every picture is finished and no other PDF is begun."""
    files = [
        SourceFile(position, "scan", picture() if position % 2 else report_pdf())
        for position in range(1, 9)
    ]
    events: list[tuple[str, int]] = []

    async def run() -> None:
        pictures_done = asyncio.Event()

        async def begin(file: SourceFile) -> None:
            events.append(("begin", file.position))
            if file.position == 2:
                await pictures_done.wait()

        async def end(result: ProcessingResult) -> None:
            events.append(("end", result.position))
            if sum(what == "end" for what, _ in events) == 4:
                pictures_done.set()

        async with asyncio.timeout(20):
            await batch.process_batch(files, on_start=begin, on_result=end)

    asyncio.run(run())
    assert [event for event in events if event[1] % 2 == 0] == [
        (what, position) for position in (2, 4, 6, 8) for what in ("begin", "end")
    ]


def test_files_are_taken_one_at_a_time_in_sequential_mode(batch: BatchProcessor) -> None:
    files = [SourceFile(p, "scan", picture() if p % 2 else report_pdf()) for p in (4, 1, 3, 2)]
    events: list[tuple[str, int]] = []

    async def begin(file: SourceFile) -> None:
        events.append(("begin", file.position))

    async def end(result: ProcessingResult) -> None:
        events.append(("end", result.position))

    asyncio.run(
        batch.process_batch(files, ProcessingMode.SEQUENTIAL, on_start=begin, on_result=end)
    )
    assert events == [(what, position) for position in (4, 1, 3, 2) for what in ("begin", "end")]


@pytest.mark.parametrize(
    ("mode", "content"),
    [(ProcessingMode.AUTO, picture()), (ProcessingMode.PARALLEL, report_pdf())],
    ids=["pictures", "PDFs in parallel mode"],
)
def test_as_many_files_are_taken_at_once_as_there_are_readers(
    batch: BatchProcessor, mode: ProcessingMode, content: bytes
) -> None:
    async def run() -> int:
        both_begun = asyncio.Barrier(2)
        at_once = most = 0

        async def begin(_: SourceFile) -> None:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            await both_begun.wait()

        async def end(_: ProcessingResult) -> None:
            nonlocal at_once
            at_once -= 1

        files = [SourceFile(position, "scan", content) for position in range(1, 7)]
        async with asyncio.timeout(20):
            await batch.process_batch(files, mode, on_start=begin, on_result=end)
        return most

    assert asyncio.run(run()) == 2


def test_the_event_loop_stays_free_while_files_are_read(pool: ReaderPool, tmp_path: Path) -> None:
    """The work in the reader ends only with what the loop does in the meantime."""
    path = tmp_path / "go-on"

    async def run() -> str:
        reading = asyncio.create_task(pool.run(harmful_work.wait_for, str(path)))
        await asyncio.sleep(0.05)
        assert not reading.done()
        path.touch()
        return await reading

    assert asyncio.run(run()) == "it is there"


def test_a_cancelled_batch_ends_at_once_and_leaves_the_readers_to_others(
    pool: ReaderPool, batch: BatchProcessor
) -> None:
    async def run() -> None:
        begun = asyncio.Event()

        async def begin(_: SourceFile) -> None:
            begun.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(
            batch.process_batch([SourceFile(1, "scan", report_pdf())], on_start=begin)
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await pool.run(harmful_work.give, "free") == "free"

    asyncio.run(run())


def test_cancelling_stops_the_work_on_a_file(pool: ReaderPool) -> None:
    async def run() -> None:
        tasks = [asyncio.create_task(pool.run(harmful_work.hang)) for _ in range(2)]
        await asyncio.sleep(0.2)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(task.cancelled() for task in tasks)
        async with asyncio.timeout(20):
            assert await pool.run(harmful_work.give, "free") == "free"

    asyncio.run(run())


def test_a_pool_says_whether_it_answers(pool: ReaderPool) -> None:
    async def run() -> None:
        assert await pool.answers(20)
        busy = [asyncio.create_task(pool.run(harmful_work.hang)) for _ in range(2)]
        await asyncio.sleep(0.1)
        assert not await pool.answers(0.2)
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)

    asyncio.run(run())
    assert not asyncio.run(ReaderPool(SETTINGS).answers(0.2)), "it was never started"


def test_readers_are_replaced_after_some_files_and_end_with_the_pool() -> None:
    readers = ReaderPool(Settings(workers=1, limits=Limits(files_per_reader=2)))
    readers.start()
    readers.start()

    async def run() -> list[int]:
        return [await readers.run(harmful_work.process_number) for _ in range(4)]

    try:
        numbers = asyncio.run(run())
    finally:
        readers.stop()
    readers.stop()
    assert len(set(numbers)) >= 2
    for number in set(numbers):
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


SCRIPT = """
import sys
import aktr

for result in aktr.read_files(sys.argv[1:], workers=2):
    print(result.status, len(result.reports))
"""


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_script_needs_no_guard_to_read_files(tmp_path: Path, is_sent: bool) -> None:
    report, script = tmp_path / "report.pdf", tmp_path / "script.py"
    report.write_bytes(report_pdf())
    script.write_text(SCRIPT)
    run = subprocess.run(
        [sys.executable, "-" if is_sent else str(script), str(report), str(tmp_path / "gone.pdf")],
        input=SCRIPT if is_sent else "",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout.splitlines(), run.stderr) == (["success 1", "failed 0"], "")


@pytest.mark.parametrize("workers", [0, -1])
def test_files_are_not_read_by_nobody(workers: int) -> None:
    with pytest.raises(AktrError, match=f"workers is {workers}"):
        aktr.read_files(["report.pdf"], workers)


def test_a_damaged_edition_is_said_before_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "standards" / "FAA-S-ACS-99.json"
    damaged.parent.mkdir()
    damaged.write_text("garbage")
    monkeypatch.setenv("AKTR_DATA_DIR", str(tmp_path))
    with pytest.raises(AktrError, match=r"FAA-S-ACS-99\.json"):
        aktr.read_files([tmp_path / "report.pdf"])
