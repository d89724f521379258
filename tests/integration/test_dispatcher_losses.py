"""What a dispatcher does when processes die, databases fail, and readers break."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from aktr.db.presence import Presence
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import FileErrorType
from aktr.processing.result import (
    BatchStatus,
    ProcessingResult,
    SourceFile,
)
from aktr.settings import Settings
from dispatching import finished, running, until
from factories import success
from scripted_reader import Reader
from stored import claimed, new_batch, positions_in


def test_what_a_dead_process_left_is_resumed_at_the_start(
    repository: Repository, tmp_path: Path
) -> None:
    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"good 1", b"good 2", b"good 3")
        dead = claimed(repository, batch_id)
        repository.record_progress(batch_id, [1, 2], [success(1)], positions_in, dead.attempt)
        async with running(
            repository, reader, presence=Presence(tmp_path / "servers")
        ) as dispatcher:
            assert await dispatcher.wait(batch_id, 30)
        assert reader.read == [b"good 2", b"good 3"]
        assert repository.get_batch(batch_id).successful_files == 3

    asyncio.run(run())


def test_a_resumed_file_is_counted_as_tried_before_it_is_read(repository: Repository) -> None:
    tries_when_read: list[int] = []

    class WatchingReader(Reader):
        async def process(self, file: SourceFile) -> ProcessingResult:
            files = await asyncio.to_thread(repository.list_files, batch_id)
            tries_when_read.append(files[file.position - 1].tries)
            return await super().process(file)

    async def run() -> None:
        async with running(repository, WatchingReader()) as dispatcher:
            assert await dispatcher.wait(batch_id, 30)

    batch_id = new_batch(repository, b"good 1", b"good 2")
    dead = claimed(repository, batch_id)
    repository.start_file(batch_id, 1, dead.attempt)
    repository.presume_dead()
    asyncio.run(run())
    assert tries_when_read == [2, 1]


def test_servers_on_one_database_read_each_file_once(repository: Repository) -> None:
    async def run() -> None:
        readers = [Reader(), Reader(), Reader()]
        contents = [b"good %d" % number for number in range(40)]
        async with (
            running(repository, readers[0], round_s=0.01) as first,
            running(repository, readers[1], round_s=0.01),
            running(repository, readers[2], round_s=0.01),
        ):
            batches = [new_batch(repository, *contents[at : at + 5]) for at in range(0, 40, 5)]
            for batch_id in batches:
                assert await first.wait(batch_id, 30), "whoever reads it, everybody is told"
        read = [content for reader in readers for content in reader.read]
        assert sorted(read) == sorted(contents)

    asyncio.run(run())


def test_who_lives_is_not_robbed_by_a_server_that_starts(
    repository: Repository, tmp_path: Path
) -> None:
    async def run() -> None:
        here, there = Presence(tmp_path / "servers"), Presence(tmp_path / "servers")
        first, second = Reader(), Reader()
        batch_id = new_batch(repository, b"wait")
        async with running(repository, first, presence=here) as dispatcher:
            await first.waiting.wait()
            async with running(repository, second, presence=there):
                first.go_on.set()
                assert await dispatcher.wait(batch_id, 30)
        assert second.read == []
        assert repository.list_files(batch_id)[0].tries == 1

    asyncio.run(run())


def test_the_files_of_a_server_that_died_are_taken_over_by_one_that_lives(
    repository: Repository, tmp_path: Path
) -> None:
    settings = Settings(worker_silence_s=1)

    async def run() -> None:
        batch_id = new_batch(repository, b"good 1", b"good 2")
        begun = time.monotonic()
        dead = claimed(repository, batch_id)
        repository.start_file(batch_id, 1, dead.attempt)
        reader, presence = Reader(), Presence(tmp_path / "servers")
        other = Presence(tmp_path / "servers")
        other.begin()
        async with running(
            repository, reader, settings=settings, presence=presence, round_s=0.1
        ) as dispatcher:
            assert await dispatcher.wait(batch_id, 30)
        assert 0.8 <= time.monotonic() - begun <= 30
        assert reader.read == [b"good 1", b"good 2"]
        other.end()

    asyncio.run(run())


def test_long_work_is_kept_from_others_by_signs_of_life(repository: Repository) -> None:
    settings = Settings(worker_silence_s=3)

    async def run() -> None:
        slow, other = Reader(), Reader()
        batch_id = new_batch(repository, b"wait")
        async with running(repository, slow, settings=settings) as dispatcher:
            await slow.waiting.wait()
            async with running(repository, other, settings=settings, round_s=0.05):
                await asyncio.sleep(3.6)
                slow.go_on.set()
                assert await dispatcher.wait(batch_id, 30)
        assert other.read == []

    asyncio.run(run())


def test_a_defect_of_the_reader_becomes_the_reason_of_open_files(
    repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        batch_id = new_batch(repository, b"good", b"defect", b"good 3")
        async with running(repository, Reader()) as dispatcher:
            batch = await finished(repository, dispatcher, batch_id)
        assert (batch.status, batch.successful_files) == (BatchStatus.PARTIAL, 1)
        assert repository.list_files(batch_id)[1].error_type is FileErrorType.INTERNAL
        assert "could not be worked on" in caplog.text
        assert str(batch_id) not in caplog.text, "whoever reads the log could read the results"

    asyncio.run(run())


def test_a_database_that_fails_for_a_while_only_delays_the_batch(
    repository: Repository, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    failures = iter([True, True])

    def fail_at_first(*arguments: object) -> None:
        if "INSERT INTO reports" in str(arguments[2]) and next(failures, False):
            raise OperationalError("INSERT", {}, ConnectionError("the database is away"))

    async def run() -> None:
        batch_id = new_batch(repository, b"good")
        async with running(repository, Reader(), round_s=0.05) as dispatcher:
            await dispatcher.submit(batch_id)
            await until(lambda: repository.get_batch(batch_id).status is BatchStatus.COMPLETED)
        assert "until the database answers again" in caplog.text

    event.listen(database.engine, "before_cursor_execute", fail_at_first)
    asyncio.run(run())


def test_a_file_whose_results_could_not_be_stored_has_had_a_try(
    repository: Repository, database: Database
) -> None:
    failures = iter([True])

    def fail_at_first(*arguments: object) -> None:
        if "INSERT INTO reports" in str(arguments[2]) and next(failures, False):
            raise OperationalError("INSERT", {}, ConnectionError("the database is away"))

    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"wait")
        async with running(repository, reader, round_s=0.05) as dispatcher:
            await dispatcher.submit(batch_id)
            await until(lambda: repository.list_files(batch_id)[0].tries == 1)
            reader.go_on.set()
            await until(lambda: repository.get_batch(batch_id).status is BatchStatus.COMPLETED)
        assert reader.read == [b"wait", b"wait"]
        assert repository.list_files(batch_id)[0].tries == 2

    event.listen(database.engine, "before_cursor_execute", fail_at_first)
    asyncio.run(run())


def test_results_that_cannot_be_stored_end_the_batch_all_the_same(
    repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    class ReaderOfOddThings(Reader):
        async def process(self, file: SourceFile) -> ProcessingResult:
            result = await super().process(file)
            object.__setattr__(result.reports[0].report, "pages", (object(),))
            return result

    async def run() -> None:
        batch_id = new_batch(repository, b"good")
        async with running(repository, ReaderOfOddThings()) as dispatcher:
            batch = await finished(repository, dispatcher, batch_id)
        assert batch.status is BatchStatus.FAILED
        assert "could not be worked on" in caplog.text

    asyncio.run(run())
