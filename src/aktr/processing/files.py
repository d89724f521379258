"""Files on disk: one into memory, and many into results for callers without an event loop."""

import asyncio
import errno
import os
import stat
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from aktr.acs.catalogue import load_catalogue
from aktr.errors import AktrError, FileError, FileErrorType, is_full
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.growing_pool import GrowingPool
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.settings import Settings

NO_FILE: Final = "This is no file but a pipe, a socket or a device. Name a file with a report."


def load_file(path: Path, position: int, name: str, most_bytes: int) -> SourceFile:
    """Read a file into memory, and of one that is too large just enough to see that it is.

    Args:
        path: Where it is.
        position: Its place among all files of the call, from 1.
        name: What it is called in results.
        most_bytes: The size from which on it would be refused.

    Raises:
        FileError: The file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise FileError(FileErrorType.UNREADABLE, why_closed(error)) from error
    return SourceFile(position, name, content)


def why_closed(error: OSError) -> str:
    """What is wrong with a path, and what to do about it."""
    if isinstance(error, FileNotFoundError):
        if error.filename is not None and Path(error.filename).is_symlink():
            return "This is a link, and what it leads to is not there. Mend the link or remove it."
        return "There is no such file or folder. Check the spelling."
    if isinstance(error, PermissionError):
        return "You may not open this. Ask its owner for the right to read it."
    if error.errno == errno.ELOOP:
        return "This is a link that leads to itself. Mend the link or remove it."
    reason = error.strerror or "the system gave no reason"
    return f"This could not be opened ({reason}). Copy it to this machine and try the copy."


def why_no_file(path: Path) -> str | None:
    """Why a path in a folder leads to no file, and what to do about it; None for a file."""
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else NO_FILE
    except OSError as error:
        return why_closed(error)


def why_unwritable(error: OSError) -> str:
    """Why something cannot be written, and what to do about it: the end of a sentence, and more."""
    reason = os.strerror(error.errno) if error.errno else error.strerror
    if is_full(error):
        return f"({reason}). Make room on that disk, or name a file on another one."
    return f"({reason}). Name a file in a folder that exists and that you may write to."


def read_files(paths: Iterable[str | Path], workers: int | None = None) -> list[ProcessingResult]:
    """Read many files, each in a process of its own with limits of memory and time.

    A file that cannot be read never stops the others. It can be called from a script, with or
    without ``if __name__ == "__main__":``, from a notebook, and from a running event loop.

    Args:
        paths: The files, in the order in which they are to be numbered.
        workers: Reading processes; the setting ``AKTR_WORKERS`` when left out.

    Returns:
        One result for each path, in the same order: its reports, or the reason why there are none.

    Raises:
        AktrError: There would be no reading process, an edition of a standard that was imported is
            damaged, or a setting asks for what this machine cannot do.
    """
    if workers is not None and workers < 1:
        raise AktrError(f"workers is {workers}; files are read by at least one process.")
    # Every reading process would fail at its start for the same reason, and could not say it.
    load_catalogue()
    numbered = list(enumerate(map(Path, paths), start=1))
    settings = Settings()
    if not numbered:
        return []
    reading = _read(numbered, settings.model_copy(update={"workers": workers or settings.workers}))
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(reading)
    # A notebook runs a loop in this thread, which cannot wait for another one.
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, reading).result()


async def _read(paths: list[tuple[int, Path]], settings: Settings) -> list[ProcessingResult]:
    pool = GrowingPool(settings, first=len(paths))
    coordinator = ProcessingCoordinator(pool, settings)
    # Bounds the files in memory; the pool would wait with all of them loaded.
    places = asyncio.Semaphore(settings.workers)

    async def read(position: int, path: Path) -> ProcessingResult:
        name = os.fsencode(path).decode(errors="replace")
        async with places:
            try:
                file = await asyncio.to_thread(
                    load_file, path, position, name, settings.limits.max_file_bytes
                )
            except FileError as error:
                unopened = SourceFile(position, name, b"")
                return ProcessingResult.failure(unopened, error.error_type, error.message, 0)
            return await coordinator.process(file)

    pool.start()
    try:
        return await asyncio.gather(*(read(*numbered) for numbered in paths))
    finally:
        pool.stop()
