"""Memory and processor time of a process and all below it, from /proc; Linux only."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE_EVERY_S = 0.1


@dataclass
class Use:
    """What a process and all below it used."""

    peak_megabytes: float = 0.0
    """The most resident memory seen so far; pages that processes share count for each."""
    peak_of_each: list[float] = field(default_factory=list)
    """What each process had then, the largest first; those below 10 MB are left out."""

    def look(self, root: int) -> None:
        """Take the memory of a process and all below it into account."""
        each = sorted(megabytes_of_each(root), reverse=True)
        if sum(each) > self.peak_megabytes:
            self.peak_megabytes = sum(each)
            self.peak_of_each = [megabytes for megabytes in each if megabytes >= 10]


def _tree(root: int) -> list[list[str]]:
    """The values in /proc/PID/stat, from the state on, of a process and all below it."""
    values: dict[int, list[str]] = {}
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            values[pid := int(path.parent.name)] = (
                path.read_text(errors="replace").rpartition(")")[2].split()
            )
        except OSError:  # it has ended since
            continue
        children.setdefault(int(values[pid][1]), []).append(pid)
    found, left = [], [root]
    while left:
        pid = left.pop()
        found += [values[pid]] if pid in values else []
        left += children.get(pid, ())
    return found


def megabytes_of_each(root: int) -> list[float]:
    """Resident memory of a process and of each below it."""
    return [int(each[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6 for each in _tree(root)]


def cpu_seconds_of(root: int) -> float:
    """Processor time so far of a process and all below it, and of those that they waited for."""
    ticks = sum(int(ticks) for each in _tree(root) for ticks in each[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def watched(pid: int, use: Use) -> Iterator[None]:
    """Sample the memory of a process and all below it while the block runs."""
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(SAMPLE_EVERY_S):
            use.look(pid)

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
