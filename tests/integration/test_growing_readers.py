"""As many processes read as there is work for at one time, and no more."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from typer.testing import CliRunner

import aktr
from aktr.cli.main import app
from aktr.errors import FileError
from aktr.processing.growing_pool import GrowingPool
from aktr.settings import Settings
from own_processes import leave_out_those_of_others, own_processes
from pdfs import report_pdf
from scans import scanned_tiff

SETTINGS = Settings(workers=4)
Read = Callable[[list[Path]], None]


@pytest.fixture(autouse=True)
def _own_processes_only() -> None:
    leave_out_those_of_others()


@contextmanager
def watched() -> Iterator[list[int]]:
    """How many processes there were, looked at all the time."""
    seen: list[int] = []
    done = Event()

    def watch() -> None:
        while not done.wait(0.01):
            seen.append(len(own_processes()))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _in_python(paths: list[Path]) -> None:
    results = aktr.read_files(paths, workers=4)
    assert [result.status for result in results] == ["success"] * len(paths)


def _on_the_command_line(paths: list[Path]) -> None:
    ended = CliRunner().invoke(app, ["extract", "-q", "--workers", "4", *map(str, paths)])
    assert ended.exit_code == 0, ended.output


@pytest.mark.parametrize("read", [_in_python, _on_the_command_line])
def test_one_scan_is_read_by_as_many_processes_as_it_has_pages(read: Read, tmp_path: Path) -> None:
    scan = tmp_path / "class.tiff"
    scan.write_bytes(scanned_tiff(pages=3))
    with watched() as seen:
        read([scan])
    assert max(seen) == 3


@pytest.mark.parametrize("read", [_in_python, _on_the_command_line])
@pytest.mark.parametrize(("files", "processes"), [(1, 1), (2, 2), (7, 4)])
def test_digital_reports_start_no_process_without_a_file(
    read: Read, tmp_path: Path, files: int, processes: int
) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(files)]
    for path in paths:
        path.write_bytes(report_pdf())
    with watched() as seen:
        read(paths)
    assert max(seen) == processes


def test_work_finds_the_processes_that_are_there_before_new_ones_start() -> None:
    async def run() -> None:
        pool = GrowingPool(SETTINGS, first=1)
        pool.start()
        try:
            alone = {await pool.run(os.getpid) for _ in range(3)}
            assert (len(alone), pool.processes) == (1, 1)
            await asyncio.gather(*(pool.run(time.sleep, 0.2) for _ in range(3)))
            assert pool.processes == 3
            await asyncio.gather(*(pool.run(time.sleep, 0.2) for _ in range(9)))
            assert pool.processes == 4
            assert len(own_processes()) == 4
        finally:
            await asyncio.to_thread(pool.stop)
        with pytest.raises(RuntimeError):
            await pool.run(abs, -1)
        assert not own_processes()

    asyncio.run(run())


def test_a_file_that_ends_its_process_leaves_room_for_the_next() -> None:
    async def run() -> None:
        pool = GrowingPool(Settings(workers=2), first=1)
        pool.start()
        try:
            for _ in range(3):
                with pytest.raises(FileError):
                    await pool.run(os.abort)
            assert await pool.run(abs, -1) == 1
            assert pool.processes == 1
        finally:
            await asyncio.to_thread(pool.stop)

    asyncio.run(run())
