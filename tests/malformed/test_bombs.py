"""A small file that would become a large one is refused at once, whatever it is made of."""

import asyncio
from collections.abc import Iterator

import pytest

from aktr.processing.pool import ReaderPool
from aktr.settings import Settings
from measured_reading import Reading, read_measured, slowness
from pdf_bombs import PDF_BOMBS
from picture_bombs import PICTURE_BOMBS

MOST_PROCESSOR_S = 1.0
MOST_MEMORY_MB = 300
TOO_MUCH = "OUT_OF_MEMORY"

BOMBS = {**PDF_BOMBS, **PICTURE_BOMBS}
ENDS = {
    "INVALID_PDF": {
        "page tree in itself",
        "page tree in a ring",
        "deep page tree",
        "pages that are only counted",
    },
    "INVALID_IMAGE": {
        "png with a long text",
        "png with a large profile",
        "png of many chunks",
        "tiff with a huge entry",
        "jpeg of many scans",
        "jpeg of many segments",
    },
    "TOO_MANY_PAGES": {
        "one page many times",
        "tiff of many pages",
    },
    "TOO_MANY_PIXELS": {
        "huge page",
        "picture bomb",
        "fax bomb",
        "png of many pixels",
        "png of deep pixels",
        "tiff of many pixels",
        "tiff of floats",
        "heic of many pixels",
        "webp of many pixels",
        "jpeg of many pixels",
        "pdf with a jpeg 2000 of many pixels",
    },
    "NOT_A_TEST_REPORT": {
        "deep arrays",
        "cross references in a ring",
        "filter that is itself",
        "glyphs in glyphs",
    },
    "UNREADABLE": {
        "run lengths",
        "page tree that doubles",
        "sliver page",
        "png with more data than pixels",
        "tiff with more data than pixels",
        "tiff in a ring",
        "pdf with a jpeg of many pixels",
        "pdf with a jbig2 of many pixels",
    },
}
"""The words of those that do not unpack to too much. What the last two name is harmless: it is
read, quickly, and holds no report."""


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    """A reading process that is warm, and open enough to be measured."""
    pool = ReaderPool(Settings.model_validate({"workers": 1, "confine_readers": "off"}))
    pool.start()
    try:
        yield pool
    finally:
        pool.stop()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_second_and_in_little_memory(pool: ReaderPool, name: str) -> None:
    content = BOMBS[name]()
    assert len(content) <= Settings().limits.max_file_bytes

    async def read() -> Reading:
        return await pool.run(read_measured, content)

    reading = asyncio.run(read())
    assert reading.end == next((word for word, names in ENDS.items() if name in names), TOO_MUCH)
    assert reading.processor_s < MOST_PROCESSOR_S * slowness()
    assert reading.memory_mb < MOST_MEMORY_MB
