"""How much of the samples is read right: PDFs, scans, photos and screenshots, by difficulty.

Makes sets of samples with several seeds (or takes a folder with a ``truth.json`` of the same form),
reads them as the service does, and compares every value. Run as ``python bench/accuracy.py``; the
exit code is 1 if a limit is missed. ``--write`` puts the tables into docs/benchmarks.md.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from accuracy_counts import FIELDS, Group, Reading, Tally, count, group_of, share
from aktr.errors import FileError
from aktr.processing.coordinator import read_reports
from aktr.processing.pool import ReaderPool
from aktr.report.checked import CheckedReport
from aktr.samples.generate import make_samples
from aktr.samples.truth import FileTruth, read_truth
from aktr.settings import Settings
from page import BENCHMARKS, table, write_between

MARK = "accuracy"
DIFFICULTIES = ("-", "easy", "medium", "hard")
SCANS = ("scan-200", "scan-300")
EXACT_LIMITS = {
    ("pdf", "-"): 1.0,
    ("photo", "easy"): 0.99,
    ("photo", "medium"): 0.97,
    ("photo", "hard"): 0.90,
}
SCANS_EXACT_LIMIT = 0.99
F1_LIMIT = 0.995
REVIEW_LIMITS = {"easy": 0.05, "medium": 0.10}


async def read_all(folder: Path, files: Iterable[FileTruth], settings: Settings) -> list[Reading]:
    """Read files in the reading processes, as many at a time as there are processes."""
    pool = ReaderPool(settings)
    turns = asyncio.Semaphore(pool.size)

    async def read(truth: FileTruth) -> Reading:
        async with turns:
            content = (folder / truth.file).read_bytes()
            started = time.perf_counter()
            reports: tuple[CheckedReport, ...] = ()
            refused = None
            try:
                reports = await pool.run(read_reports, content, settings.limits)
            except FileError as error:
                refused = error.error_type.value
            elapsed = (time.perf_counter() - started) * 1000
        return Reading(truth, reports, refused, elapsed)

    pool.start()
    try:
        await asyncio.gather(*(pool.answers(60) for _ in range(pool.size)))
        return await asyncio.gather(*(read(truth) for truth in files))
    finally:
        pool.stop()


def tally_folder(folder: Path, kinds: set[str], settings: Settings) -> dict[Group, Tally]:
    """Read a folder of samples and count, by group."""
    files = [
        truth for truth in read_truth(folder).files if not kinds or group_of(truth)[0] in kinds
    ]
    tallies: dict[Group, Tally] = {}
    for reading in asyncio.run(read_all(folder, files, settings)):
        tallies.setdefault(group_of(reading.truth), Tally()).add(count(reading))
    return tallies


def make_and_tally(
    seeds: int, files: int, kinds: set[str], settings: Settings
) -> dict[Group, Tally]:
    """Make one set of samples for each seed, read them, and count."""
    tallies: dict[Group, Tally] = {}
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as temporary:
        folders = {seed: Path(temporary) / str(seed) for seed in range(1, seeds + 1)}
        with ProcessPoolExecutor(settings.workers, context) as makers:
            made = [
                makers.submit(make_samples, files, seed, folder, photos=kinds != {"pdf"})
                for seed, folder in folders.items()
            ]
            for each in made:
                each.result()
        for seed, folder in folders.items():
            for group, tally in tally_folder(folder, kinds, settings).items():
                for lines in (tally.silent, tally.flagged):
                    lines[:] = [f"seed {seed}, {line}" for line in lines]
                tallies.setdefault(group, Tally()).add(tally)
    return tallies


def results(tallies: dict[Group, Tally]) -> str:
    """Both tables: what was read of whole reports and codes, and of each field."""
    rows = [*sorted(tallies.items(), key=_order), ((_total_name(tallies), ""), pictures(tallies))]
    first = table(
        ("kind", "difficulty", "files", "reports", "exact", "code precision", "recall", "F1",
         "to review", "silent errors", "refused", "ms a file"),
        (
            (*group, str(tally.files), str(tally.reports), _percent(tally.exact, tally.reports),
             f"{tally.precision:.4f}", f"{tally.recall:.4f}", f"{tally.f1:.4f}",
             _percent(tally.reviewed, tally.reports), str(len(tally.silent)),
             ", ".join(f"{word} {number}" for word, number in sorted(tally.refused.items())) or "0",
             f"{statistics.mean(tally.milliseconds):.0f}")
            for group, tally in rows
        ),
    )  # fmt: skip
    second = table(
        ("kind", "difficulty", *(name.replace("_", " ") for name in FIELDS)),
        (
            (*group, *(_percent(tally.fields_right[n], tally.fields_printed[n]) for n in FIELDS))
            for group, tally in rows
            if group[0] != "bad"
        ),
    )
    return f"{first}\n\nFields read right:\n\n{second}"


def pictures(tallies: dict[Group, Tally]) -> Tally:
    """Every picture taken together; of a set without pictures, everything."""
    total = Tally()
    chosen = [tally for group, tally in tallies.items() if group[1] != "-"]
    for tally in chosen or tallies.values():
        total.add(tally)
    return total


def _total_name(tallies: dict[Group, Tally]) -> str:
    return "all pictures" if any(group[1] != "-" for group in tallies) else "all"


def _order(row: tuple[Group, Tally]) -> tuple[str, int]:
    (kind, difficulty), _ = row
    return kind, DIFFICULTIES.index(difficulty)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def checks(tallies: dict[Group, Tally]) -> list[tuple[str, float, float, bool]]:
    """Name, figure, limit, and whether the limit is kept, for every limit that applies."""
    made: list[tuple[str, float, float, bool]] = []

    def at_least(name: str, figure: float, limit: float) -> None:
        made.append((name, figure, limit, figure >= limit))

    scans, silent = Tally(), 0
    for group, tally in tallies.items():
        silent += len(tally.silent)
        if group[0] in SCANS:
            scans.add(tally)
        if group in EXACT_LIMITS:
            exact = share(tally.exact, tally.reports)
            at_least(f"exact, {' '.join(group)}", exact, EXACT_LIMITS[group])
        if group[0] == "photo" and group[1] in REVIEW_LIMITS:
            reviewed, most = share(tally.reviewed, tally.reports), REVIEW_LIMITS[group[1]]
            made.append((f"to review, {' '.join(group)}", reviewed, most, reviewed <= most))
    if scans.reports:
        at_least("exact, scans", share(scans.exact, scans.reports), SCANS_EXACT_LIMIT)
    at_least("F1 of codes", pictures(tallies).f1, F1_LIMIT)
    made.append(("silent errors", silent, 0, not silent))
    return made


def main() -> int:
    """Measure and print; returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="sets of samples to make")
    parser.add_argument("--count", type=int, default=32, help="PDFs and pictures in a set")
    parser.add_argument("--kinds", default="", help="pdf, photo, scan-200, ...; by commas")
    parser.add_argument("--from", dest="folder", type=Path, help="read this folder instead")
    parser.add_argument("--list", action="store_true", help="list errors sent to review as well")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    kinds = set(filter(None, options.kinds.split(",")))
    settings = Settings()
    if options.folder:
        tallies = tally_folder(options.folder, kinds, settings)
    else:
        tallies = make_and_tally(options.seeds, options.count, kinds, settings)
    text = results(tallies)
    print(text, "\n")
    for _, tally in sorted(tallies.items()):
        for line in tally.silent:
            print("SILENT", line)
        for line in tally.flagged if options.list else ():
            print("review", line)
    limits = checks(tallies)
    for name, figure, limit, kept in limits:
        print(f"{'ok' if kept else 'MISSED':6} {name}: {figure:.4g} (limit {limit:g})")
    if options.write:
        write_between(BENCHMARKS, MARK, text)
    return 0 if all(kept for *_, kept in limits) else 1


if __name__ == "__main__":
    sys.exit(main())
