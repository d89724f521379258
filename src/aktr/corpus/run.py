"""Reading an archive: many small files at a time, results on disk every few seconds."""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aktr.corpus.rows import Row, read_rows, rows_of_result
from aktr.corpus.table import ResultFile, digest
from aktr.errors import FileErrorType
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.result import FileStatus, ProcessingResult, SourceFile
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings

FILES_AT_ONCE: Final = 16
BYTES_AT_ONCE: Final = 2 * 1024 * 1024
"""Handed to a reader at once: digital reports by the dozen, photos one or two at a time."""
_AHEAD: Final = 2
"""Handfuls that wait for each reader."""
ROWS_IN_PART: Final = 2_000
SECONDS_OF_PART: Final = 30.0
"""What a kill may cost: at most so many rows, or the work of so many seconds."""


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of an archive as it is on disk."""

    path: Path
    size: int
    modified_ns: int

    @property
    def name(self) -> str:
        """The path in characters that every file format can hold."""
        return os.fsencode(self.path).decode(errors="replace")

    @property
    def digest(self) -> int:
        """Stands for this state of the file."""
        return digest(self.name, self.size, self.modified_ns)


@dataclass(slots=True)
class Counts:
    """What became of the files so far."""

    skipped: int = 0
    """Done by an earlier call."""
    read: int = 0
    failed: int = 0
    reports: int = 0
    to_review: int = 0


class CorpusRun:
    """Reads files into a result file.

    Args:
        settings: Number of reading processes and the limits of each file.
        results: Where the rows go.
        on_files: Told how many files are done, each time that some are.
    """

    def __init__(
        self, settings: Settings, results: ResultFile, on_files: Callable[[int], None]
    ) -> None:
        self._settings = settings
        self._results = results
        self._on_files = on_files
        self._pool = WatchedPool(settings, for_pictures=False)
        self._alone = ProcessingCoordinator(self._pool, settings)
        self._rows: list[Row] = []
        self._stored_at = time.monotonic()
        self.counts = Counts()

    async def read(self, paths: Iterable[Path]) -> None:
        """Read what is not done yet; what was read is on disk when this ends, however it ends."""
        under_way: deque[asyncio.Task[list[list[Row]]]] = deque()
        done = await asyncio.to_thread(self._results.done)
        most = self._settings.workers * (1 + _AHEAD)
        self._pool.start()
        try:
            for handful in self._handfuls(paths, done):
                under_way.append(asyncio.create_task(self._read(handful)))
                if len(under_way) >= most:
                    await self._take(under_way.popleft())
            while under_way:
                await self._take(under_way.popleft())
        finally:
            for task in under_way:
                task.cancel()
            self._store()
            await asyncio.to_thread(self._pool.stop)

    def _handfuls(self, paths: Iterable[Path], done: set[int]) -> Iterator[list[ArchiveFile]]:
        handful: list[ArchiveFile] = []
        size = 0
        for path in paths:
            try:
                stat = path.stat()
            except OSError:
                file = ArchiveFile(path, 0, 0)
            else:
                file = ArchiveFile(path, stat.st_size, stat.st_mtime_ns)
            if file.digest in done:
                self.counts.skipped += 1
                self._on_files(1)
                continue
            if handful and (len(handful) >= FILES_AT_ONCE or size + file.size > BYTES_AT_ONCE):
                yield handful
                handful, size = [], 0
            handful.append(file)
            size += file.size
        if handful:
            yield handful

    async def _read(self, handful: list[ArchiveFile]) -> list[list[Row]]:
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
        most = self._settings.limits.max_file_bytes + 1
        sources: list[SourceFile | ProcessingResult] = []
        for position, file in enumerate(handful, start=1):
            try:
                with file.path.open("rb") as stream:
                    content = stream.read(most)
            except OSError as error:
                unread = SourceFile(position, file.name, b"")
                reason = f"This file could not be opened ({error.strerror})."
                sources.append(
                    ProcessingResult.failure(unread, FileErrorType.UNREADABLE, reason, 0)
                )
            else:
                sources.append(SourceFile(position, file.name, content))
        return sources

    async def _take(self, task: asyncio.Task[list[list[Row]]]) -> None:
        files = await task
        for rows in files:
            is_read = rows[0]["status"] == FileStatus.SUCCESS.value
            self.counts.read += is_read
            self.counts.failed += not is_read
            self.counts.reports += len(rows) if is_read else 0
            self.counts.to_review += sum(bool(row.get("needs_review")) for row in rows)
            self._rows += rows
        self._on_files(len(files))
        age = time.monotonic() - self._stored_at
        if len(self._rows) >= ROWS_IN_PART or age >= SECONDS_OF_PART:
            await asyncio.to_thread(self._store)

    def _store(self) -> None:
        rows, self._rows = self._rows, []
        self._stored_at = time.monotonic()
        if rows:
            self._results.add_part(rows)


def _place(file: ArchiveFile) -> Row:
    return {"source": file.name, "size": file.size, "modified_ns": file.modified_ns}
