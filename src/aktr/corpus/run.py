"""Reading an archive: many small files at a time, results on disk every few seconds."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aktr.corpus.handful import ArchiveFile, HandfulReader
from aktr.corpus.rows import Row
from aktr.corpus.table import ResultFile
from aktr.processing.result import FileStatus
from aktr.settings import Settings

FILES_AT_ONCE: Final = 16
BYTES_AT_ONCE: Final = 2 * 1024 * 1024
"""Handed to a reader at once: digital reports by the dozen, photos one or two at a time."""
_AHEAD: Final = 2
"""Handfuls that wait for each reader."""
ROWS_IN_PART: Final = 2_000
SECONDS_OF_PART: Final = 30.0
"""What a kill may cost: at most so many rows, or the work of so many seconds."""


@dataclass(slots=True)
class Counts:
    """What became of the files so far."""

    skipped: int = 0
    """Done by an earlier call."""
    skipped_failed: int = 0
    """Those of them that gave no report then."""
    read: int = 0
    failed: int = 0
    reports: int = 0
    to_review: int = 0

    def skip(self, *, is_read: bool) -> None:
        """Count one file that an earlier call has done."""
        self.skipped += 1
        self.skipped_failed += not is_read

    def add(self, rows: Sequence[Row]) -> None:
        """Count one file by its rows."""
        is_read = rows[0]["status"] == FileStatus.SUCCESS.value
        self.read += is_read
        self.failed += not is_read
        self.reports += len(rows) if is_read else 0
        self.to_review += sum(bool(row.get("needs_review")) for row in rows)


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
        self._reader = HandfulReader(settings)
        self._rows: list[Row] = []
        self._stored_at = time.monotonic()
        self.counts = Counts()

    async def read(self, paths: Iterable[Path]) -> None:
        """Read what is not done yet; what was read is on disk when this ends, however it ends."""
        under_way: deque[asyncio.Task[list[list[Row]]]] = deque()
        done = await asyncio.to_thread(self._results.done)
        most = self._settings.workers * (1 + _AHEAD)
        self._reader.start()
        try:
            for handful in handfuls(undone(paths, done, self._skip)):
                under_way.append(asyncio.create_task(self._reader.read(handful)))
                if len(under_way) >= most:
                    await self._take(under_way.popleft())
            while under_way:
                await self._take(under_way.popleft())
        finally:
            for task in under_way:
                task.cancel()
            self._store()
            await asyncio.to_thread(self._reader.stop)

    def _skip(self, is_read: bool) -> None:
        self.counts.skip(is_read=is_read)
        self._on_files(1)

    async def _take(self, task: asyncio.Task[list[list[Row]]]) -> None:
        files = await task
        for rows in files:
            self.counts.add(rows)
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


def undone(
    paths: Iterable[Path], done: Mapping[int, bool], on_skip: Callable[[bool], None]
) -> Iterator[ArchiveFile]:
    """The files as they are on disk, without those that an earlier call has read.

    Args:
        paths: The files.
        done: What was done, as digests, and whether it gave a report.
        on_skip: Called for each file that is left out, with whether it gave a report.
    """
    for path in paths:
        file = ArchiveFile.at(path)
        is_read = done.get(file.digest)
        if is_read is None:
            yield file
        else:
            on_skip(is_read)


def handfuls(files: Iterable[ArchiveFile]) -> Iterator[list[ArchiveFile]]:
    """As many files as are handed to a reader at once."""
    handful: list[ArchiveFile] = []
    size = 0
    for file in files:
        if handful and (len(handful) >= FILES_AT_ONCE or size + file.size > BYTES_AT_ONCE):
            yield handful
            handful, size = [], 0
        handful.append(file)
        size += file.size
    if handful:
        yield handful
