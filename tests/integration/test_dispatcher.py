"""What a dispatcher promises: that of one machine on SQLite, that of many on PostgreSQL."""

import asyncio
import time
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pypdfium2 as pdfium2
import pytest
from sqlalchemy import event

from aktr.db.pieces import OPEN
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
from aktr.work.summaries import summary_of_class
from aktr.work.watch import BatchWatch
from dispatching import finished, running, until
from factories import uploads
from scripted_reader import Reader
from stored import new_batch, states


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


@pytest.mark.parametrize("is_read_again", [False, True])
def test_a_cancelled_batch_keeps_what_is_read_and_gives_a_reason_for_the_rest(
    repository: Repository, is_read_again: bool
) -> None:
    async def run() -> None:
        reader = Reader()
        batch_id = new_batch(repository, b"good", b"wait", b"good 3")
        async with running(repository, reader) as dispatcher:
            await dispatcher.submit(batch_id)
            await until(
                lambda: (
                    states(repository, batch_id)[:2] == [FileStatus.SUCCESS, FileStatus.PROCESSING]
                )
            )
            await asyncio.to_thread(repository.cancel_batch, batch_id, summary_of_class)
            batch = repository.get_batch(batch_id)
            assert (batch.status, batch.successful_files) == (BatchStatus.PARTIAL, 1)
            assert batch.summary_data is not None
            errors = [file.error_type for file in repository.list_files(batch_id)]
            assert errors == [None, *[FileErrorType.CANCELLED] * 2]
            await until(lambda: reader.given_up == 1)
            assert b"good 3" not in reader.read, "the turn that had claimed it has ended"

            before = repository.list_files(batch_id)
            await asyncio.to_thread(repository.cancel_batch, batch_id, summary_of_class)
            assert [file.finished_at for file in repository.list_files(batch_id)] == [
                file.finished_at for file in before
            ]
            if is_read_again:
                reader.go_on.set()
                await asyncio.to_thread(repository.reopen_failed_files, batch_id)
                batch = await finished(repository, dispatcher, batch_id)
                assert (batch.status, batch.successful_files) == (BatchStatus.COMPLETED, 3)

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
        digest = uploads(b"good")[0].sha256
        async with running(
            repository, Reader(), settings=Settings(keep_uploads=keep)
        ) as dispatcher:
            await finished(repository, dispatcher, batch_id)
            if keep is KeepUploads.UNTIL_DONE:
                await until(lambda: not _is_stored(repository, digest))
        assert _is_stored(repository, digest) is (keep is KeepUploads.UNTIL_EXPIRY)

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


def test_who_waits_long_has_the_database_asked_less_often(
    repository: Repository, database: Database
) -> None:
    looks: list[float] = []

    async def run() -> None:
        batch_id = await asyncio.to_thread(new_batch, repository, b"nobody reads it")
        looks.clear()
        await BatchWatch(repository).wait(batch_id, 4.0)

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            looks.append(time.monotonic())

    event.listen(database.engine, "before_cursor_execute", note)
    asyncio.run(run())
    assert len(looks) <= 60, "every 50 ms there would be 80"
    soon = [look for look in looks if look < looks[0] + 0.5]
    assert len(soon) >= 3, "what is finished soon is seen soon"


def test_digital_reports_are_read_before_the_photos_of_their_batch(
    repository: Repository,
) -> None:
    settings = Settings(workers=2)

    async def run() -> None:
        pool = ReaderPool(settings)
        pool.start()
        try:
            async with running(repository, ProcessingCoordinator(pool, settings)) as dispatcher:
                # The first report that a process reads takes as long as a photo.
                warm = new_batch(repository, *(_report(index) for index in range(20, 24)))
                await finished(repository, dispatcher, warm)
                photos = (_picture_of(_report(index)) for index in range(5))
                digital = (_report(index) for index in range(10, 14))
                batch_id = new_batch(repository, *photos, *digital)
                await dispatcher.submit(batch_id)
                await until(lambda: not _open_files(repository, batch_id, in_turn=True))
                assert _open_files(repository, batch_id, in_turn=False) >= 4, "one is beside them"
        finally:
            pool.stop()

    asyncio.run(run())


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


def _report(index: int) -> bytes:
    return plan_sample(index, 5, []).pdf()


def _picture_of(report: bytes) -> bytes:
    target = BytesIO()
    with pdfium2.PdfDocument(report) as document:
        document[0].render(scale=2.5, grayscale=True).to_pil().save(target, "PNG")
    return target.getvalue()


def _open_files(repository: Repository, batch_id: UUID, *, in_turn: bool) -> int:
    files = [file for file in repository.list_files(batch_id) if file.in_turn is in_turn]
    return sum(file.status in OPEN for file in files)


def _is_stored(repository: Repository, sha256: str) -> bool:
    return bool(repository.load_uploads([sha256]))
