"""The service against a plain reader (pypdf, pytesseract) on the same files in the same run.

Needs tesseract and the libraries of the group ``peers``: run as ``make peers``. The exit code is 1
if a limit is missed; ``--write`` puts the table into docs/benchmarks.md. ``--photos`` makes the run
shorter and asks for no limits. Linux only, because memory is counted in /proc.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import httpx2

from accuracy import table
from accuracy_counts import share
from aktr.samples.generate import make_samples
from aktr.samples.truth import FileTruth
from peers_counts import FIELDS, Run
from processes import Use, cpu_seconds_of, watched
from service import server

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"
PLAIN = Path(__file__).with_name("plain.py")
PDFS, PHOTOS = 15, 15
SAMPLES = 32
"""One whole round of pictures, which has enough photos of each difficulty."""
SEED = 7
SECONDS_LIMIT, MEMORY_LIMIT_MB = 10.0, 1500.0
FASTER_THAN_DEFAULTS, FASTER_THAN_ONE_THREAD = 8.0, 2.5
ERRORS_LIMIT = 0.2
"""Codes missed or made up, as a share of those of the better plain reader."""


def choose(truths: Iterable[FileTruth], photos: int) -> list[FileTruth]:
    """The PDFs, and photos of each difficulty in turn.

    HEIC is left out because the plain reader could not open it, and so is the second photo of a
    sheet, because it would count the same codes twice.
    """
    pdfs: list[FileTruth] = []
    ranks: dict[str, list[FileTruth]] = {"easy": [], "medium": [], "hard": []}
    for truth in truths:
        picture = truth.picture
        if picture is None:
            pdfs.append(truth)
        elif picture.kind == "photo" and not (picture.same_sheet_as or ".heic" in truth.file):
            ranks[picture.difficulty].append(truth)
    mixed = [truth for truth in chain(*zip_longest(*ranks.values())) if truth]
    return [*pdfs[:PDFS], *mixed[:photos]]


def read_plainly(name: str, paths: Sequence[Path], environment: Mapping[str, str]) -> Run:
    """Read the files with the plain reader in a process of its own."""
    print(f"reading: {name}", file=sys.stderr)
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("OMP_")}
    process = subprocess.Popen(
        [sys.executable, str(PLAIN), *map(str, paths)],
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    use = Use()
    with watched(process.pid, use):
        printed, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the plain reader failed")
    result = json.loads(printed)
    return Run(name, [result["seconds"]], [result["cpu_seconds"]], use, result["files"])


def post(client: httpx2.Client, paths: Sequence[Path]) -> tuple[float, dict[str, dict[str, Any]]]:
    """Post the files as one batch; the seconds until the answer, and what it says."""
    parts = [("files[]", (path.name, path.read_bytes())) for path in paths]
    start = time.perf_counter()
    answer = client.post("/v1/extractor/batch/extract", files=parts)
    elapsed = time.perf_counter() - start
    if answer.status_code != httpx2.codes.OK:
        raise RuntimeError(f"the batch failed: {answer.status_code}")
    files: dict[str, dict[str, Any]] = {}
    for report in answer.json()["reports"]:
        if report["status"] == "success":
            file = files.setdefault(report["file_name"], {**report["metadata"], "codes": []})
            file["codes"] += [code["code"] for code in report["codes"]]
    return elapsed, files


def measure(folder: Path, truths: Sequence[FileTruth]) -> list[Run]:
    """Read everything each way; the service in turns with the plain reader, once warm."""
    paths = [folder / truth.file for truth in truths]
    use, seconds, cpu_seconds = Use(), list[float](), list[float]()

    def batch() -> dict[str, dict[str, Any]]:
        print("reading: aktr", file=sys.stderr)
        before = cpu_seconds_of(pid)
        with watched(pid, use):
            elapsed, files = post(client, paths)
        seconds.append(elapsed)
        cpu_seconds.append(cpu_seconds_of(pid) - before)
        return files

    with server(folder, None) as (client, pid):
        batch()
        batch()
        defaults = read_plainly("plain, tesseract's defaults", paths, {})
        batch()
        single = read_plainly("plain, OMP_THREAD_LIMIT=1", paths, {"OMP_THREAD_LIMIT": "1"})
        files = batch()
    runs = [Run("aktr", seconds[1:], cpu_seconds[1:], use, files), defaults, single]
    for run in runs:
        run.compare(truths)
    return runs


def results(runs: Sequence[Run], photos: int) -> str:
    """One table: time, accuracy, memory."""
    total = PDFS + photos
    heads = (
        "reader", "clock", "times aktr", "processor", "times aktr", "code recall", "precision",
        "PDFs, all codes right", "photos, all codes right", "name right", "score", "exam ID",
        "peak memory",
    )  # fmt: skip
    return table(
        heads,
        (
            (run.name, f"{run.seconds:.1f} s", f"{run.seconds / runs[0].seconds:.1f}",
             f"{run.cpu_seconds:.1f} s", f"{run.cpu_seconds / runs[0].cpu_seconds:.1f}",
             f"{share(run.codes_right, run.codes_printed):.3f}",
             f"{share(run.codes_right, run.codes_read):.3f}",
             f"{run.right['pdf']} of {PDFS}", f"{run.right['photo']} of {photos}",
             *(f"{run.right[name]} of {total}" for name in FIELDS),
             f"{run.use.peak_megabytes:.0f} MB")
            for run in runs
        ),
    )  # fmt: skip


def limits(runs: Sequence[Run]) -> list[tuple[bool, str]]:
    """Whether each limit is kept, and its line."""
    aktr, defaults, single = runs
    against_defaults = defaults.seconds / aktr.seconds
    against_single = single.seconds / aktr.seconds
    errors = aktr.errors / max(1, min(defaults.errors, single.errors))
    memory = aktr.use.peak_megabytes
    return [
        (aktr.seconds < SECONDS_LIMIT, f"seconds {aktr.seconds:.1f} (below {SECONDS_LIMIT:g})"),
        (against_defaults >= FASTER_THAN_DEFAULTS,
         f"times as fast as plain {against_defaults:.1f} (at least {FASTER_THAN_DEFAULTS})"),
        (against_single >= FASTER_THAN_ONE_THREAD,
         f"the same, one thread {against_single:.1f} (at least {FASTER_THAN_ONE_THREAD})"),
        (memory < MEMORY_LIMIT_MB, f"peak memory {memory:.0f} MB (below {MEMORY_LIMIT_MB:g})"),
        (errors <= ERRORS_LIMIT, f"code errors against plain {errors:.2f} (most {ERRORS_LIMIT})"),
    ]  # fmt: skip


def write_page(text: str) -> None:
    """Put the text between its marks in docs/benchmarks.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def load() -> str:
    """The load averages of 1, 5 and 15 minutes."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def main() -> int:
    """Measure and print; returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--photos", type=int, default=PHOTOS, choices=range(1, PHOTOS + 1), metavar="N"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    if options.write and options.photos != PHOTOS:
        parser.error("the page shows the whole comparison; leave out --photos")
    if not (find_spec("pypdf") and find_spec("pytesseract")):
        sys.exit("pypdf and pytesseract are not installed. Run `make peers`, which installs them.")
    if shutil.which("tesseract") is None:
        sys.exit("tesseract is not on PATH. On Debian: apt-get install tesseract-ocr")
    before = load()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        truths = choose(make_samples(SAMPLES, SEED, folder, photos=True).files, options.photos)
        runs = measure(folder, truths)
    version = subprocess.run(
        ["tesseract", "--version"],  # noqa: S607 - the one that pytesseract runs
        capture_output=True, text=True, check=True,
    ).stdout.split()[1]  # fmt: skip
    machine = (
        f"Measured {datetime.now(UTC).date()} on {os.cpu_count()} cores with tesseract {version}, "
        f"load average before {before}, after {load()}. Batches of aktr took "
        f"{', '.join(f'{each:.1f}' for each in runs[0].all_seconds)} s."
    )
    # The limits are those of the whole batch; PDFs alone prove little.
    checked = limits(runs) if options.photos == PHOTOS else []
    lines = "\n".join(f"- {'ok' if kept else 'MISSED'}: {line}" for kept, line in checked)
    text = f"\n{machine}\n\n{results(runs, options.photos)}\n\n{lines}\n"
    print(text)
    if options.write:
        write_page(text)
    return 0 if all(kept for kept, _ in checked) else 1


if __name__ == "__main__":
    sys.exit(main())
