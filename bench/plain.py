"""A plain reader of reports as one would first write it, for ``bench/peers.py`` to compare with.

Nothing of aktr is in here. Run as ``python bench/plain.py FILE...`` with the libraries of the group
``peers``; prints, as JSON, the seconds of reading, by clock and processor, and what was read of
each file.
"""

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytesseract
from PIL import Image
from pypdf import PdfReader

DPI = 300
CODE = re.compile(
    r"\b(?:[A-Z]{2}\.[IVX]+\.[A-Z]\.[KRS]\d+[a-z]?|(?:PLT|AMG|AMA|AMP|RIG|IAR)\d{3}|[A-Z]\d{2,3})\b"
)
NAME = re.compile(r"\bNAME\s*:?\s*([^\s:].*)", re.IGNORECASE)
SCORE = re.compile(r"\bSCORE\s*:?\s*(\d{1,3})\b", re.IGNORECASE)
EXAM_ID = re.compile(r"\bEXAM ID\s*:?\s*(\d{17})\b", re.IGNORECASE)


def text_of(path: Path) -> str:
    """All the text of a file: that of a PDF where it has some, else what tesseract reads."""
    if path.suffix != ".pdf":
        return str(pytesseract.image_to_string(Image.open(path)))
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if text.strip():
        return text
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=DPI / 72).to_pil() for page in document]
    return "\n".join(str(pytesseract.image_to_string(page)) for page in pages)


def read(path: Path) -> dict[str, Any]:
    """What the expressions find in the text of a file."""
    text = text_of(path)
    name, score, exam_id = (pattern.search(text) for pattern in (NAME, SCORE, EXAM_ID))
    return {
        "codes": CODE.findall(text),
        "name": name and name[1].strip(),
        "score": score and int(score[1]),
        "exam_id": exam_id and exam_id[1],
    }


def main() -> None:
    """Read the files one after another and print what came of it."""
    start, cpu_start = time.perf_counter(), sum(os.times()[:4])
    files = {Path(name).name: read(Path(name)) for name in sys.argv[1:]}
    seconds, cpu_seconds = time.perf_counter() - start, sum(os.times()[:4]) - cpu_start
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "files": files}))


if __name__ == "__main__":
    main()
