"""A report that is photographed, scanned or faxed reads as the PDF of it does."""

from collections.abc import Callable
from io import BytesIO
from statistics import mean
from typing import Any, Final

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError, FileErrorType
from aktr.reading.page import Page, ReadBy, TextLayer
from aktr.reading.pdf.processor import PDFProcessor
from aktr.reading.sniff import FileKind, sniff
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.processor import VisionProcessor
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport
from aktr.report.parse import parse_reports
from aktr.settings import Limits
from pdfs import HEIGHT, WIDTH, edited, make_pdf, report_pdf

Distortion = Callable[[Grey], Grey]

_EXIF_ORIENTATION: Final = 0x0112


@pytest.fixture(scope="module")
def vision() -> VisionProcessor:
    return VisionProcessor(Limits())


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    """What the text layer of the report says."""
    (report,) = parse_reports(PDFProcessor(Limits()).read(report_pdf()), load_catalogue())
    return _values(report)


def _values(report: KnowledgeTestReport) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(report, name).value for name in FIELD_NAMES}
    return values | {"codes": tuple(code.code for code in report.codes)}


def _drawn(dpi: int, pdf: bytes | None = None) -> Grey:
    document = pdfium2.PdfDocument(pdf or report_pdf())
    bitmap = document[0].render(scale=dpi / 72, grayscale=True)
    grey: Grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    return grey


def _encoded(grey: Grey, name: str = "JPEG", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    file = BytesIO()
    Image.fromarray(grey).save(file, name, **options)
    return file.getvalue()


def _read(vision: VisionProcessor, content: bytes) -> tuple[Page, ...]:
    kind = sniff(content)
    assert kind is not None
    return vision.read_picture(content, kind)


def _report(pages: tuple[Page, ...]) -> KnowledgeTestReport:
    (report,) = parse_reports(pages, load_catalogue())
    return report


def _on_a_desk(page: Grey) -> Grey:
    """Taken from the left with a phone: perspective, shadow, noise, a desk around the page."""
    width, height = 2448, 3264
    corners = np.array(
        [(0, 0), (page.shape[1], 0), (page.shape[1], page.shape[0]), (0, page.shape[0])]
    )
    seen = np.array([(260, 300), (2180, 180), (2290, 2960), (190, 2820)])
    view = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    photo = cv2.warpPerspective(page, view, (width, height), borderValue=(95.0,))
    shade = np.linspace(0.95, 0.55, width)[None] * np.ones((height, 1))
    shade[:, 1500:] *= 0.8
    noise = np.random.default_rng(1).normal(0, 4, (height, width))
    return np.clip(photo * shade + noise, 0, 255).astype(np.uint8)


def _skewed(page: Grey) -> Grey:
    turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), 2.0, 1.0)
    size = page.shape[1], page.shape[0]
    return np.asarray(cv2.warpAffine(page, turn, size, borderValue=(255.0,)), dtype=np.uint8)


