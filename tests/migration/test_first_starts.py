"""Servers and workers may begin with one new database at the same moment."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import URL, text

from aktr.db import migrate
from aktr.db.session import Database


def test_several_may_upgrade_at_once(empty_database_url: URL) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: migrate.upgrade(empty_database_url), range(4)))

    assert migrate.is_current(empty_database_url)


def test_processes_that_begin_with_one_new_file_wait_for_each_other(tmp_path: Path) -> None:
    with ProcessPoolExecutor(8, mp_context=multiprocessing.get_context("spawn")) as processes:
        for time in range(100):
            url = URL.create("sqlite", database=str(tmp_path / f"new-{time}.db"))
            assert list(processes.map(journal_mode, [url] * 8)) == ["wal"] * 8


def journal_mode(url: URL) -> object:
    database = Database(url)
    try:
        with database.reading() as session:
            return session.execute(text("PRAGMA journal_mode")).scalar_one()
    finally:
        database.close()
