"""A hosted model beside the reader of this machine: it helps, and makes nothing worse."""

import asyncio
import io
from contextlib import closing
from dataclasses import replace
from typing import Final

import pypdfium2 as pdfium2
import pytest
from PIL import Image

from aktr.errors import FileError, FileErrorType
from aktr.processing.pool import ReaderPool
from aktr.reading.hosted.model import HostedModel
from aktr.reading.hosted.processor import (
    AssistedVisionProcessor,
    HostedVisionProcessor,
    time_for,
)
from aktr.reading.page import Box, Line, Page, ReadBy, TextLayer, Word
from aktr.reading.sniff import FileKind
from aktr.settings import Limits, Settings
from pdfs import report_pdf
from vision_server import (
    SAID,
    Behaviour,
    drip_body,
    fine,
    hang,
    hang_up,
    ok,
    picture,
    says,
    serving,
    status,
)


class ReadBefore:
    """A reader of pictures that gives pages that are known, or a refusal."""

    def __init__(self, *pages: Page, refusal: FileErrorType | None = None) -> None:
        self._pages = pages
        self._refusal = refusal

    def read_picture(self, content: bytes, kind: FileKind) -> tuple[Page, ...]:
        if self._refusal is not None:
            raise FileError(self._refusal, f"{len(content)} bytes of {kind} say nothing.")
        return self._pages

    def read_picture_page(self, content: bytes, kind: FileKind, number: int) -> Page:
        return self.read_picture(content, kind)[number - 1]

    def read_pdf_page(self, document: pdfium2.PdfDocument, page: Page) -> Page:
        assert len(document) > 0
        return self._pages[page.number - 1] if self._pages else page


def page_of(confidence: float, text: str = "FTN: C1234567", number: int = 1) -> Page:
    words = tuple(
        Word(each, Box(100.0 * place, 0.0, 100.0 * place + 80.0, 20.0), confidence)
        for place, each in enumerate(text.split())
    )
    return Page(number, 600, 800, (Line(words),), ReadBy.OCR)


UNREAD = Page(1, 600, 800, (), ReadBy.OCR, text_layer=TextLayer.USELESS)


def assisted(
    local: ReadBefore, hosted: HostedVisionProcessor, *, always: bool = False
) -> AssistedVisionProcessor:
    until = time_for(Limits(file_timeout_s=4.0))
    return AssistedVisionProcessor(local, hosted, until, always=always)


def test_doubtful_words_are_confirmed() -> None:
    with serving(fine) as server:
        reader = assisted(ReadBefore(page_of(0.7)), server.reader())
        (page,) = reader.read_picture(picture(), FileKind.JPEG)
    assert page == page_of(0.9)


def test_clear_pages_leave_this_machine_only_if_all_do() -> None:
    with serving(fine) as server:
        local = ReadBefore(page_of(0.95))
        for always in (False, True):
            reader = assisted(local, server.reader(), always=always)
            assert reader.read_picture(picture(), FileKind.JPEG) == (page_of(0.95),)
            assert len(server.bodies) == int(always)


@pytest.mark.parametrize(
    "failure",
    [status(500), status(401), hang, hang_up, drip_body, ok(b"{}"), says(), says("NAME: ROE")],
)
def test_the_reading_of_this_machine_stands_whatever_the_model_does(failure: Behaviour) -> None:
    with serving(failure) as server:
        reader = assisted(ReadBefore(page_of(0.7)), server.reader(timeout_s=0.3, attempts=2))
        assert reader.read_picture(picture(), FileKind.JPEG) == (page_of(0.7),)
        assert server.bodies


def test_nor_does_a_file_that_only_this_machine_can_decode_make_it_worse() -> None:
    with serving(fine) as server:
        reader = assisted(ReadBefore(page_of(0.7)), server.reader())
        assert reader.read_picture(b"\xff\xd8\xff", FileKind.JPEG) == (page_of(0.7),)


def test_a_picture_that_this_machine_cannot_read_is_read_by_the_model() -> None:
    with serving(fine) as server:
        for local in (ReadBefore(refusal=FileErrorType.UNREADABLE), ReadBefore(UNREAD)):
            (page,) = assisted(local, server.reader()).read_picture(picture(), FileKind.JPEG)
            assert page.lines
            assert all(word.confidence < 0.3 for line in page.lines for word in line.words)


def test_where_neither_can_read_the_refusal_names_both() -> None:
    with serving(status(401)) as server:
        reader = assisted(ReadBefore(refusal=FileErrorType.UNREADABLE), server.reader())
        with pytest.raises(FileError) as caught:
            reader.read_picture(picture(), FileKind.JPEG)
    assert caught.value.error_type is FileErrorType.UNREADABLE
    assert "say nothing." in caught.value.message
    assert "vision model" in caught.value.message


