"""The service against plain readers, on the same files in the same run, in turns.

The plain readers are those of ``plain.py``. Each of their runs stands between two of the service,
and its ratio is that to the mean of the two. Linux only, because memory is counted in /proc.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from measurement import Measurement, spread_of
from peers_counts import Files, Peer, compared
from processes import cpu_seconds_of, watched
from service import post, server
from workload import Sample, Workload

PLAIN = Path(__file__).with_name("plain.py")
ERRORS_LIMIT = 0.2
"""Codes missed or made up, as a share of those of the better plain reader."""
LONGEST_RUN_S = 900


@dataclass(frozen=True, slots=True)
class Way:
    """A way of reading plainly."""

    name: str
    reader: str
    """A word of ``plain.py``."""
    runs: int
    environment: Mapping[str, str]
    at_least: float | None = None
    """How many times as long as the service it must take."""


def measure(work: Workload) -> list[Measurement]:
    """Read 15 PDFs and 15 photos each way; takes about five minutes."""
    missing = _missing()
    if missing:
        return [Measurement("comparison with plain readers", None, note=missing)]
    runs, slow = work.effort.peer_runs, work.effort.slow_peer_runs
    return _compared(work.mixed(), [
        Way("pypdf and tesseract's defaults", "pytesseract", slow, {}, 8.0),
        Way("pypdf and tesseract, OMP_THREAD_LIMIT=1", "pytesseract", runs,
            {"OMP_THREAD_LIMIT": "1"}, 2.5),
        Way("kreuzberg", "kreuzberg", slow, {}),
    ])  # fmt: skip


def _missing() -> str:
    """What keeps the comparison from being made, and how to mend it; empty if nothing does."""
    if not all(map(find_spec, ("pypdf", "pytesseract", "kreuzberg"))):
        return "pypdf, pytesseract or kreuzberg is not installed; make bench installs them"
    if shutil.which("tesseract") is None:
        return "tesseract is not on PATH; on Debian: apt-get install tesseract-ocr"
    return ""


def _compared(samples: Sequence[Sample], ways: Sequence[Way]) -> list[Measurement]:
    service = Peer("aktr")
    peers = {way.name: Peer(way.name) for way in ways}
    with server() as (client, pid):
        post(client, samples)

        def serve() -> None:
            before = cpu_seconds_of(pid)
            with watched(pid, service.use):
                elapsed, answer = post(client, samples)
            service.seconds.append(elapsed)
            service.cpu_seconds.append(cpu_seconds_of(pid) - before)
            service.counts = compared(_files(answer), samples)

        serve()
        for turn in range(max(way.runs for way in ways)):
            for way in ways:
                if turn < way.runs:
                    _read_plainly(peers[way.name], way, samples)
                    serve()
                    around = sum(service.seconds[-2:]) / 2
                    peers[way.name].ratios.append(peers[way.name].seconds[-1] / around)
    return list(_measurements(service, [(way, peers[way.name]) for way in ways]))


def _read_plainly(peer: Peer, way: Way, samples: Sequence[Sample]) -> None:
    """Read the files plainly in a process of its own; its imports are not counted."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("OMP_")}
    process = subprocess.Popen(
        [sys.executable, str(PLAIN), way.reader, *(str(sample.path) for sample in samples)],
        env={**inherited, **way.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        with watched(process.pid, peer.use):
            printed, _ = process.communicate(timeout=LONGEST_RUN_S)
    finally:
        process.kill()
    if process.returncode:
        raise RuntimeError(f"the plain reader failed: {way.name}")
    # Libraries in C print about themselves; the result is the last line.
    result = json.loads(printed.splitlines()[-1])
    peer.seconds.append(result["seconds"])
    peer.cpu_seconds.append(result["cpu_seconds"])
    peer.counts = compared(result["files"], samples)


def _files(answer: Mapping[str, Any]) -> Files:
    files: dict[str, dict[str, Any]] = {}
    for report in answer["reports"]:
        file = files.setdefault(report["file_name"], {**report["metadata"], "codes": []})
        file["codes"] += [code["code"] for code in report["codes"]]
    return files


def _measurements(service: Peer, peers: Sequence[tuple[Way, Peer]]) -> Iterator[Measurement]:
    yield _seconds(service)
    for way, peer in peers:
        yield _seconds(peer)
        yield Measurement(
            f"{peer.name}: times as long as aktr",
            median(peer.ratios),
            "times",
            way.at_least,
            at_least=True,
            spread=spread_of(peer.ratios),
            note="by the processor "
            f"{peer.median_cpu_seconds / service.median_cpu_seconds:.1f} times",
        )
    fewest = min(peer.counts.errors for _, peer in peers)
    yield Measurement(
        "codes missed or made up by aktr, against the best of them",
        service.counts.errors / max(1, fewest),
        "times",
        ERRORS_LIMIT,
        note=f"{service.counts.errors} against {fewest}",
    )


def _seconds(peer: Peer) -> Measurement:
    return Measurement(
        f"{peer.name}: 15 PDFs and 15 photos",
        peer.median_seconds,
        "s",
        spread=spread_of(peer.seconds),
        note=f"{peer.use.peak_megabytes:.0f} MB; codes: {peer.counts}",
    )
