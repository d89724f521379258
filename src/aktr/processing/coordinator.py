"""The way of one file: recognise -> read -> parse -> examine.

``read_reports`` is the whole flow and runs inside a reading process; ``ProcessingCoordinator``
stands outside, lets several processes read the pages of a long scan, and turns whatever happens
there into a result.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError, FileErrorType
from aktr.processing.pool import ReaderPool
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.reading.page import Page
from aktr.reading.page_by_page import PageByPage, PagesLeft
from aktr.reading.pages import (
    MakeReader,
    page_reader_for_file,
    read_page_from_picture,
    read_pages,
    read_pictures_on,
    reader_for_file,
)
from aktr.reading.sniff import FileKind, sniff
from aktr.report.checked import CheckedReport
from aktr.report.examine import examine
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from aktr.settings import Limits, Settings, VisionSettings

_WHERE_DAYS_BEGIN = timezone(timedelta(hours=10))
"""Guam: a test taken there today is not in the future, though elsewhere it is yesterday."""

NO_HOSTED_MODEL = VisionSettings.model_construct()

logger = logging.getLogger(__name__)


def read_reports(
    content: bytes, limits: Limits, vision: VisionSettings = NO_HOSTED_MODEL
) -> tuple[CheckedReport, ...]:
    """Turn the bytes of one file into checked reports.

    Returns:
        At least one report, in page order.

    Raises:
        FileError: The file is refused, cannot be read, or holds no test report.
    """
    return _read_reports(content, limits, reader_for_file(limits, vision))


def read_reports_or_name_pages(
    content: bytes, limits: Limits, vision: VisionSettings, seen: Mapping[int, Page]
) -> tuple[CheckedReport, ...] | PagesLeft:
    """Turn a file into checked reports, or say which of its pages have to be read first.

    Args:
        content: The file.
        limits: What is accepted.
        vision: Whether a hosted model helps.
        seen: The pages that :func:`read_page` has read, by their numbers.

    Raises:
        FileError: As :func:`read_reports`.
    """
    reader = page_reader_for_file(limits, vision)
    try:
        return _read_reports(content, limits, lambda: PageByPage(reader(), limits, seen))
    except PagesLeft as left:
        return left


def read_page(content: bytes, limits: Limits, vision: VisionSettings, number: int) -> Page:
    """Read one page of a file from its picture.

    Args:
        content: The file.
        limits: What is accepted.
        vision: Whether a hosted model helps.
        number: Which page, from 1; there has to be such a page.

    Raises:
        FileError: The file is refused.
    """
    reader = page_reader_for_file(limits, vision)
    kind = recognise(content, limits)
    return read_page_from_picture(kind, content, limits, reader(), number)


def _read_reports(
    content: bytes, limits: Limits, pictures: MakeReader
) -> tuple[CheckedReport, ...]:
    kind = recognise(content, limits)
    pages = read_pages(kind, content, limits, pictures)
    reports = find_reports(pages, content, limits, pictures)
    today = datetime.now(_WHERE_DAYS_BEGIN).date()
    return tuple(examine(report, load_catalogue(), today) for report in reports)


def find_reports(
    pages: tuple[Page, ...], content: bytes, limits: Limits, pictures: MakeReader
) -> tuple[KnowledgeTestReport, ...]:
    """Parse the pages; where their text holds no report, the pictures beside it may.

    Raises:
        FileError: There is no report, or none that is legible.
    """
    try:
        return parse_reports(pages, load_catalogue())
    except FileError as error:
        if error.error_type is not FileErrorType.NOT_A_TEST_REPORT:
            raise
        seen = read_pictures_on(pages, content, limits, pictures)
        if seen is None:
            raise
        return parse_reports(seen, load_catalogue())


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

    def __init__(self, pool: ReaderPool, settings: Settings) -> None:
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
            reports = await self._read(file.content)
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

    async def _read(self, content: bytes) -> tuple[CheckedReport, ...]:
        """Read a file; several pages that are pictures are read side by side, each in its own time.

        Raises:
            FileError: As :func:`read_reports`, and those of the pool.
        """
        seen: dict[int, Page] = {}
        # No more at once than there are processes: other files get their turn between the pages.
        places = asyncio.Semaphore(self._pool.size)

        async def see(number: int) -> None:
            async with places:
                seen[number] = await self._pool.run(
                    read_page, content, self._limits, self._vision, number
                )

        while True:
            read = await self._pool.run(
                read_reports_or_name_pages, content, self._limits, self._vision, seen
            )
            if not isinstance(read, PagesLeft):
                return read
            try:
                async with asyncio.TaskGroup() as group:
                    for number in read.numbers:
                        group.create_task(see(number))
            except ExceptionGroup as errors:
                raise errors.exceptions[0] from errors


def _milliseconds_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
