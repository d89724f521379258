"""Which step of the work a stack of calls belongs to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parents[1] / "src"
THE_REST = "the rest: event loop, threads, HTTP"

_FRAME = re.compile(r"(?P<function>.+) \((?P<file>[^()]+):\d+\)$")


class Step(NamedTuple):
    """A step, and the calls that belong to it.

    A place is a file, the beginning of its path, or both it and a function: ``file:function``.
    """

    name: str
    places: tuple[str, ...]


VISION = "aktr/reading/vision"
STEPS: Sequence[Step] = (
    Step("picture: all of it once more", ("aktr/reading/pages.py:read_page_again",)),
    # Within reading a picture; what is called from several of them comes after those.
    Step("picture: decode", (f"{VISION}/picture/decode.py",)),
    Step("picture: which way up", (f"{VISION}/places/orientation.py",)),
    Step("picture: cut into strips and pieces", (
        f"{VISION}/places/strips.py", f"{VISION}/text/pieces.py",
    )),
    Step("picture: detect text", (f"{VISION}/places/",)),
    Step("picture: second looks", (f"{VISION}/text/second_look.py",)),
    Step("picture: read with care", (f"{VISION}/page_reader.py:_read_with_care",)),
    Step("picture: read quickly", (f"{VISION}/page_reader.py:_sight",)),
    Step("picture: words and shapes of letters", (f"{VISION}/",)),
    # Within a file.
    Step("sniff", ("aktr/processing/coordinator.py:recognise", "aktr/reading/sniff.py")),
    Step("guard", ("aktr/reading/pdf/guard.py", "aktr/reading/picture_parts.py")),
    Step("read", ("aktr/reading/",)),
    Step("parse", ("aktr/processing/coordinator.py:find_reports", "aktr/report/parse/")),
    Step("check", ("aktr/processing/coordinator.py:read_reports",)),
    # Around a file.
    Step("to and from the reading processes", ("pebble/", "multiprocessing/")),
    Step("take the upload in", (
        "aktr/api/uploads.py", "aktr/api/protection/body.py", "python_multipart/",
        "starlette/formparsers.py",
        "aktr/db/batches.py:BatchStore.create_batch",
    )),
    Step("hand out", ("aktr/db/claims.py", "aktr/db/pieces.py", "aktr/db/uploads.py")),
    Step("answer", ("aktr/api/",)),
    Step("summarise", ("aktr/summary/",)),
    Step("store", ("aktr/db/", "aktr/work/progress.py")),
)  # fmt: skip
"""In the order in which they are tried: the first that has one of the calls is the one."""


def missing_places() -> list[str]:
    """Places of ours that are not in the source any more."""
    missing = []
    for place in (place for step in STEPS for place in step.places if place.startswith("aktr/")):
        file, _, function = place.partition(":")
        path = SOURCE / file
        name = function.rpartition(".")[2]
        if not path.exists() or (name and f"def {name}(" not in path.read_text(encoding="utf-8")):
            missing.append(place)
    return missing


def step_of(frames: Iterable[str]) -> str:
    """The step that a stack belongs to.

    Args:
        frames: Its calls, as py-spy writes them: ``function (file:line)``.
    """
    calls = [(found["file"], found["function"]) for found in map(_FRAME.match, frames) if found]
    for step in STEPS:
        for place in step.places:
            file, _, function = place.partition(":")
            if any(at.startswith(file) and function in ("", called) for at, called in calls):
                return step.name
    return THE_REST


def shares(stacks: str) -> Mapping[str, float]:
    """The share of each step in stacks that py-spy has counted, one line each."""
    counts = {step.name: 0 for step in STEPS} | {THE_REST: 0}
    for line in stacks.splitlines():
        stack, _, count = line.rpartition(" ")
        counts[step_of(stack.split(";"))] += int(count)
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items() if count}
