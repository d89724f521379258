"""What handing out work costs, and what a second worker and an archive bring.

Run as ``make scale``; the exit code is 1 if a limit is missed.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from aktr.db import migrate
from aktr.db.records import BatchOptions, NewUpload
from aktr.db.session import Database
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.samples.generate import make_samples
from aktr.settings import Settings
from aktr.work.assembly import make_dispatcher, open_repository
from measurement import Measurement
from page import DOCS, machine, table, write_between
from service import AKTR, postgres

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

ENGINE_LIMIT_MS = 10.0
BATCHES = 20
FILES = 30
SINGLES = 100
ARCHIVE = 2_000
SPEED_UP_WANTED = 1.8
ARCHIVE_WANTED = 200


class NoReader:
    """Gives a report at once, so that only the handing out is measured."""

    async def process(self, file: SourceFile) -> ProcessingResult:
        """A report, without reading."""
        from factories import success  # noqa: PLC0415 - lies beside the tests

        return success(file.position)


def measure() -> list[Measurement]:
    """Everything; takes about two minutes."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _engine("SQLite", f"sqlite:///{folder}/aktr.db")
        with postgres() as url:
            figures += _engine("PostgreSQL", url)
            figures += _workers(url, Path(folder))
        return [*figures, _archive(Path(folder))]


def _engine(name: str, url: str) -> list[Measurement]:
    migrate.upgrade(url)
    return [
        asyncio.run(_overhead(f"{what}, {name}", url, files))
        for what, files in (
            (f"handing out a file of batches of {FILES}", [FILES] * BATCHES),
            ("handing out a file of its own", [1] * SINGLES),
        )
    ]


async def _overhead(name: str, url: str, sizes: Sequence[int]) -> Measurement:
    """Milliseconds for each file that is claimed, started, and stored with its report."""
    database = Database(url)
    repository = open_repository(database)
    batches = [
        repository.create_batch(_contents(number, size), BatchOptions(), timedelta(days=1))[0].id
        for number, size in enumerate(sizes)
    ]
    dispatcher = make_dispatcher(Settings(workers=2), database, repository, NoReader())
    begun = time.perf_counter()
    await dispatcher.start()
    for batch_id in batches:
        while not await dispatcher.wait(batch_id, 60):
            pass
    elapsed = time.perf_counter() - begun
    await dispatcher.stop()
    database.close()
    return Measurement(
        name,
        elapsed * 1000 / sum(sizes),
        "ms",
        ENGINE_LIMIT_MS,
        note=f"{sum(sizes)} files, no reading",
    )


def _contents(number: int, size: int) -> list[NewUpload]:
    return [
        NewUpload(position, "a.pdf", b"%d %d" % (number, position), "application/pdf")
        for position in range(1, size + 1)
    ]


def _workers(url: str, folder: Path) -> list[Measurement]:
    make_samples(FILES * BATCHES, 3, folder / "samples")
    contents = [path.read_bytes() for path in sorted((folder / "samples").glob("*.pdf"))]
    rates: dict[int, float] = {}
    for workers in (1, 2, 1, 2):
        rate = _rate_of(url, workers, contents)
        rates[workers] = max(rates.get(workers, 0.0), rate)
    note = f"better of two runs each; wanted on two free cores: {SPEED_UP_WANTED}"
    return [
        Measurement("digital reports a second, one worker", rates[1], "files/s"),
        Measurement("digital reports a second, two workers", rates[2], "files/s"),
        Measurement("two workers against one", rates[2] / rates[1], "times", note=note),
    ]


def _rate_of(url: str, workers: int, contents: Sequence[bytes]) -> float:
    """Files a second from the moment that all workers wait for work."""
    environment = {**os.environ, "AKTR_DATABASE_URL": url, "AKTR_LOG_LEVEL": "ERROR"}
    command = [*AKTR, "worker", "--workers", "1"]
    processes = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(workers)
    ]
    try:
        for process in processes:
            if process.stderr is not None:
                process.stderr.readline()
        # The reading processes get warm behind that line.
        _finish(url, contents[: 4 * FILES])
        begun = time.perf_counter()
        _finish(url, contents)
        return len(contents) / (time.perf_counter() - begun)
    finally:
        for process in processes:
            process.terminate()
            process.communicate()


def _finish(url: str, contents: Sequence[bytes]) -> None:
    database = Database(url)
    repository = open_repository(database)
    open_batches = set()
    for at in range(0, len(contents), FILES):
        uploads = [
            NewUpload(position, "a.pdf", content, "application/pdf")
            for position, content in enumerate(contents[at : at + FILES], start=1)
        ]
        batch, _ = repository.create_batch(uploads, BatchOptions(), timedelta(days=1))
        open_batches.add(batch.id)
    while open_batches:
        open_batches -= repository.finished_among(open_batches)
        time.sleep(0.02)
    database.close()


def _archive(folder: Path) -> Measurement:
    make_samples(ARCHIVE, 11, folder / "archive")
    begun, out = time.perf_counter(), folder / "results.parquet"
    before = os.times()
    subprocess.run(
        [*AKTR, "extract", "-q", "--from", str(folder / "archive"), "--out", str(out)], check=True
    )
    elapsed = time.perf_counter() - begun
    spent = os.times().children_user - before.children_user
    note = (
        f"{ARCHIVE} files, start included; {spent * 1000 / ARCHIVE:.1f} ms of processor time a "
        f"file; wanted on two free cores: {ARCHIVE_WANTED}"
    )
    return Measurement("archive, digital reports a second", ARCHIVE / elapsed, "files/s", note=note)


def main() -> int:
    """Print the figures and write them into docs/scale.md; returns 1 if a limit is missed."""
    where, measurements = machine(), measure()
    rows = [
        (each.name, f"{each.value:.3g} {each.unit}", each.verdict, each.note)
        for each in measurements
    ]
    text = f"Measured {where}.\n\n{table(('what', 'figure', '', 'how'), rows)}"
    print(text)
    write_between(DOCS / "scale.md", "scale", text)
    return 0 if all(each.kept for each in measurements) else 1


if __name__ == "__main__":
    sys.exit(main())
