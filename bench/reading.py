"""What reading and parsing costs, against bare text extraction of the same files by PDFium.

Run as ``python bench/reading.py``; the exit code is 1 if the limit is missed.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import pypdfium2

from aktr.acs.catalogue import load_catalogue
from aktr.reading.pdf import PDFProcessor
from aktr.report.examine import examine
from aktr.report.parse import parse_reports
from aktr.samples.generate import make_samples
from aktr.settings import Limits
from measurement import Measurement

RATIO_LIMIT = 3.0
ROUNDS = 9
FILES = 60


def measure() -> list[Measurement]:
    """Read 60 samples in turns, bare and in full; takes about ten seconds."""
    with tempfile.TemporaryDirectory() as folder:
        truth = make_samples(FILES, 7, Path(folder))
        contents = [(Path(folder) / file.file).read_bytes() for file in truth.files]
    processor, catalogue = PDFProcessor(Limits()), load_catalogue()
    today = date(2026, 11, 22)

    def parse(content: bytes) -> None:
        parse_reports(processor.read(content), catalogue)

    def whole_way(content: bytes) -> None:
        for report in parse_reports(processor.read(content), catalogue):
            examine(report, catalogue, today)

    bare, parsed, examined = _fastest([_bare_text, parse, whole_way], contents)
    ratios = [own / least for own, least in zip(parsed, bare, strict=True)]
    spread = f"per file: median {median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}"
    whole = sum(examined) / sum(bare)
    return [
        Measurement("bare PDFium text of one PDF", sum(bare) / len(bare) * 1e3, None, "ms"),
        Measurement(
            "reading and parsing one PDF, against that",
            sum(parsed) / sum(bare),
            RATIO_LIMIT,
            "times",
            spread,
        ),
        Measurement("the same with every cross-check", whole, None, "times"),
    ]


def _bare_text(content: bytes) -> None:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    document.close()


def _fastest(actions: list[Callable[[bytes], None]], contents: list[bytes]) -> list[list[float]]:
    """Seconds of the fastest of several runs, for each action and file, the actions in turns."""
    best = [[float("inf")] * len(contents) for _ in actions]
    for _ in range(ROUNDS):
        for number, content in enumerate(contents):
            for action, times in zip(actions, best, strict=True):
                start = time.perf_counter()
                action(content)
                times[number] = min(times[number], time.perf_counter() - start)
    return best


def main() -> int:
    """Print the figures; returns 1 if the limit is missed."""
    measurements = measure()
    for each in measurements:
        print(f"{each.verdict:6} {each.name}: {each.value:.2f} {each.unit} {each.note}")
    return 0 if all(each.kept for each in measurements) else 1


if __name__ == "__main__":
    sys.exit(main())
