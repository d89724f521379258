"""The catalogue of standards: loading, memory, look-ups and search, against their limits."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

from measurement import Measurement, spread_of
from workload import Workload

LOOKUP_LIMIT_US = 5.0
LOAD_LIMIT_MS = 50.0
MEMORY_LIMIT_MB = 60.0
SEARCH_LIMIT_MS = 10.0

QUERIES = (
    "weather",
    "carburetor icing",
    "aircraft",
    "risk",
    "runway incursion avoidance procedures",
    "hypoxia symptoms",
    "fuel",
    "a",
    "effects of wind",
    "nosuchword",
)

# Loads everything in a fresh process and prints milliseconds and megabytes of growth. Linux only,
# because the highest memory that other systems tell includes that of the parent process.
LOAD_PROGRAM = """
import time
from pathlib import Path
from aktr.acs.catalogue import load_catalogue
def resident_mb():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
before = resident_mb()
start = time.perf_counter()
catalogue = load_catalogue(Path({folder!r}))
codes = catalogue.load_all()
elapsed = time.perf_counter() - start
print(elapsed * 1000, resident_mb() - before, codes)
"""


def measure(_: Workload) -> list[Measurement]:
    """Measure everything; takes about two seconds."""
    from aktr.acs.catalogue import load_catalogue  # noqa: PLC0415 - loading is measured elsewhere

    with tempfile.TemporaryDirectory() as folder:
        loads = [_load_in_fresh_process(folder) for _ in range(5)]
        os.environ["AKTR_DATA_DIR"] = folder
        catalogue = load_catalogue()
        codes = catalogue.codes_of_prefix("PA")
        days = (date(2026, 2, 14), date(2020, 3, 1))

        def look_up_all() -> None:
            for day in days:
                for code in codes:
                    catalogue.lookup(code, day)

        look_up_all()
        lookup_s = _best(look_up_all, rounds=20) / (len(days) * len(codes))
        for query in QUERIES:
            catalogue.search(query)
        search_s = max(_best(_searching(catalogue.search, query), rounds=10) for query in QUERIES)
    milliseconds = [ms for ms, _ in loads]
    return [
        Measurement("loading every edition", min(milliseconds), "ms", LOAD_LIMIT_MS,
                    spread=spread_of(milliseconds), note="the fastest, each in a fresh process"),
        Measurement("memory of every edition", max(mb for _, mb in loads), "MB", MEMORY_LIMIT_MB),
        Measurement("look-up of a code, warm", lookup_s * 1e6, "us", LOOKUP_LIMIT_US),
        Measurement("slowest full-text search", search_s * 1e3, "ms", SEARCH_LIMIT_MS,
                    note=f"of {len(QUERIES)}, the fastest of 10 runs"),
    ]  # fmt: skip


def _load_in_fresh_process(folder: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", LOAD_PROGRAM.format(folder=folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    milliseconds, megabytes, _ = done.stdout.split()
    return float(milliseconds), float(megabytes)


def _searching(search: Callable[[str], object], query: str) -> Callable[[], object]:
    return lambda: search(query)


def _best(action: Callable[[], object], rounds: int) -> float:
    """The shortest of several runs in seconds: what the work costs when nothing disturbs it."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)
