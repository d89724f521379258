"""What a dispatcher promises: that of one machine on SQLite, that of many on PostgreSQL."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from aktr.db.models import BatchReport
from aktr.db.presence import Presence
from aktr.db.records import Claim, Summarise
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import ExpiredError, FileErrorType, UnknownAddressError
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.pool import ReaderPool
from aktr.processing.result import (
    BatchStatus,
    FileStatus,
    ProcessingResult,
    SourceFile,
)
from aktr.samples.plan import plan_sample
from aktr.settings import KeepUploads, Settings
from aktr.work.dispatcher import Dispatcher
from aktr.work.local import LocalDispatcher
from aktr.work.shared import SharedDispatcher
from aktr.work.turns import Processor
from factories import success, uploads
from scripted_reader import Reader
from stored import claimed, new_batch, positions_in, states


@asynccontextmanager
async def running(
    repository: Repository,
    processor: Processor,
    *,
    settings: Settings | None = None,
    presence: Presence | None = None,
    round_s: float = 60.0,
) -> AsyncIterator[Dispatcher]:
    """The dispatcher that belongs to the database, at work."""
    settings = settings or Settings(worker_silence_s=3)
    url = repository._database.url
    dispatcher: Dispatcher = (
        LocalDispatcher(repository, processor, settings, presence=presence, round_s=round_s)
        if url.get_backend_name() == "sqlite"
        else SharedDispatcher(repository, processor, settings, url)
    )
    await dispatcher.start()
    try:
        yield dispatcher
    finally:
        await dispatcher.stop()


async def finished(repository: Repository, dispatcher: Dispatcher, batch_id: UUID) -> BatchReport:
    """Submit a batch and wait until it is finished."""
    await dispatcher.submit(batch_id)
    assert await dispatcher.wait(batch_id, 30)
    return repository.get_batch(batch_id)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that has to come true soon."""
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - it is a row that changes
            await asyncio.sleep(0.01)


def test_every_file_of_a_batch_ends_as_a_report_or_a_reason(repository: Repository) -> None:
    async def run() -> None:
        async with running(repository, Reader()) as dispatcher:
            batch_id = new_batch(repository, b"good 1", b"bad", b"good 2")
            batch = await finished(repository, dispatcher, batch_id)
        assert batch.status is BatchStatus.PARTIAL
        assert (batch.successful_files, batch.failed_files) == (2, 1)
        assert batch.summary_data is not None
        assert batch.summary_data["duplicates"], "the two reports are of one test"
        assert states(repository, batch_id) == [
            FileStatus.SUCCESS,
            FileStatus.FAILED,
            FileStatus.SUCCESS,
        ]

    asyncio.run(run())


def test_progress_can_be_seen_file_by_file(repository: Repository) -> None:
    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"good", b"wait", b"good 3")
        async with running(repository, reader) as dispatcher:
            await dispatcher.submit(batch_id)
            await until(
                lambda: (
                    states(repository, batch_id)
                    == [FileStatus.SUCCESS, FileStatus.PROCESSING, FileStatus.PENDING]
                )
            )
            assert repository.get_batch(batch_id).successful_files == 1
            assert not await dispatcher.wait(batch_id, 0.01)
            reader.go_on.set()
            assert await dispatcher.wait(batch_id, 30)

    asyncio.run(run())


def test_batches_run_side_by_side(repository: Repository) -> None:
    async def run() -> None:
        reader = Reader()
        slow, quick = new_batch(repository, b"wait"), new_batch(repository, b"good")
        async with running(repository, reader) as dispatcher:
            await dispatcher.submit(slow)
            await reader.waiting.wait()
            batch = await finished(repository, dispatcher, quick)
            assert batch.status is BatchStatus.COMPLETED
            assert repository.get_batch(slow).status is BatchStatus.PROCESSING
            reader.go_on.set()
            assert await dispatcher.wait(slow, 30)

    asyncio.run(run())


def test_a_batch_submitted_twice_is_read_once(repository: Repository) -> None:
    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"good")
        async with running(repository, reader) as dispatcher:
            await dispatcher.submit(batch_id)
            await finished(repository, dispatcher, batch_id)
            await finished(repository, dispatcher, batch_id)
        assert reader.read == [b"good"]

    asyncio.run(run())


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


def test_a_single_file_is_not_stuck_behind_full_batches(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aktr.work.turns.TURN_S", 0.05)

    class SlowReader(Reader):
        async def process(self, file: SourceFile) -> ProcessingResult:
            await asyncio.sleep(0.02)
            return await super().process(file)

    async def run() -> None:
        reader = SlowReader()
        picture = b"\xff\xd8\xff"
        async with running(repository, reader, settings=Settings(workers=1)) as dispatcher:
            for number in range(10):
                kind = picture if number % 2 else b""
                batch_id = new_batch(
                    repository, *(kind + b"good %d %d" % (number, at) for at in range(30))
                )
                await dispatcher.submit(batch_id)
            await until(lambda: len(reader.read) >= 20)
            single = new_batch(repository, b"good single")
            await dispatcher.submit(single)
            before = len(reader.read)
            assert await dispatcher.wait(single, 30)
            assert reader.read.index(b"good single") - before <= 20, "300 files were waiting"

    asyncio.run(run())


def test_a_stop_stores_what_is_done_and_hands_back_the_rest(repository: Repository) -> None:
    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"good 1", b"wait", b"good 3")
        async with running(repository, reader) as dispatcher:
            await dispatcher.submit(batch_id)
            await reader.waiting.wait()
        files = repository.list_files(batch_id)
        assert [file.status for file in files] == [
            FileStatus.SUCCESS,
            FileStatus.PENDING,
            FileStatus.PENDING,
        ]
        assert [file.tries for file in files] == [1, 0, 0]
        async with running(repository, Reader()) as dispatcher:
            assert not await dispatcher.wait(batch_id, 0)

    asyncio.run(run())


