"""The way of one file: recognise -> read -> parse -> examine, and once more what is in doubt.

``read_reports`` is the whole flow and runs inside a reading process; ``ProcessingCoordinator``
stands outside, lets several processes read the pages of a long scan, and turns whatever happens
there into a result.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Final, NamedTuple

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError, FileErrorType
from aktr.processing.pool import Readers
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.reading.page import Page, ReadBy, Rows
from aktr.reading.pages import (
    MakeReader,
    page_reader_for_file,
    read_letters_on,
    read_page_again,
    read_page_from_picture,
    read_pages,
    read_pictures_on,
    reader_for_file,
)
from aktr.reading.sniff import FileKind, sniff
from aktr.reading.vision.page_by_page import PageByPage, PageInDoubt, PagesLeft, PagesSeen
from aktr.report.checked import CheckedReport
from aktr.report.doubts import rows_in_doubt
from aktr.report.examine import count_complaints, examine
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from aktr.report.repair.unknown_letters import pages_with_unknown_letters
from aktr.report.second_reading import with_second_reading
from aktr.settings import Limits, Settings, VisionSettings

_WHERE_DAYS_BEGIN = timezone(timedelta(hours=10))
"""Guam: a test taken there today is not in the future, though elsewhere it is yesterday."""

_FEW_PAGES: Final = 2
"""Pages of a file without a report that are worth another look; longer ones are other documents."""

NO_HOSTED_MODEL = VisionSettings.model_construct()

logger = logging.getLogger(__name__)


def read_reports(
    content: bytes,
    limits: Limits,
    vision: VisionSettings = NO_HOSTED_MODEL,
    *,
    force_ocr: bool = False,
) -> tuple[CheckedReport, ...]:
    """Turn the bytes of one file into checked reports.

    Args:
        content: The file.
        limits: What is accepted.
        vision: Whether a hosted model helps.
        force_ocr: Read the pages of a PDF from their pictures, whatever text they have.

    Returns:
        At least one report, in page order.

    Raises:
        FileError: The file is refused, cannot be read, or holds no test report.
    """
    pictures = reader_for_file(limits, vision, force_ocr=force_ocr)
    return _read_reports(content, limits, pictures, force_ocr=force_ocr)


def read_reports_or_name_pages(
    content: bytes,
    limits: Limits,
    vision: VisionSettings,
    seen: PagesSeen,
    *,
    force_ocr: bool = False,
) -> tuple[CheckedReport, ...] | PagesLeft:
    """Turn a file into checked reports, or say which of its pages have to be read first.

    Args:
        content: The file.
        limits: What is accepted.
        vision: Whether a hosted model helps.
        seen: The pages that :func:`read_page` and :func:`read_again` have read.
        force_ocr: As for :func:`read_reports`.

    Raises:
        FileError: As :func:`read_reports`.
    """
    reader = page_reader_for_file(limits, vision)
    try:
        return _read_reports(
            content, limits, lambda: PageByPage(reader(), limits, seen), force_ocr=force_ocr
        )
    except PagesLeft as left:
        return left


def read_page(
    content: bytes,
    limits: Limits,
    vision: VisionSettings,
    number: int,
    *,
    force_ocr: bool = False,
) -> Page:
    """Read one page of a file from its picture.

    Args:
        content: The file.
        limits: What is accepted.
        vision: Whether a hosted model helps.
        number: Which page, from 1; there has to be such a page.
        force_ocr: As for :func:`read_reports`.

    Raises:
        FileError: The file is refused.
    """
    reader = page_reader_for_file(limits, vision)
    kind = recognise(content, limits)
    return read_page_from_picture(kind, content, limits, reader(), number, force_ocr=force_ocr)


def read_again(
    content: bytes, limits: Limits, in_doubt: PageInDoubt, *, force_ocr: bool = False
) -> Page:
    """Read one page of a file from its picture once more, in another way.

    Args:
        content: The file.
        limits: What is accepted.
        in_doubt: The page as :func:`read_page` gave it, and what of it is read.
        force_ocr: As for :func:`read_reports`.

    Raises:
        FileError: The file is refused.
    """
    kind = recognise(content, limits)
    return read_page_again(limits, content, kind, in_doubt, force_ocr=force_ocr)


def _read_reports(
    content: bytes, limits: Limits, pictures: MakeReader, *, force_ocr: bool
) -> tuple[CheckedReport, ...]:
    kind = recognise(content, limits)
    pages = read_pages(kind, content, limits, pictures, force_ocr=force_ocr)
    found = find_reports(pages, content, limits, pictures)
    checked = check_reports(found.reports)
    doubtful = pages_in_doubt(found, checked)
    if doubtful:
        again = _parsed(pictures().read_again(content, kind, doubtful))
        checked = check_reports(
            with_second_reading(found.reports, again.reports, _count_complaints)
        )
    if found.refusal is not None and not checked:
        raise found.refusal
    return checked


def check_reports(reports: Iterable[KnowledgeTestReport]) -> tuple[CheckedReport, ...]:
    """Check reports as of today, and explain their codes."""
    return tuple(examine(report, load_catalogue(), _today()) for report in reports)


def _count_complaints(report: KnowledgeTestReport) -> int:
    return count_complaints(report, load_catalogue(), _today())


def _today() -> date:
    return datetime.now(_WHERE_DAYS_BEGIN).date()


class Found(NamedTuple):
    """What was found on the pages of a file."""

    pages: tuple[Page, ...]
    reports: tuple[KnowledgeTestReport, ...]
    refusal: FileError | None = None
    """Why there is no report, if so."""


def find_reports(
    pages: tuple[Page, ...], content: bytes, limits: Limits, pictures: MakeReader
) -> Found:
    """Parse the pages; where their text holds no report, the pictures beside it may.

    Letters of a value that the text does not name are looked for in the picture of its page.

    Raises:
        FileError: As for ``read_pages``.
    """
    found = _parsed(pages)
    lacking = pages_with_unknown_letters(pages, found.reports)
    if lacking:
        found = _parsed(read_letters_on(lacking, content, limits, pictures))
    if found.refusal is None or found.refusal.error_type is not FileErrorType.NOT_A_TEST_REPORT:
        return found
    seen = read_pictures_on(pages, content, limits, pictures)
    return found if seen is None else _parsed(seen)


def _parsed(pages: tuple[Page, ...]) -> Found:
    try:
        return Found(pages, parse_reports(pages, load_catalogue()))
    except FileError as refusal:
        return Found(pages, (), refusal)


def pages_in_doubt(found: Found, checked: tuple[CheckedReport, ...]) -> tuple[PageInDoubt, ...]:
    """The pages to read once more: those that a picture shows and whose reports are in doubt.

    Args:
        found: The first reading.
        checked: Its reports with what the checks say.
    """
    no_report = found.refusal and found.refusal.error_type is FileErrorType.NOT_A_TEST_REPORT
    rows: dict[int, tuple[Rows, ...]]
    if no_report and len(found.pages) <= _FEW_PAGES:
        rows = {page.number: () for page in found.pages}
    else:
        rows = _together(rows_in_doubt(each) for each in checked if each.needs_review)
    return tuple(
        PageInDoubt(page, rows[page.number])
        for page in found.pages
        if page.number in rows and page.read_by is ReadBy.OCR and page.lines
    )


def _together(doubts: Iterable[Mapping[int, tuple[Rows, ...]]]) -> dict[int, tuple[Rows, ...]]:
    """The rows of several reports; all of a page on which more than one is in doubt."""
    rows: dict[int, tuple[Rows, ...]] = {}
    for doubt in doubts:
        for page, of_page in doubt.items():
            rows[page] = () if page in rows else of_page
    return rows


def recognise(content: bytes, limits: Limits) -> FileKind:
    """Tell the type of a file from its content; its name is never looked at.

    Raises:
        FileError: EMPTY_FILE, FILE_TOO_LARGE or UNSUPPORTED_TYPE.
    """
    if not content:
        raise FileError(
            FileErrorType.EMPTY_FILE,
            "This file is empty (0 bytes). Download or scan the report again and upload that file.",
        )
    if len(content) > limits.max_file_bytes:
        megabytes = limits.max_file_bytes / (1024 * 1024)
        raise FileError(
            FileErrorType.FILE_TOO_LARGE,
            f"This file is larger than {megabytes:.0f} MB. Upload the PDF of the testing centre, "
            "or a picture in a lower resolution.",
        )
    kind = sniff(content)
    if kind is None:
        raise FileError(
            FileErrorType.UNSUPPORTED_TYPE,
            "This file is neither a PDF nor a picture, whatever its name says. Upload the report "
            "as PDF, JPEG, PNG, HEIC, TIFF or WebP.",
        )
    return kind


class ProcessingCoordinator:
    """Takes one file all the way and never lets it take anything else down.

    Args:
        pool: The processes in which files are read.
        settings: The limits that apply.
    """

    def __init__(self, pool: Readers, settings: Settings) -> None:
        self._pool = pool
        self._limits = settings.limits
        self._vision = settings.vision

    async def process(self, file: SourceFile) -> ProcessingResult:
        """Read one file.

        Returns:
            Its reports, or the one reason why there are none; never an exception for anything
            that the file causes.
        """
        started = time.perf_counter()
        try:
            recognise(file.content, self._limits)
            reports = await self._read(file.content, force_ocr=file.force_ocr)
        except FileError as error:
            return ProcessingResult.failure(
                file, error.error_type, error.message, _milliseconds_since(started)
            )
        except Exception:
            logger.exception("file %d of its batch could not be processed", file.position)
            return ProcessingResult.failure(
                file,
                FileErrorType.INTERNAL,
                "Something went wrong in aktr while reading this file; the other files are not "
                "affected. Try it again, and report it if it happens twice.",
                _milliseconds_since(started),
            )
        return ProcessingResult.success(file, reports, _milliseconds_since(started))

    async def _read(self, content: bytes, *, force_ocr: bool) -> tuple[CheckedReport, ...]:
        """Read a file; several pages that are pictures are read side by side, each in its own time.

        Raises:
            FileError: As :func:`read_reports`, and those of the pool.
        """
        seen: dict[int, Page] = {}
        seen_again: dict[int, Page | None] = {}
        # No more at once than there are processes: other files get their turn between the pages.
        places = asyncio.Semaphore(self._pool.size)

        async def see(number: int) -> None:
            async with places:
                seen[number] = await self._pool.run(
                    read_page,
                    content,
                    self._limits,
                    self._vision,
                    number,
                    force_ocr=force_ocr,
                )

        async def see_again(in_doubt: PageInDoubt) -> None:
            number = in_doubt.page.number
            seen[number] = in_doubt.page
            async with places:
                try:
                    read = await self._pool.run(
                        read_again, content, self._limits, in_doubt, force_ocr=force_ocr
                    )
                except FileError:
                    # The first reading is there, and no worse for this.
                    seen_again[number] = None
                else:
                    seen_again[number] = read

        while True:
            so_far = PagesSeen(seen, seen_again)
            read = await self._pool.run(
                read_reports_or_name_pages,
                content,
                self._limits,
                self._vision,
                so_far,
                force_ocr=force_ocr,
            )
            if not isinstance(read, PagesLeft):
                return read
            try:
                async with asyncio.TaskGroup() as group:
                    for number in read.numbers:
                        group.create_task(see(number))
                    for in_doubt in read.again:
                        group.create_task(see_again(in_doubt))
            except ExceptionGroup as errors:
                raise errors.exceptions[0] from errors


def _milliseconds_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
