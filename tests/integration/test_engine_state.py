"""What the job engine of PostgreSQL holds beside the rows: when it comes and goes, what it says."""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, inspect, text

from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.processing.result import BatchStatus, ProcessingResult, SourceFile
from aktr.settings import Settings
from aktr.work.assembly import make_dispatcher, open_repository
from aktr.work.shared import SharedDispatcher
from factories import checked_report, success
from scripted_reader import Reader
from stored import claimed, finished_batch, new_batch, row_counts

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
PICTURE = b"\xff\xd8\xff"
SETTINGS = Settings(worker_silence_s=2)


def jobs(database: Database) -> list[tuple[str, int]]:
    """The jobs that wait: which file each names, and its priority."""
    with database.reading() as session:
        rows = session.execute(
            text(
                "SELECT args ->> 'file', priority FROM procrastinate_jobs"
                " WHERE task_name = 'take_turn' ORDER BY priority DESC, id"
            )
        )
        return [(file, priority) for file, priority in rows]


def everything_in(database: Database) -> str:
    """Every row of every table as text, and for SQLite the bytes of its files too."""
    shown = []
    with database.reading() as session:
        for table in inspect(database.engine).get_table_names():
            rows = session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            shown += [repr(tuple(row)) for row in rows]
    if database.is_sqlite:
        path = Path(str(database.url.database))
        shown += [file.read_bytes().decode("latin-1") for file in path.parent.glob(f"{path.name}*")]
    return "\n".join(shown)


def traces(batch_id: UUID, marks: Sequence[str]) -> list[str]:
    return [*marks, str(batch_id), batch_id.hex, repr(batch_id.bytes)]


@ON_POSTGRESQL
def test_jobs_are_stored_with_the_batch_and_the_lightest_is_first(
    repository: Repository, database: Database
) -> None:
    batch_id = new_batch(repository, b"a", PICTURE + b"1", b"b", PICTURE + b"2", b"c")

    rows = [str(file.id) for file in repository.list_files(batch_id)]
    assert jobs(database) == [(rows[0], -2), (rows[1], -3), (rows[3], -4)]


@ON_POSTGRESQL
def test_a_batch_that_cannot_be_written_down_is_not_stored_either(
    repository: Repository, database: Database
) -> None:
    def fail(*arguments: object) -> None:
        if "UPDATE" in str(arguments[2]) or "procrastinate" in str(arguments[2]):
            raise ConnectionError("the database is away")

    event.listen(database.engine, "before_cursor_execute", fail)
    with pytest.raises(ConnectionError):
        new_batch(repository, b"a")
    event.remove(database.engine, "before_cursor_execute", fail)

    assert row_counts(database)["batch_reports"] == 0
    assert jobs(database) == []


@ON_POSTGRESQL
def test_what_is_read_again_and_what_is_left_of_a_turn_is_written_down(
    repository: Repository, database: Database
) -> None:
    finished = finished_batch(repository)
    with database.transaction() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))

    repository.reopen_file(finished, 2)
    assert [priority for _, priority in jobs(database)] == [-1]

    claim = claimed(repository, finished)
    with database.transaction() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
    repository.release(claim)
    repository.add_missing_jobs(timedelta(0))
    assert len(jobs(database)) == 1, "what waits already is not written down twice"


@ON_POSTGRESQL
def test_work_that_was_never_written_down_is_found_in_the_rows(
    database: Database,
) -> None:
    batch_id = new_batch(Repository(database), b"good 1", b"good 2")
    assert jobs(database) == []

    _run_until_finished(database, batch_id, Reader())


@ON_POSTGRESQL
def test_a_job_of_a_worker_that_died_is_handed_out_again(
    repository: Repository, database: Database
) -> None:
    batch_id = new_batch(repository, b"good 1")
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - interval '1 hour')"
            )
        )
        session.execute(
            text(
                "SELECT id FROM procrastinate_fetch_job_v2("
                "NULL, (SELECT max(id) FROM procrastinate_workers))"
            )
        )
        assert session.scalar(text("SELECT status FROM procrastinate_jobs")) == "doing"

    async def run() -> None:
        dispatcher = make_dispatcher(SETTINGS, database, repository, Reader())
        await dispatcher.start()
        await dispatcher.submit(batch_id)
        assert await dispatcher.wait(batch_id, 20)
        # The files may be read by other turns first; the lost one still has to come round.
        for _ in range(200):
            if not jobs(database):
                break
            await asyncio.sleep(0.1)
        await dispatcher.stop()

    asyncio.run(run())
    assert jobs(database) == []