def test_files_that_are_refused_are_not_sent() -> None:
    with serving(fine) as server:
        reader = assisted(ReadBefore(refusal=FileErrorType.INVALID_IMAGE), server.reader())
        with pytest.raises(FileError) as caught:
            reader.read_picture(picture(), FileKind.JPEG)
        assert caught.value.error_type is FileErrorType.INVALID_IMAGE
        assert not server.bodies


def three_pages() -> bytes:
    """A TIFF of them."""
    buffer = io.BytesIO()
    blank = Image.new("L", (600, 800), "white")
    blank.save(buffer, "TIFF", save_all=True, append_images=[blank, blank])
    return buffer.getvalue()


ONE_IN_DOUBT: Final = (page_of(0.95), page_of(0.7, number=2), page_of(0.95, number=3))
ONE_CONFIRMED: Final = (ONE_IN_DOUBT[0], page_of(0.9, number=2), ONE_IN_DOUBT[2])


def test_only_the_doubtful_pages_of_a_file_are_sent() -> None:
    with serving(fine) as server:
        reader = assisted(ReadBefore(*ONE_IN_DOUBT), server.reader())
        assert reader.read_picture(three_pages(), FileKind.TIFF) == ONE_CONFIRMED
        assert len(server.bodies) == 1


def test_a_page_of_a_file_is_helped_as_the_file_is() -> None:
    content = three_pages()
    with serving(fine) as server:
        reader = assisted(ReadBefore(*ONE_IN_DOUBT), server.reader())
        pages = [reader.read_picture_page(content, FileKind.TIFF, number) for number in (1, 2, 3)]
        assert tuple(pages) == ONE_CONFIRMED
        assert len(server.bodies) == 1
    with serving(status(401)) as server:
        reader = assisted(ReadBefore(*ONE_IN_DOUBT), server.reader())
        assert reader.read_picture_page(content, FileKind.TIFF, 2) == ONE_IN_DOUBT[1]


def test_pages_of_a_pdf_are_helped_in_the_same_way() -> None:
    document = pdfium2.PdfDocument(report_pdf())
    unread = Page(1, 612, 792, (), ReadBy.PDF_TEXT, text_layer=TextLayer.MISSING)
    try:
        with serving(fine) as server:
            confirmed = assisted(ReadBefore(page_of(0.7)), server.reader())
            assert confirmed.read_pdf_page(document, unread) == page_of(0.9)
            instead = assisted(ReadBefore(), server.reader()).read_pdf_page(document, unread)
            assert instead.lines[0].text == SAID[0]
        with serving(status(400)) as server:
            assert assisted(ReadBefore(), server.reader()).read_pdf_page(document, unread) == unread
    finally:
        document.close()


def test_a_page_with_text_is_not_sent_though_its_text_lacks_letters() -> None:
    lacking = replace(page_of(1.0, "NAME: G\ue001RARD"), lacks_letters=True)
    with serving(fine) as server, closing(pdfium2.PdfDocument(report_pdf())) as document:
        reader = assisted(ReadBefore(page_of(0.7)), server.reader(), always=True)
        assert reader.read_pdf_page(document, lacking) == page_of(0.7)
        assert server.bodies == []


def in_a_reading_process(model: HostedModel, content: bytes, limits: Limits) -> tuple[Page, ...]:
    """Both readers in one process; reading processes import this by name."""
    from aktr.reading.vision.processor import VisionProcessor  # noqa: PLC0415 - loads models

    reader = AssistedVisionProcessor(
        VisionProcessor(limits), HostedVisionProcessor(model, limits), time_for(limits), always=True
    )
    return reader.read_picture(content, FileKind.PNG)


def report_picture() -> bytes:
    document = pdfium2.PdfDocument(report_pdf())
    buffer = io.BytesIO()
    document[0].render(scale=170 / 72).to_pil().save(buffer, "PNG")
    document.close()
    return buffer.getvalue()


def test_both_readers_fit_into_the_limits_of_a_reading_process() -> None:
    settings = Settings(workers=1, limits=Limits(file_timeout_s=10.0))
    # A slow server, and a second picture while the first thread still hangs.
    scripts = (fine, hang, hang)

    async def run() -> list[tuple[Page, ...]]:
        pool = ReaderPool(settings)
        pool.start()
        try:
            with serving(*scripts) as server:
                model = server.model(timeout_s=1.0, attempts=2)
                return [
                    await pool.run(in_a_reading_process, model, report_picture(), settings.limits)
                    for _ in range(3)
                ]
        finally:
            await asyncio.to_thread(pool.stop)

    readings = asyncio.run(run())
    texts = {tuple(line.text for line in page.lines) for (page,) in readings}
    assert len(texts) == 1
    assert any("C1234567" in line for line in texts.pop())
