"""A scan of several pages is read by all processes, page by page, as if it were read in one go."""

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from aktr.errors import FileErrorType
from aktr.processing.coordinator import (
    NO_HOSTED_MODEL,
    ProcessingCoordinator,
    read_reports,
    read_reports_or_name_pages,
)
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.processing.watched_pool import WatchedPool
from aktr.reading.vision.page_by_page import PagesLeft, PagesSeen
from aktr.settings import Limits, Settings
from pdfs import HEIGHT, WIDTH, report_pdf
from scans import scanned

SETTINGS: Final = Settings(workers=2, limits=Limits(file_timeout_s=100.0))
LETTER_AT_100_DPI: Final = (850, 1100)
BLANK: Final = Image.new("L", LETTER_AT_100_DPI, "white")


@pytest.fixture(scope="module")
def coordinator() -> Iterator[ProcessingCoordinator]:
    pool = WatchedPool(SETTINGS)
    pool.start()
    yield ProcessingCoordinator(pool, SETTINGS)
    pool.stop()


def tiff(*pages: Image.Image) -> bytes:
    file = BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def pdf(*pages: Image.Image | str) -> bytes:
    """Pictures, and lines of text, each on a page of its own."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for page in pages:
        if isinstance(page, str):
            canvas.drawString(72, HEIGHT - 72, page)
        else:
            canvas.drawImage(ImageReader(page), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def process(coordinator: ProcessingCoordinator, content: bytes) -> ProcessingResult:
    return asyncio.run(coordinator.process(SourceFile(1, "class", content)))


COVER: Final = "Dear instructor, here are the test reports of our class of this spring."


def files() -> dict[str, bytes]:
    first, second = scanned("ROE, JOHN"), scanned("POE, MARY")
    return {"tiff": tiff(first, BLANK, second), "pdf": pdf(COVER, first, BLANK, second)}


def test_the_pages_read_apart_give_what_the_file_gives(coordinator: ProcessingCoordinator) -> None:
    for kind, content in files().items():
        result = process(coordinator, content)
        assert result.error_message is None, kind
        names = [checked.report.name.value for checked in result.reports]
        assert names == ["ROE, JOHN", "POE, MARY"], kind
        assert result.reports == read_reports(content, SETTINGS.limits), kind


def test_nothing_is_read_before_all_pages_are_named() -> None:
    named = {
        kind: read_reports_or_name_pages(content, SETTINGS.limits, NO_HOSTED_MODEL, PagesSeen())
        for kind, content in files().items()
    }
    assert isinstance(named["tiff"], PagesLeft)
    assert isinstance(named["pdf"], PagesLeft)
    assert named["tiff"].numbers == (1, 2, 3)
    assert named["pdf"].numbers == (2, 3, 4)


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ((BLANK, BLANK), "No text was found"),
        ((BLANK, BLANK.resize((90, 120)), BLANK), "only 90 x 120 pixels"),
    ],
)
def test_a_page_or_a_file_that_cannot_be_read_is_refused_as_ever(
    coordinator: ProcessingCoordinator, pages: tuple[Image.Image, ...], says: str
) -> None:
    refused = process(coordinator, tiff(*pages))
    assert refused.error_type is FileErrorType.UNREADABLE
    assert says in (refused.error_message or "")
    assert process(coordinator, report_pdf()).reports, "the reading processes are as before"