@ON_POSTGRESQL
def test_a_server_that_does_not_read_leaves_the_files_to_workers(
    repository: Repository, database: Database
) -> None:
    async def run() -> None:
        here, there = Reader(), Reader()
        server = make_dispatcher(SETTINGS, database, repository, here, reads=False)
        worker = make_dispatcher(SETTINGS, database, repository, there)
        await server.start()
        batch_id = new_batch(repository, b"good 1", b"good 2")
        assert not await server.wait(batch_id, 0.3)
        await worker.start()
        assert await server.wait(batch_id, 30), "told by the database, whoever did the work"
        await worker.stop()
        await server.stop()
        assert (len(here.read), len(there.read)) == (0, 2)

    asyncio.run(run())


def test_nothing_of_a_deleted_batch_is_left(
    repository: Repository, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows, bytes, jobs and log lines; on SQLite also what the files of the database hold."""
    caplog.set_level(logging.DEBUG)
    marks = ["MARKED, PERSON", "C7654321", "marked bytes"]

    class MarkingReader(Reader):
        async def process(self, file: SourceFile) -> ProcessingResult:
            await super().process(file)
            return success(file.position, checked_report(name=marks[0], ftn=marks[1]))

    done = new_batch(repository, b"good marked bytes", PICTURE + b"good marked bytes 2")
    _run_until_finished(database, done, MarkingReader())
    waiting = new_batch(repository, b"good marked bytes 3")
    before = everything_in(database)
    assert all(mark in before for mark in marks)

    repository.delete_batch(done)
    repository.delete_batch(waiting)

    after = everything_in(database)
    for batch_id in (done, waiting):
        assert [mark for mark in traces(batch_id, marks) if mark in after] == []
        assert str(batch_id) not in caplog.text
    if not database.is_sqlite:
        assert jobs(database) == []


def test_an_expired_batch_leaves_its_address_only(
    repository: Repository, database: Database
) -> None:
    new_batch(repository, b"good marked bytes", retention=timedelta(0))

    async def run() -> None:
        dispatcher = make_dispatcher(SETTINGS, database, repository, Reader())
        await dispatcher.start()
        async with asyncio.timeout(20):
            while row_counts(database)["batch_reports"]:  # noqa: ASYNC110 - it is a row that goes
                await asyncio.sleep(0.02)
        await dispatcher.stop()

    asyncio.run(run())
    assert "marked bytes" not in everything_in(database)
    assert row_counts(database)["expired_addresses"] == 1


@ON_POSTGRESQL
def test_a_database_that_goes_away_for_a_moment_only_delays_the_work(
    repository: Repository, database: Database
) -> None:
    async def run() -> None:
        reader = Reader()
        dispatcher = SharedDispatcher(repository, reader, SETTINGS, database.url)
        await dispatcher.start()
        first = new_batch(repository, b"good 1")
        assert await dispatcher.wait(first, 20)
        with closing(Database(database.url)) as other, other.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        second = new_batch(repository, b"good 2")
        assert await dispatcher.wait(second, 20)
        await dispatcher.stop()

    asyncio.run(run())


@ON_POSTGRESQL
def test_a_worker_can_be_stopped_in_every_moment_of_its_start(
    repository: Repository, database: Database
) -> None:
    async def start_and_stop(after_s: float) -> float:
        dispatcher = make_dispatcher(SETTINGS, database, repository, Reader())
        await dispatcher.start()
        await asyncio.sleep(after_s)
        begun = time.monotonic()
        await dispatcher.stop()
        return time.monotonic() - begun

    assert max(asyncio.run(start_and_stop(at * 0.004)) for at in range(20)) < 25


def test_the_engine_brings_no_migration_that_ours_do_not_run() -> None:
    """If this fails after an update: add a migration that runs the new scripts, as 0010 says."""
    scripts = files("procrastinate.sql") / "migrations"
    newest = max(script.name for script in scripts.iterdir() if script.name.endswith(".sql"))
    assert newest.startswith("03.04.00_50")


def _run_until_finished(database: Database, batch_id: UUID, reader: Reader) -> None:
    async def run() -> None:
        repository = open_repository(database)
        dispatcher = make_dispatcher(SETTINGS, database, repository, reader)
        await dispatcher.start()
        await dispatcher.submit(batch_id)
        assert await dispatcher.wait(batch_id, 20)
        await dispatcher.stop()
        assert repository.get_batch(batch_id).status is not BatchStatus.PROCESSING

    asyncio.run(run())
