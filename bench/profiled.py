"""Where the time of the service goes: a sampling profile of server and readers at work.

py-spy looks at the whole tree of processes fifty times a second from outside, so that the code
measured is the code that runs everywhere. A step's share of the looks is its share of the processor
time that the tree takes for the same files when nobody looks.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx2

from page import table
from processes import cpu_seconds_of
from profile_steps import STEPS, THE_REST, missing_places, shares
from service import post, server
from workload import Sample, Workload

LOOKS_A_SECOND = 50
LONGEST_END_S = 120

Profile = Mapping[str, float]
"""Milliseconds of processor time for each file, by step."""


def measure(work: Workload) -> str:
    """Two profiles as one table, for PDFs and for photos; takes about 40 seconds.

    Raises:
        RuntimeError: A step is not in the source any more, or the profile cannot be taken.
    """
    program = shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if program is None:
        return "Not measured: py-spy is not installed. `make bench` installs it."
    if gone := missing_places():
        raise RuntimeError(f"bench/profile_steps.py names what is gone: {', '.join(gone)}")
    effort = work.effort
    pdfs = work.batch(effort.batch, 0)
    photos = work.batch(0, effort.batch // 2)
    with server() as (client, pid):
        for samples in (pdfs, photos):
            post(client, samples)
        of_pdfs = _profile(program, client, pid, [pdfs] * effort.profiled_pdf_batches)
        of_photos = _profile(program, client, pid, [photos])
    return _table(of_pdfs, of_photos)


def _profile(
    program: str, client: httpx2.Client, pid: int, batches: Sequence[Sequence[Sample]]
) -> Profile:
    """Look at a server while it works on batches; what that costs itself is not counted."""
    before = cpu_seconds_of(pid)
    for samples in batches:
        post(client, samples)
    spent_ms = 1000 * (cpu_seconds_of(pid) - before)
    with tempfile.NamedTemporaryFile("r") as stacks:
        looking = subprocess.Popen(
            [
                *(program, "record", "--pid", str(pid), "--subprocesses", "--format", "raw"),
                # Stopping thirty threads for each look would be most of what is seen.
                "--nonblocking",
                *("--rate", str(LOOKS_A_SECOND), "--output", stacks.name),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            for samples in batches:
                post(client, samples)
            looking.send_signal(signal.SIGINT)
            _, complaints = looking.communicate(timeout=LONGEST_END_S)
        finally:
            looking.kill()
        seen = stacks.read()
    if not seen:
        raise RuntimeError(f"py-spy saw nothing: {complaints}")
    files = sum(map(len, batches))
    return {name: share * spent_ms / files for name, share in shares(seen).items()}


def _table(*profiles: Profile) -> str:
    names = [*(step.name for step in STEPS), THE_REST]
    rows = [
        (name, *(cell for profile in profiles for cell in _cells(profile, name)))
        for name in names
        if any(name in profile for profile in profiles)
    ]
    totals = [sum(profile.values()) for profile in profiles]
    return table(
        ("step", "ms a PDF", "share", "ms a photo", "share"),
        [*rows, ("all", *(cell for total in totals for cell in (f"{total:.2f}", "100 %")))],
    )


def _cells(profile: Profile, name: str) -> tuple[str, str]:
    if name not in profile:
        return "", ""
    return f"{profile[name]:.2f}", f"{100 * profile[name] / sum(profile.values()):.1f} %"