def test_a_stop_in_the_moment_of_a_claim_leaves_nothing_claimed(repository: Repository) -> None:
    class SlowRepository(Repository):
        def claim(self, file_id: UUID, silence: timedelta, summarise: Summarise) -> Claim | None:
            claim = super().claim(file_id, silence, summarise)
            time.sleep(0.3)
            return claim

    async def run() -> None:
        batch_id = new_batch(repository, b"good 1", b"good 2")
        slow = SlowRepository(repository._database, jobs=repository._jobs)
        async with running(slow, Reader()) as dispatcher:
            await dispatcher.submit(batch_id)
            await until(lambda: repository.list_files(batch_id)[0].attempt is not None)
        files = repository.list_files(batch_id)
        assert [file.attempt for file in files] == [None, None]

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


def test_a_batch_deleted_during_the_work_ends_the_work(repository: Repository) -> None:
    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"good", b"wait")
        async with running(repository, reader) as dispatcher:
            await dispatcher.submit(batch_id)
            await until(lambda: states(repository, batch_id)[0] is FileStatus.SUCCESS)
            await asyncio.to_thread(repository.delete_batch, batch_id)
            reader.go_on.set()
            with pytest.raises(UnknownAddressError):
                await dispatcher.wait(batch_id, 30)

    asyncio.run(run())


def test_rounds_delete_what_expired(repository: Repository) -> None:
    async def run() -> None:
        batch_id = new_batch(repository, b"good", retention=timedelta(0))
        digest = uploads(b"good")[0].sha256
        async with running(repository, Reader(), round_s=0.02):
            await until(lambda: not _is_stored(repository, digest))
        with pytest.raises(ExpiredError):
            repository.get_batch(batch_id)

    asyncio.run(run())


def test_rounds_find_a_batch_that_nobody_submitted(repository: Repository) -> None:
    async def run() -> None:
        async with running(repository, Reader(), round_s=0.02):
            batch_id = await asyncio.to_thread(new_batch, repository, b"good")
            await until(lambda: repository.get_batch(batch_id).status is BatchStatus.COMPLETED)

    asyncio.run(run())


@pytest.mark.parametrize("keep", list(KeepUploads))
def test_uploads_are_kept_as_long_as_the_setting_says(
    repository: Repository, keep: KeepUploads
) -> None:
    async def run() -> None:
        batch_id = new_batch(repository, b"good")
        async with running(
            repository, Reader(), settings=Settings(keep_uploads=keep)
        ) as dispatcher:
            await finished(repository, dispatcher, batch_id)
        is_kept = keep is KeepUploads.UNTIL_EXPIRY
        assert _is_stored(repository, uploads(b"good")[0].sha256) is is_kept

    asyncio.run(run())


def test_waiting_for_an_unknown_batch_says_so(repository: Repository) -> None:
    async def run() -> None:
        async with running(repository, Reader()) as dispatcher:
            with pytest.raises(UnknownAddressError):
                await dispatcher.wait(uuid4(), 1)

    asyncio.run(run())


def test_thirty_files_need_few_commits(repository: Repository, database: Database) -> None:
    commits: list[float] = []

    async def run() -> None:
        contents = [b"good %d" % number for number in range(30)]
        async with running(repository, Reader()) as dispatcher:
            batch_id = await asyncio.to_thread(new_batch, repository, *contents)
            commits.clear()
            batch = await finished(repository, dispatcher, batch_id)
        assert batch.successful_files == 30

    def note(_connection: object) -> None:
        commits.append(time.monotonic())

    event.listen(database.engine, "commit", note)
    asyncio.run(run())
    assert len(commits) <= 9


def test_real_reports_are_read_by_real_processes(repository: Repository) -> None:
    settings = Settings(workers=2)

    async def run() -> None:
        pool = ReaderPool(settings)
        pool.start()
        try:
            async with running(repository, ProcessingCoordinator(pool, settings)) as dispatcher:
                first, second = (
                    new_batch(
                        repository,
                        *(plan_sample(index, seed, []).pdf() for index in range(3)),
                        b"no PDF at all",
                    )
                    for seed in (1, 2)
                )
                batches = await asyncio.gather(
                    *(finished(repository, dispatcher, batch_id) for batch_id in (first, second))
                )
        finally:
            pool.stop()
        for batch in batches:
            assert (batch.successful_files, batch.failed_files) == (3, 1)
            names = [
                entry.report.name
                for entry in repository.list_reports(batch.id).entries
                if entry.report
            ]
            assert all(names)

    asyncio.run(run())


def _is_stored(repository: Repository, sha256: str) -> bool:
    try:
        repository.load_upload(sha256)
    except UnknownAddressError:
        return False
    return True
