"""Reads a file and says what it took; reading processes import this by name."""

import resource
from pathlib import Path
from typing import NamedTuple

from aktr.errors import FileError
from aktr.processing.coordinator import read_reports
from aktr.settings import Limits


class Reading(NamedTuple):
    """What reading a file took."""

    end: str
    """The word with which it was refused, or "success"."""
    processor_s: float
    """Processor time; other programs lengthen it less than time by the clock."""
    memory_mb: float
    """Highest resident memory beyond what the process had before."""


def read_measured(content: bytes) -> Reading:
    """Read a file in this process."""
    limits = Limits()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before_mb, started = _memory_mb("VmRSS"), _processor_s()
    try:
        read_reports(content, limits)
        end = "success"
    except FileError as error:
        end = error.error_type.value
    return Reading(end, _processor_s() - started, _memory_mb("VmHWM") - before_mb)


_ROUNDS = 1_000_000
_QUIET_S = 0.06
"""What counting so far takes on the machine for which limits of time were set, with nothing else
at work; cores that are shared compute more slowly, whatever they are billed."""


def slowness() -> float:
    """How many times slower than that machine this one computes at present, 1 at least.

    Its speed changes from one moment to the next; the slowest of several counts.
    """
    return max(1.0, *(_counting_s() / _QUIET_S for _ in range(5)))


def _counting_s() -> float:
    started = _processor_s()
    counted = 0
    for number in range(_ROUNDS):
        counted += number
    return _processor_s() - started


def _processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory_mb(which: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(which):
            return int(line.split()[1]) / 1024
    raise AssertionError("the kernel does not say")
