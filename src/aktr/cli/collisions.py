"""Outputs that would be written over a file that is read, or over each other."""

import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

import typer

from aktr.cli.inputs import Input
from aktr.export.printable import printable

_Identity = tuple[int, int, str]


def refuse_collisions(outputs: Mapping[str, Path | None], inputs: Iterable[Input]) -> None:
    """Make sure that every output has a file of its own, and that no file is read and written.

    Args:
        outputs: Where to write, by the option that says it; None where it is not wanted. What
            ``--out`` does not name goes to stdout.
        inputs: What is to be read.

    Raises:
        typer.BadParameter: Two are one file, under whatever names; nothing was written.
    """
    taken: dict[_Identity, str] = {}
    if outputs.get("--out") is None:
        redirected = _identity(_status_of_stream(sys.stdout))
        if redirected is not None:
            taken[redirected] = "stdout"
    for option, out in outputs.items():
        if out is None or str(out) == os.devnull:
            continue
        identity = _identity_of_output(out)
        if identity is None:
            continue
        if identity in taken:
            raise typer.BadParameter(
                f"{taken[identity]} and {option} would be written to the same file, "
                f"{printable(str(out))}. Give each a file of its own."
            )
        taken[identity] = option
    if not taken:
        return
    for source in inputs:
        identity = _identity(_status_of_input(source))
        if identity is not None and identity in taken:
            raise typer.BadParameter(
                f"{taken[identity]} would be written over {source.name}, which is to be read and "
                "would be lost. Name another file; where a folder is read, one outside of it."
            )


def _identity_of_output(out: Path) -> _Identity | None:
    try:
        return _identity(out.stat(), regular_only=False)
    except OSError:
        # It is not there yet, or a link to what is not there yet. Some file systems take names for
        # the same that differ in case or in how an accent is written.
        target = Path(os.path.realpath(out))
        name = unicodedata.normalize("NFC", target.name).casefold()
        try:
            status = target.parent.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino, name)


def _status_of_input(source: Input) -> os.stat_result | None:
    if source.is_stdin:
        return _status_of_stream(sys.stdin)
    try:
        return source.path.stat()
    except OSError:
        return None


def _status_of_stream(stream: TextIO | None) -> os.stat_result | None:
    """What a stream is connected to; None where it was closed or is no file of the system."""
    try:
        return None if stream is None else os.fstat(stream.fileno())
    except OSError:
        return None


def _identity(status: os.stat_result | None, *, regular_only: bool = True) -> _Identity | None:
    """What tells a file from all others; None for what is no file and keeps nothing."""
    if status is None or (regular_only and not stat.S_ISREG(status.st_mode)):
        return None
    return (status.st_dev, status.st_ino, "")
