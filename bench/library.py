"""How long the same files take through the library, without service and database.

Each kind of batch in a process of its own, which ``library_program.py`` is.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from cases import Case, cases
from measurement import Measurement, spread_of
from workload import Workload

PROGRAM = Path(__file__).with_name("library_program.py")
LONGEST_RUN_S = 900


def measure(work: Workload) -> list[Measurement]:
    """Read every kind of batch; takes about 80 seconds."""
    return [_measured(case) for case in cases(work)]


def _measured(case: Case) -> Measurement:
    paths = [str(sample.path) for sample in case.samples]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(time.monotonic()), str(case.runs), *paths],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST_RUN_S,
    )
    cold, *warm = json.loads(done.stdout)
    return Measurement(
        f"{case.name} through the library",
        median(warm),
        "s",
        spread=spread_of(warm),
        cold=f"{cold:.3g} s",
    )
