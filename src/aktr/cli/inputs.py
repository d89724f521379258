"""Which files the paths of a command line stand for, and their bytes."""

import os
import re
import stat
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from glob import iglob
from pathlib import Path
from typing import Final

from aktr.errors import AktrError, FileError, FileErrorType
from aktr.export.printable import printable
from aktr.processing.files import NO_FILE, load_file, why_closed, why_no_file
from aktr.processing.result import SourceFile
from aktr.reading.sniff import PDF_HEADER_WINDOW, sniff

SUFFIXES: Final = frozenset(
    {".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".webp"}
)
"""Names in a folder that promise a report; a file that breaks its promise is refused by name."""

STDIN: Final = "-"
"""What stands for standard input on a command line."""

_EMPTY_FOLDER: Final = (
    "This folder holds no file that could be a report. Name a folder with PDF or picture files."
)
_NOTHING_SENT: Final = (
    "Nothing is sent to standard input. Send a file (aktr extract - < report.pdf), or name it."
)


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or one path that leads to none."""

    position: int
    """Place among all inputs of the call, from 1."""
    path: Path
    dead_end: str | None = None
    """Why the path leads to no file, and what to do about it; None for a file."""
    is_stdin: bool = False
    """Whether it is what another program sends, or the shell, and has no path."""

    @property
    def name(self) -> str:
        """The path as the user gave it, in characters that any terminal and any JSON can hold."""
        if self.is_stdin:
            return "stdin"
        return printable(os.fsencode(self.path).decode(errors="replace"))


def find_inputs(paths: Iterable[Path]) -> list[Input]:
    """Every file that the paths stand for.

    A folder stands for the files in it and below it that could be reports: by name, or by content
    where the name says nothing. Links are followed, each folder once. Hidden files and folders are
    left out.

    Returns:
        Files in the order of the paths, those of one folder as a person would number them (2 before
        10). A path that leads to no file has its place too, with the reason.
    """
    found = (each for path in paths for each in _follow(path))
    return [replace(each, position=position) for position, each in enumerate(found, start=1)]


def stream_files(place: str) -> Iterator[Path]:
    """The files of a folder and everything below it, or of a pattern; none is kept in memory.

    Args:
        place: A folder, a file, or a pattern in which ``**`` stands for any folders.

    Raises:
        AktrError: A folder below cannot be opened: files would be left out in silence.
    """
    folder = Path(place)
    unopened: list[OSError] = []
    if folder.is_dir():
        yield from (path for path, _ in _files_below(folder, unopened))
    else:
        # Patterns may be absolute, which Path.glob refuses.
        found = iglob(place, recursive=True)  # noqa: PTH207
        yield from (Path(path) for path in found if not Path(path).is_dir())
    if unopened:
        raise AktrError(f"{unopened[0].filename}: {why_closed(unopened[0])}")


def load(source: Input, most_bytes: int) -> SourceFile:
    """Read a file into memory, and of one that is too large just enough to see that it is.

    Raises:
        FileError: The path leads to no file, or the file cannot be opened.
    """
    if source.dead_end is not None:
        raise FileError(FileErrorType.UNREADABLE, source.dead_end)
    if source.is_stdin:
        try:
            return SourceFile(source.position, source.name, sys.stdin.buffer.read(most_bytes + 1))
        except OSError as error:
            raise FileError(FileErrorType.UNREADABLE, why_closed(error)) from error
    return load_file(source.path, source.position, source.name, most_bytes)


def _follow(path: Path) -> Iterator[Input]:
    """What one path stands for; the positions are given when all are known."""
    if str(path) == STDIN:
        is_sent = sys.stdin is not None and not sys.stdin.isatty()
        yield Input(0, path, None if is_sent else _NOTHING_SENT, is_stdin=True)
        return
    try:
        mode = path.stat().st_mode
        if not stat.S_ISDIR(mode):
            # What a pipe or a device gives is read for whoever names it.
            yield Input(0, path, NO_FILE if stat.S_ISSOCK(mode) else None)
            return
    except OSError as error:
        yield Input(0, path, why_closed(error))
        return
    unopened: list[OSError] = []
    found = sorted(_files_below(path, unopened), key=lambda each: _natural_order(each[0]))
    yield from (Input(0, file, dead_end) for file, dead_end in found)
    yield from (Input(0, Path(problem.filename), why_closed(problem)) for problem in unopened)
    if not found and not unopened:
        yield Input(0, path, _EMPTY_FOLDER)


def _files_below(folder: Path, unopened: list[OSError]) -> Iterator[tuple[Path, str | None]]:
    """The candidates in a folder, each with the reason if it is no file; None for a file.

    Folders that cannot be opened are added to the list. No folder is entered twice nor the folders
    around this one, and what links lead to comes last, so that a file has the same path with and
    without links beside it.
    """
    entered: set[tuple[int, int]] = set()
    for around in folder.resolve().parents:
        _is_new(around, entered)
    to_enter = deque([folder])
    while to_enter:
        for parent, folders, names in os.walk(to_enter.popleft(), onerror=unopened.append):
            if not _is_new(Path(parent), entered):
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            to_enter += [Path(parent, name) for name in folders if Path(parent, name).is_symlink()]
            for name in names:
                path = Path(parent, name)
                if not name.startswith(".") and _could_be_report(path):
                    yield path, why_no_file(path)


def _is_new(folder: Path, entered: set[tuple[int, int]]) -> bool:
    """Whether a folder is entered for the first time, under whatever path."""
    try:
        status = folder.stat()
    except OSError:
        return True
    identity = (status.st_dev, status.st_ino)
    is_new = identity not in entered
    entered.add(identity)
    return is_new


def _could_be_report(path: Path) -> bool:
    """Whether name or content promises a report; what cannot be looked into could be one."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return sniff(file.read(PDF_HEADER_WINDOW)) is not None
    except OSError:
        return True


def _natural_order(path: Path) -> list[tuple[tuple[int, int, str], ...]]:
    """Sorts names by their words and numbers: "Report 2" before "report 10"."""
    return [
        tuple(
            (0, int(piece), "") if piece.isascii() and piece.isdigit() else (1, 0, piece)
            for piece in re.split(r"([0-9]+)", part.casefold())
            if piece
        )
        for part in path.parts
    ]
