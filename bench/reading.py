"""What reading costs in this process, against what cannot be left out.

PDFs against bare text extraction of the same files by PDFium, photos against one pass of detector
and reader.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pypdfium2

from aktr import read_reports
from aktr.acs.catalogue import load_catalogue
from aktr.processing.coordinator import recognise
from aktr.reading.pdf.processor import PDFProcessor
from aktr.reading.vision.networks.models import load_models
from aktr.reading.vision.picture.decode import decode_pictures
from aktr.reading.vision.places.detect import detect_text
from aktr.reading.vision.places.strips import cut_strip
from aktr.reading.vision.text.pieces import pieces_of
from aktr.reading.vision.text.recognise import read_pieces
from aktr.report.examine import examine
from aktr.report.parse import parse_reports
from aktr.settings import Limits
from measurement import Measurement, spread_of
from workload import Workload

RATIO_LIMIT = 3.0
PHOTO_ROUNDS = 2


def measure(work: Workload) -> list[Measurement]:
    """Read PDFs and photos in turns, bare and in full; takes about 30 seconds."""
    return [*_pdfs(work), *_photos(work)]


def _pdfs(work: Workload) -> list[Measurement]:
    contents = [sample.path.read_bytes() for sample in work.pdfs[: work.effort.pdfs]]
    processor, catalogue = PDFProcessor(Limits()), load_catalogue()
    today = datetime.now(UTC).date()

    def parse(content: bytes) -> None:
        parse_reports(processor.read(content), catalogue)

    def whole_way(content: bytes) -> None:
        for report in parse_reports(processor.read(content), catalogue):
            examine(report, catalogue, today)

    bare, parsed, examined = _fastest([_bare_text, parse, whole_way], contents, work.effort.rounds)
    ratios = [own / least for own, least in zip(parsed, bare, strict=True)]
    return [
        Measurement("bare PDFium text of one PDF", sum(bare) / len(bare) * 1e3, "ms"),
        Measurement(
            "reading and parsing one PDF, against that",
            sum(parsed) / sum(bare),
            "times",
            RATIO_LIMIT,
            spread=spread_of(ratios),
            note="sum of the fastest runs of each file; the spread is that of the files",
        ),
        Measurement("the same with every cross-check", sum(examined) / sum(bare), "times"),
    ]


def _photos(work: Workload) -> list[Measurement]:
    contents = [sample.path.read_bytes() for sample in work.batch(0, work.effort.bare_photos)]
    models = load_models()

    def bare_ocr(content: bytes) -> None:
        kind = recognise(content, Limits())
        for picture in decode_pictures(content, kind, Limits()):
            regions = detect_text(picture.grey, models.detector)
            strips = (cut_strip(picture.grey, region) for region in regions)
            pieces = [piece for strip in strips for piece in pieces_of(strip)]
            read_pieces(pieces, models.careful_reader)

    bare, whole = _fastest([bare_ocr, read_reports], contents, PHOTO_ROUNDS)
    ratios = [own / least for own, least in zip(whole, bare, strict=True)]
    return [
        Measurement(
            "bare OCR of one photo",
            sum(bare) / len(bare) * 1e3,
            "ms",
            note="detector and careful reader, once over the picture as it lies",
        ),
        Measurement(
            "the whole way of one photo, against that",
            sum(whole) / sum(bare),
            "times",
            spread=spread_of(ratios),
            note="sum of the faster runs of each file; the spread is that of the files",
        ),
    ]


def _bare_text(content: bytes) -> None:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    document.close()


def _fastest(
    actions: Sequence[Callable[[bytes], object]], contents: Sequence[bytes], rounds: int
) -> list[list[float]]:
    """Seconds of the fastest of several runs, for each action and file, the actions in turns."""
    best = [[float("inf")] * len(contents) for _ in actions]
    for _ in range(rounds):
        for number, content in enumerate(contents):
            for action, times in zip(actions, best, strict=True):
                start = time.perf_counter()
                action(content)
                times[number] = min(times[number], time.perf_counter() - start)
    return best