def _steep(page: Grey) -> Grey:
    """Held askew: lines that climb ten degrees."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 10.0, 1.0)
    turn[:, 2] += 200
    size = width + 400, height + 400
    return np.asarray(cv2.warpAffine(page, turn, size, borderValue=(255.0,)), dtype=np.uint8)


def _blurred(page: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 1.6), dtype=np.uint8)


def _faint(page: Grey) -> Grey:
    return (200 + page.astype(np.float32) * 45 / 255).astype(np.uint8)


def _faxed(page: Grey) -> Grey:
    return np.where(page > 150, 255, 0).astype(np.uint8)


def _at_night(page: Grey) -> Grey:
    """The screen of a viewer with bright letters on dark paper."""
    return (18 + 0.75 * (255.0 - page)).astype(np.uint8)


def _turned(quarter_turns: int) -> Distortion:
    return lambda page: np.ascontiguousarray(np.rot90(page, quarter_turns))


@pytest.mark.parametrize(
    "distortion",
    [
        lambda page: page,
        _skewed,
        _steep,
        lambda page: _steep(_faint(_blurred(page))),
        _blurred,
        _faint,
        _faxed,
        _turned(1),
        _turned(2),
        _turned(3),
        lambda page: _turned(1)(_skewed(page)),
        _at_night,
    ],
    ids=[
        "clean",
        "skewed",
        "steep",
        "steep-and-faint",
        "blurred",
        "faint",
        "faxed",
        "90",
        "180",
        "270",
        "turned-and-skewed",
        "at-night",
    ],
)
def test_a_scan_reads_as_the_text_layer_does(
    vision: VisionProcessor, expected: dict[str, object], distortion: Distortion
) -> None:
    pages = _read(vision, _encoded(distortion(_drawn(200)), quality=80))

    assert _values(_report(pages)) == expected
    assert all(page.read_by is ReadBy.OCR for page in pages)


def test_a_photo_reads_as_the_text_layer_does(
    vision: VisionProcessor, expected: dict[str, object]
) -> None:
    pages = _read(vision, _encoded(_on_a_desk(_drawn(300)), quality=75))

    assert _values(_report(pages)) == expected


@pytest.mark.parametrize(("name", "options"), [("PNG", {}), ("WEBP", {"quality": 80})])
def test_other_kinds_of_pictures_read_the_same(
    vision: VisionProcessor, expected: dict[str, object], name: str, options: dict[str, Any]
) -> None:
    pages = _read(vision, _encoded(_drawn(200), name, **options))

    assert _values(_report(pages)) == expected


def test_a_turn_that_the_camera_noted_is_undone(
    vision: VisionProcessor, expected: dict[str, object]
) -> None:
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = 6
    (page,) = _read(vision, _encoded(_turned(1)(_drawn(200)), exif=exif.tobytes()))

    assert _values(_report((page,))) == expected
    assert page.rotation == 0


@pytest.mark.parametrize(("quarter_turns", "rotation"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_the_turn_that_put_the_page_upright_is_told(
    vision: VisionProcessor, quarter_turns: int, rotation: int
) -> None:
    (page,) = _read(vision, _encoded(_turned(quarter_turns)(_drawn(150))))

    assert page.rotation == rotation
    assert page.height > page.width


def test_every_page_of_a_tiff_is_read_and_a_blank_one_is_no_gap(
    vision: VisionProcessor, expected: dict[str, object]
) -> None:
    back = Image.new("L", (1700, 2200), 255)
    pages = _read(vision, _encoded(_drawn(200), "TIFF", save_all=True, append_images=[back]))

    assert [page.number for page in pages] == [1, 2]
    assert pages[1].lines == ()
    assert all(page.text_layer is TextLayer.USABLE for page in pages)
    assert _values(_report(pages)) == expected


def _image_only_pdf(turn: int = 0) -> bytes:
    scan = Image.fromarray(_drawn(200))
    pdf = make_pdf(lambda canvas: canvas.drawImage(ImageReader(scan), 0, 0, WIDTH, HEIGHT))

    def rotate(opened: pikepdf.Pdf) -> None:
        opened.pages[0].rotate(turn, relative=False)

    return edited(pdf, rotate) if turn else pdf


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_pdf_without_text_is_read_from_its_picture(
    vision: VisionProcessor, expected: dict[str, object], turn: int
) -> None:
    content = _image_only_pdf(turn)
    (page,) = PDFProcessor(Limits()).read(content)
    assert page.text_layer is TextLayer.MISSING

    seen = vision.read_pdf_page(pdfium2.PdfDocument(content), page)

    assert _values(_report((seen,))) == expected
    assert seen.number == page.number


def test_confidence_falls_where_letters_run_together(vision: VisionProcessor) -> None:
    def mean_confidence(page: Grey) -> float:
        (seen,) = _read(vision, _encoded(page))
        return mean(word.confidence for line in seen.lines for word in line.words)

    sharp = mean_confidence(_drawn(200))
    blurred = mean_confidence(np.asarray(cv2.GaussianBlur(_drawn(200), (0, 0), 3.8), np.uint8))

    assert sharp > 0.97
    assert blurred < 0.95


@pytest.mark.parametrize(
    "picture",
    [
        np.full((2200, 1700), 255, dtype=np.uint8),
        np.random.default_rng(2).integers(0, 255, (1500, 1200)).astype(np.uint8),
        np.asarray(cv2.GaussianBlur(_drawn(100), (0, 0), 6), dtype=np.uint8),
    ],
    ids=["blank", "noise", "blurred"],
)
def test_a_picture_without_legible_text_is_refused_with_advice(
    vision: VisionProcessor, picture: Grey
) -> None:
    with pytest.raises(FileError) as caught:
        _read(vision, _encoded(picture))

    assert caught.value.error_type is FileErrorType.UNREADABLE
    assert "photo" in caught.value.message


def test_a_page_that_cannot_be_read_is_told_from_a_blank_one(vision: VisionProcessor) -> None:
    sharp = Image.fromarray(_drawn(150))
    blurred = sharp.filter(ImageFilter.GaussianBlur(14))
    back = Image.new("L", sharp.size, 250)
    scan = BytesIO()
    sharp.save(scan, "TIFF", save_all=True, append_images=[blurred, back])

    pages = vision.read_picture(scan.getvalue(), FileKind.TIFF)

    layers = [page.text_layer for page in pages]
    assert layers == [TextLayer.USABLE, TextLayer.USELESS, TextLayer.USABLE]
    assert any("Page 2 of the file" in note for note in _report(pages).notes)


def test_reading_twice_gives_the_same(vision: VisionProcessor) -> None:
    content = _encoded(_on_a_desk(_drawn(300)), quality=60)

    assert _read(vision, content) == _read(vision, content)
