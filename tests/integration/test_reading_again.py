"""A page whose report is in doubt is read once more, and what was lost is found."""

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import numpy as np
import pytest
from PIL import Image

from aktr.processing.coordinator import (
    NO_HOSTED_MODEL,
    ProcessingCoordinator,
    check_reports,
    find_reports,
    read_again,
    read_reports,
    read_reports_or_name_pages,
    recognise,
)
from aktr.processing.result import SourceFile
from aktr.processing.trail import trail_of
from aktr.processing.watched_pool import WatchedPool
from aktr.reading.pages import read_pages, reader_for_file
from aktr.reading.vision.page_by_page import PagesLeft, PagesSeen
from aktr.report.checked import CheckedReport
from aktr.settings import Limits, Settings
from scans import scanned

SETTINGS: Final = Settings(workers=2, limits=Limits(file_timeout_s=100.0))
LIMITS: Final = SETTINGS.limits
LOST: Final = ("score", "grade", "take")


def png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def in_shadow(picture: Image.Image) -> Image.Image:
    """The page with a deep shadow across its upper part, and the noise of a small camera."""
    pixels = np.asarray(picture, dtype=np.float64)
    down = np.linspace(0, 1, len(pixels))[:, None]
    light = 1 - 0.94 * np.exp(-(((down - 0.25) / 0.12) ** 4))
    noise = np.random.default_rng(0).normal(0, 2, pixels.shape)
    return Image.fromarray(np.clip(pixels * light + noise, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def photo() -> bytes:
    return png(in_shadow(scanned("ROE, JOHN")))


@pytest.fixture(scope="module")
def coordinator() -> Iterator[ProcessingCoordinator]:
    pool = WatchedPool(SETTINGS)
    pool.start()
    yield ProcessingCoordinator(pool, SETTINGS)
    pool.stop()


def first_reading(content: bytes) -> CheckedReport:
    pictures = reader_for_file(LIMITS, NO_HOSTED_MODEL)
    pages = read_pages(recognise(content, LIMITS), content, LIMITS, pictures)
    (checked,) = check_reports(find_reports(pages, content, LIMITS, pictures).reports)
    return checked


def test_what_a_shadow_hid_at_first_is_found_and_left_for_a_person_to_confirm(
    photo: bytes, coordinator: ProcessingCoordinator
) -> None:
    first = first_reading(photo).report
    assert [getattr(first, name).value for name in LOST] == [None, None, None]
    result = asyncio.run(coordinator.process(SourceFile(1, "photo.png", photo)))
    (checked,) = result.reports
    assert [getattr(checked.report, name).value for name in LOST] == [93, "Pass", 1]
    assert checked.report.name == first.name
    assert checked.needs_review
    assert result.reports == read_reports(photo, LIMITS), "the library reads alike"


def test_the_second_reading_is_a_task_of_its_own_and_the_first_stands_if_it_fails(
    photo: bytes,
) -> None:
    def read(seen: PagesSeen) -> object:
        return read_reports_or_name_pages(photo, LIMITS, NO_HOSTED_MODEL, seen)

    left = read(PagesSeen())
    assert isinstance(left, PagesLeft)
    assert left.numbers == ()
    (in_doubt,) = left.again
    again = read_again(photo, LIMITS, in_doubt)
    page = in_doubt.page
    assert not in_doubt.rows, "what is lost may stand anywhere"
    assert read(PagesSeen({1: page}, {1: again})) == read_reports(photo, LIMITS)
    assert read(PagesSeen({1: page}, {1: None})) == (first_reading(photo),)


def test_of_a_page_on_which_one_value_is_in_doubt_its_row_is_read_again() -> None:
    photo = png(scanned("ROE, ÂSA"))
    left = read_reports_or_name_pages(photo, LIMITS, NO_HOSTED_MODEL, PagesSeen())
    assert isinstance(left, PagesLeft)
    (in_doubt,) = left.again
    again = read_again(photo, LIMITS, in_doubt)

    (row,) = in_doubt.rows
    first = {line.text: line for line in in_doubt.page.lines}
    changed = [line for line in again.lines if line != first.get(line.text)]
    assert [line.text for line in changed] == ["NAME: ROE, ÂSA"]
    middle = (changed[0].box.top + changed[0].box.bottom) / 2 / again.height
    assert row.top < middle < row.bottom
    assert len(again.lines) == len(in_doubt.page.lines)


def test_a_page_that_is_sure_is_read_once() -> None:
    sure = png(scanned("ROE, JOHN"))
    read = read_reports_or_name_pages(sure, LIMITS, NO_HOSTED_MODEL, PagesSeen())
    assert isinstance(read, tuple)
    assert not read[0].needs_review


def test_the_trail_shows_both_readings(photo: bytes) -> None:
    trail = "\n".join(trail_of(photo, LIMITS))
    first, second = trail.split("it was read once more")
    assert "| NAME: ROE, JOHN" in first
    assert "| SCORE" not in first
    assert "| SCORE: 93%" in second
