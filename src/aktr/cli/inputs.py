"""Which files the paths of a command line stand for, and their bytes."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import iglob
from pathlib import Path
from typing import Final

from aktr.errors import AktrError, FileError, FileErrorType
from aktr.export.printable import printable
from aktr.processing.files import load_file, why_closed
from aktr.processing.result import SourceFile
from aktr.reading.sniff import PDF_HEADER_WINDOW, sniff

SUFFIXES: Final = frozenset(
    {".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".webp"}
)
"""Names in a folder that promise a report; a file that breaks its promise is refused by name."""

_EMPTY_FOLDER: Final = (
    "This folder holds no file that could be a report. Name a folder with PDF or picture files."
)


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or one path that leads to none."""

    position: int
    """Place among all inputs of the call, from 1."""
    path: Path
    dead_end: str | None = None
    """Why the path leads to no file, and what to do about it; None for a file."""

    @property
    def name(self) -> str:
        """The path as the user gave it, in characters that any terminal and any JSON can hold."""
        return printable(os.fsencode(self.path).decode(errors="replace"))


def find_inputs(paths: Iterable[Path]) -> list[Input]:
    """Every file that the paths stand for.

    A folder stands for the files in it and below it that could be reports: by name, or by content
    where the name says nothing. Hidden files and folders are left out.

    Returns:
        Files in the order of the paths, those of one folder as a person would number them (2 before
        10). A path that leads to no file has its place too, with the reason.
    """
    found = [pair for path in paths for pair in _follow(path)]
    return [
        Input(position, path, dead_end) for position, (path, dead_end) in enumerate(found, start=1)
    ]


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
        yield from _files_below(folder, unopened)
    else:
        # Patterns may be absolute, which Path.glob refuses.
        found = iglob(place, recursive=True)  # noqa: PTH207
        yield from (Path(path) for path in found if Path(path).is_file())
    if unopened:
        raise AktrError(f"{unopened[0].filename}: {why_closed(unopened[0])}")


def load(source: Input, most_bytes: int) -> SourceFile:
    """Read a file into memory, and of one that is too large just enough to see that it is.

    Raises:
        FileError: The path leads to no file, or the file cannot be opened.
    """
    if source.dead_end is not None:
        raise FileError(FileErrorType.UNREADABLE, source.dead_end)
    return load_file(source.path, source.position, source.name, most_bytes)


def _follow(path: Path) -> Iterator[tuple[Path, str | None]]:
    """The files that one path stands for, each with None, and what stopped the search."""
    try:
        if not path.is_dir():
            path.stat()
            yield path, None
            return
    except OSError as error:
        yield path, why_closed(error)
        return
    unopened: list[OSError] = []
    files = sorted(_files_below(path, unopened), key=_natural_order)
    yield from ((file, None) for file in files)
    yield from ((Path(problem.filename), why_closed(problem)) for problem in unopened)
    if not files and not unopened:
        yield path, _EMPTY_FOLDER


def _files_below(folder: Path, unopened: list[OSError]) -> Iterator[Path]:
    """The candidates in a folder; folders that cannot be opened are added to the list."""
    for parent, folders, names in os.walk(folder, onerror=unopened.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file() and _could_be_report(path):
                yield path


def _could_be_report(path: Path) -> bool:
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return sniff(file.read(PDF_HEADER_WINDOW)) is not None
    except OSError:
        return False


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
