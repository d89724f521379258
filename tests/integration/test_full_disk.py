"""A disk that is full is said to be full, and costs nothing that was stored or could be read."""

import asyncio
import errno
import logging
import sqlite3
from pathlib import Path

import pytest
from psycopg.errors import DiskFull
from sqlalchemy.exc import OperationalError

from aktr.db.disks import Disks
from aktr.db.failures import is_disk_full
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import DiskFullError
from aktr.processing.result import BatchStatus
from aktr.work import turns
from dispatching import finished, running, until
from full_disks import ANY_SIZE, let_grow
from scripted_reader import Reader
from stored import new_batch

FILES = [b"good %d" % number for number in range(30)]
"""Their reports take more room than is left free in the file of an empty database."""
TRIES_TO_LOSE_A_FILE = 3


def test_results_without_room_wait_and_cost_no_try(
    tmp_path: Path,
    migrated_sqlite: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(turns, "_ROOM_S", 0.05)
    path = tmp_path / "aktr.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    repository = Repository(database)

    async def run() -> None:
        async with running(repository, Reader()) as dispatcher:
            batch_id = new_batch(repository, *FILES)
            let_grow(database, 0)
            await dispatcher.submit(batch_id)
            await until(
                lambda: caplog.text.count("no room for the results") >= 2 * TRIES_TO_LOSE_A_FILE
            )
            assert repository.get_batch(batch_id).status is BatchStatus.PROCESSING
            let_grow(database, ANY_SIZE)
            batch = await finished(repository, dispatcher, batch_id)
        assert batch.successful_files == len(FILES)
        assert batch.failed_files == 0

    with caplog.at_level(logging.ERROR, logger="aktr"):
        asyncio.run(run())
    assert str(path) in caplog.text
    database.close()


def test_a_full_disk_is_told_from_other_failures() -> None:
    full, busy = (sqlite3.OperationalError("said") for _ in range(2))
    full.sqlite_errorcode, busy.sqlite_errorcode = sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY
    for cause in (full, DiskFull()):
        assert is_disk_full(OperationalError("INSERT", {}, cause))
    assert not is_disk_full(OperationalError("INSERT", {}, busy))
    assert is_disk_full(OSError(errno.ENOSPC, "said"))
    assert is_disk_full(OSError(errno.EDQUOT, "said"))
    assert not is_disk_full(OSError(errno.EACCES, "said"))
    assert is_disk_full(DiskFullError("said", 1))
    assert not is_disk_full(ValueError("No space left on device"))


def test_a_failure_is_remembered_for_a_minute_and_room_is_looked_up(tmp_path: Path) -> None:
    now = 0.0
    url = Database(f"sqlite:///{tmp_path / 'aktr.db'}").url
    disks = Disks(url, None, 1, lambda: now)
    assert not disks.are_full()
    disks.note_failure()
    assert disks.are_full()
    now = 61.0
    assert not disks.are_full()
    assert Disks(url, None, 2**60).are_full()
    assert str(tmp_path) in disks.described()
    assert str(tmp_path / "uploads") not in disks.described()
    (tmp_path / "uploads").mkdir()
    stores = Disks(url, (tmp_path / "uploads").as_uri(), 1).described()
    assert f"{tmp_path / 'uploads'} (uploads) has" in stores
