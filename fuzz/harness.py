"""Searches, guided by what code runs, for inputs that break a promise of one part of aktr.

``harness.py PART`` searches until a find or the end of its time, which is an option of libFuzzer:
``-max_total_time=150``. A find is written to build/fuzz; once mended it becomes a test.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

os.environ.setdefault("AKTR_DATA_DIR", tempfile.gettempdir() + "/aktr-fuzz")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import atheris

with atheris.instrument_imports(include=["aktr"]):
    from aktr.acs.catalogue import load_catalogue
    from aktr.acs.code import AcsCode, family_of
    from aktr.errors import FileError
    from aktr.reading.pdf.guard import refuse_bombs
    from aktr.reading.picture_parts import has_endless_parts, has_endless_scans
    from aktr.reading.sniff import sniff
    from aktr.report.examine import examine
    from aktr.report.parse import parse_reports
    from aktr.report.values.code_text import find_codes
    from aktr.settings import Limits
from mutations import seed_files
from typed_pages import REPORT, typed_page

LONGEST_S: Final = 5.0
"""Time for one input, on a slow machine and with instruments in the code."""
_LIMITS: Final = Limits()
_TODAY: Final = date(2026, 11, 22)


def sniffing(data: bytes) -> None:
    """Any bytes are one kind of file or none, and are looked at without opening them."""
    kind = sniff(data)
    if kind is not None:
        has_endless_parts(data, kind)
        has_endless_scans(data)
        kind.media_type.encode("ascii")


def guard(data: bytes) -> None:
    """Any bytes are let through or refused with a word."""
    try:
        refuse_bombs(data, _LIMITS)
    except FileError as refused:
        refused.error_type.encode("ascii")


def grammar(data: bytes) -> None:
    """Any text is a code that reads the same again, or is none; what is found in it lies in it."""
    text = data.decode("utf-8", errors="replace")
    family_of(text)
    try:
        code = AcsCode.parse(text)
    except ValueError:
        pass
    else:
        if AcsCode.parse(code.text) != code:
            raise AssertionError(f"{code.text!r} reads differently the second time")
    for found in find_codes(text):
        if not 0 <= found.start < found.end <= len(text):
            raise AssertionError("a code lies outside of its text")


def parser(data: bytes) -> None:
    """Any pages give reports that can be examined, or are refused with a word."""
    texts = data.decode("utf-8", errors="replace").split("\f")[:3]
    pages = [typed_page(text, number) for number, text in enumerate(texts, 1)]
    try:
        reports = parse_reports(pages, load_catalogue())
    except FileError:
        return
    for report in reports:
        examine(report, load_catalogue(), _TODAY)


PARTS: Final[dict[str, Callable[[bytes], None]]] = {
    part.__name__: part for part in (sniffing, guard, grammar, parser)
}


def _timed(part: Callable[[bytes], None]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        started = time.process_time()
        part(data)
        if time.process_time() - started > LONGEST_S:
            raise AssertionError(f"more than {LONGEST_S:g} seconds for {len(data)} bytes")

    return run


def _corpus(part: str, folder: Path) -> Path:
    """Whole inputs to begin with."""
    (folder / "seeds").mkdir()
    (folder / "samples").mkdir()
    if part in {"sniffing", "guard"}:
        seeds = seed_files(folder / "samples")
    elif part == "parser":
        seeds = {"report": REPORT.encode(), "two": f"{REPORT}\f{REPORT}".encode()}
    else:
        seeds = {
            "codes": b"PA.I.B.K1a PA.I.C.K2",
            "old": b"PLT012 AMA.I.A.K1",
            "one": b"PA.I.B.K1a",
        }
    for name, content in seeds.items():
        (folder / "seeds" / name).write_bytes(content)
    return folder / "seeds"


def main() -> None:
    """Search."""
    part, options = sys.argv[1], sys.argv[2:]
    finds = Path("build/fuzz")
    finds.mkdir(parents=True, exist_ok=True)
    load_catalogue()
    # The search ends the process itself, so that nobody is left to remove the folder.
    corpus = _corpus(part, Path(tempfile.mkdtemp(prefix="aktr-fuzz-")))
    found = f"-artifact_prefix={finds}/{part}-"
    atheris.Setup(
        [sys.argv[0], found, "-max_len=60000", *options, str(corpus)], _timed(PARTS[part])
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
