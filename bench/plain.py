"""Plain readers of reports as one would first write them, for ``bench/peers.py`` to compare with.

Nothing of aktr is in here. Run as ``python bench/plain.py READER FILE...``, the reader being
``pytesseract`` or ``kreuzberg``, with the libraries of the group ``bench``; prints, as JSON, the
seconds of reading, by clock and processor, and what was read of each file.
"""

import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DPI = 300
CODE = re.compile(
    r"\b(?:[A-Z]{2}\.[IVX]+\.[A-Z]\.[KRS]\d+[a-z]?|(?:PLT|AMG|AMA|AMP|RIG|IAR)\d{3}|[A-Z]\d{2,3})\b"
)
NAME = re.compile(r"\bNAME\s*:?\s*([^\s:].*)", re.IGNORECASE)
SCORE = re.compile(r"\bSCORE\s*:?\s*(\d{1,3})\b", re.IGNORECASE)
EXAM_ID = re.compile(r"\bEXAM ID\s*:?\s*(\d{17})\b", re.IGNORECASE)


def texts_by_pytesseract(paths: Sequence[Path]) -> list[str]:
    """The texts of files, one after another: that of a PDF where it has some, else tesseract's."""
    import pypdfium2  # noqa: PLC0415 - each reader loads what it needs
    import pytesseract  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415
    from pypdf import PdfReader  # noqa: PLC0415

    def text_of(path: Path) -> str:
        if path.suffix != ".pdf":
            return str(pytesseract.image_to_string(Image.open(path)))
        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        if text.strip():
            return text
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.render(scale=DPI / 72).to_pil() for page in document]
        return "\n".join(str(pytesseract.image_to_string(page)) for page in pages)

    return [text_of(path) for path in paths]


def texts_by_kreuzberg(paths: Sequence[Path]) -> list[str]:
    """The texts of files, all at once, as kreuzberg reads them without being told more."""
    from kreuzberg import (  # noqa: PLC0415
        ExtractionConfig,
        OcrConfig,
        batch_extract_files_sync,
    )

    config = ExtractionConfig(use_cache=False, ocr=OcrConfig(backend="tesseract", language="eng"))
    results = batch_extract_files_sync([str(path) for path in paths], config=config)
    return [str(result.content) for result in results]


READERS = {"pytesseract": texts_by_pytesseract, "kreuzberg": texts_by_kreuzberg}


def values_in(text: str) -> dict[str, Any]:
    """What the expressions find in the text of a file."""
    name, score, exam_id = (pattern.search(text) for pattern in (NAME, SCORE, EXAM_ID))
    return {
        "codes": CODE.findall(text),
        "name": name and name[1].strip(),
        "score": score and int(score[1]),
        "exam_id": exam_id and exam_id[1],
    }


def main() -> None:
    """Read the files and print what came of it."""
    reader, *names = sys.argv[1:]
    paths = [Path(name) for name in names]
    start, cpu_start = time.perf_counter(), sum(os.times()[:4])
    texts = READERS[reader](paths)
    seconds, cpu_seconds = time.perf_counter() - start, sum(os.times()[:4]) - cpu_start
    files = {path.name: values_in(text) for path, text in zip(paths, texts, strict=True)}
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "files": files}))


if __name__ == "__main__":
    main()
