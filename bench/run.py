"""Every benchmark, as one table on docs/benchmarks.md: ``make bench``.

``make bench BENCH_ARGS="--only reading,peers"`` runs parts of it and keeps the other rows as they
are. The exit code is 1 if a limit is missed, whether in this run or in a row that was kept.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import acs
import api
import library
import peers
import profiled
import reading
import results
import summary
from measurement import Measurement
from page import BENCHMARKS, machine, write_between
from workload import FULL, TINY, Workload

PARTS: Mapping[str, Callable[[Workload], Sequence[Measurement]]] = {
    "reading": reading.measure,
    "library": library.measure,
    "api": api.measure,
    "peers": peers.measure,
    "catalogue": acs.measure,
    "summary": summary.measure,
}
PROFILE = "profile"


def main() -> int:
    """Measure, print, and write the page; returns 1 if a limit is missed."""
    options = _options()
    before = results.read(options.page)
    with tempfile.TemporaryDirectory() as folder:
        work = Workload(Path(folder), TINY if options.tiny else FULL)
        for part in options.only:
            print(f"measuring: {part}", file=sys.stderr)
            where, begun = machine(), time.monotonic()
            if part == PROFILE:
                profile = profiled.measure(work)
                write_between(options.page, PROFILE, f"Measured {where}.\n\n{profile}")
                print(profile, "\n")
                continue
            measured = PARTS[part](work)
            took = f"{where}; took {time.monotonic() - begun:.0f} s"
            before[part] = results.Part(took, results.rows_of(part, measured))
            # Written after each part, so that a run that is ended early is not lost.
            results.write(options.page, before, list(PARTS))
    text, missed = results.text_of(before, list(PARTS))
    print(text)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        default=",".join([*PARTS, PROFILE]),
        type=lambda words: words.split(","),
        metavar="PART,...",
        help=f"of {', '.join([*PARTS, PROFILE])}",
    )
    parser.add_argument("--page", type=Path, default=BENCHMARKS, help="where to write the tables")
    parser.add_argument(
        "--tiny", action="store_true", help="as little as possible, to see that it works"
    )
    options = parser.parse_args()
    unknown = set(options.only) - {*PARTS, PROFILE}
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
