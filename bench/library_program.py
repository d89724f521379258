"""Reads files with the library again and again, and prints the seconds of each time as JSON.

One file is read by ``aktr.read_reports`` in this process, several by ``BatchProcessor`` with a
reading process for each core. The first time counts from before this program was started.

Run as ``python library_program.py STARTED RUNS FILE...``: the reading of the monotonic clock
before the start, and how often to read after the first time.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import aktr


@contextmanager
def one(content: bytes) -> Iterator[Callable[[], None]]:
    """A reader of one file."""

    def read() -> None:
        aktr.read_reports(content)

    yield read


@contextmanager
def many(contents: Sequence[bytes]) -> Iterator[Callable[[], None]]:
    """A reader of several files."""
    # One file does not pay for what many need.
    from aktr.processing.batch import BatchProcessor  # noqa: PLC0415
    from aktr.processing.pool import ReaderPool  # noqa: PLC0415
    from aktr.processing.result import SourceFile  # noqa: PLC0415
    from aktr.settings import Settings  # noqa: PLC0415

    settings = Settings()
    pool = ReaderPool(settings)
    files = [SourceFile(at, "file", content) for at, content in enumerate(contents, start=1)]

    def read() -> None:
        results = asyncio.run(BatchProcessor(pool, settings).process_batch(files))
        if any(result.error_type for result in results):
            raise RuntimeError("a file was not read")

    pool.start()
    try:
        yield read
    finally:
        pool.stop()


def main() -> None:
    """Read and print."""
    started, runs, *names = sys.argv[1:]
    contents = [Path(name).read_bytes() for name in names]
    seconds = []
    with one(contents[0]) if len(contents) == 1 else many(contents) as read:
        begun = float(started)
        for _ in range(1 + int(runs)):
            read()
            seconds.append(time.monotonic() - begun)
            begun = time.monotonic()
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
