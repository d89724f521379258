"""A handful of files of an archive: read at once, and one by one if one of them does harm."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from aktr.corpus.rows import Row, read_rows, rows_of_result
from aktr.corpus.table import digest
from aktr.errors import FileError, FileErrorType
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.files import load_file, why_no_file
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of an archive as it is on disk."""

    path: Path
    size: int
    modified_ns: int

    @classmethod
    def at(cls, path: Path) -> "ArchiveFile":
        """The file under a path; one that is not there any more is found out when it is read."""
        try:
            stat = path.stat()
        except OSError:
            return cls(path, 0, 0)
        return cls(path, stat.st_size, stat.st_mtime_ns)

    @property
    def name(self) -> str:
        """The path in characters that every file format can hold."""
        return name_in_archive(self.path)

    @property
    def digest(self) -> int:
        """Stands for this state of the file."""
        return digest(self.name, self.size, self.modified_ns)


def name_in_archive(path: Path) -> str:
    """A path as the rows of its file name it."""
    return os.fsencode(path).decode(errors="replace")


class HandfulReader:
    """Reads handfuls in reading processes of its own.

    Args:
        settings: Number of reading processes and the limits of each file.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = WatchedPool(settings, for_pictures=False)
        self._alone = ProcessingCoordinator(self._pool, settings)

    def start(self) -> None:
        """Start the reading processes."""
        self._pool.start()

    def stop(self) -> None:
        """End them; work under way is given up."""
        self._pool.stop()

    async def read(self, handful: list[ArchiveFile]) -> list[list[Row]]:
        """The rows of each file, with where it was found."""
        sources = await asyncio.to_thread(self._load, handful)
        readable = [source for source in sources if isinstance(source, SourceFile)]
        try:
            contents = [(source.name, source.content) for source in readable]
            read = await self._pool.run(
                read_rows, contents, self._settings.limits, self._settings.vision
            )
        except Exception:  # noqa: BLE001 - one of them did it; each alone says which
            read = [rows_of_result(await self._alone.process(source)) for source in readable]
        rows = iter(read)
        return [
            [
                {**_place(file), **row}
                for row in (
                    next(rows) if isinstance(source, SourceFile) else rows_of_result(source)
                )
            ]
            for file, source in zip(handful, sources, strict=True)
        ]

    def _load(self, handful: list[ArchiveFile]) -> list[SourceFile | ProcessingResult]:
        most = self._settings.limits.max_file_bytes
        sources: list[SourceFile | ProcessingResult] = []
        for position, file in enumerate(handful, start=1):
            try:
                sources.append(_loaded(file, position, most))
            except FileError as error:
                unread = SourceFile(position, file.name, b"")
                sources.append(ProcessingResult.failure(unread, error.error_type, error.message, 0))
        return sources


def _loaded(file: ArchiveFile, position: int, most_bytes: int) -> SourceFile:
    """Read a file into memory; what a pipe would give, if anything, is not waited for.

    Raises:
        FileError: It is no file, or it cannot be opened.
    """
    no_file = why_no_file(file.path)
    if no_file is not None:
        raise FileError(FileErrorType.UNREADABLE, no_file)
    return load_file(file.path, position, file.name, most_bytes)


def _place(file: ArchiveFile) -> Row:
    return {"source": file.name, "size": file.size, "modified_ns": file.modified_ns}
